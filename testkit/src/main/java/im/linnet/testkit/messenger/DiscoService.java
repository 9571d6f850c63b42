package im.linnet.testkit.messenger;

import im.linnet.testkit.xml.XmlText;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/** Service discovery of the domain (XEP-0030): the features of the service. */
final class DiscoService implements IqService {
  @Override
  public boolean handle(Iq iq) throws IOException {
    if (!iq.gets(Ns.DISCO_INFO, "query") || !iq.toService()) {
      return false;
    }
    StringBuilder info = new StringBuilder("<query xmlns='" + Ns.DISCO_INFO + "'>");
    info.append("<identity category='server' type='im' name='Messenger'/>");
    for (String feature : features(iq.session().site().settings().offer())) {
      info.append("<feature var='").append(XmlText.escape(feature)).append("'/>");
    }
    iq.result(info.append("</query>").toString());
    return true;
  }

  private static Set<String> features(Offer offer) {
    Set<String> features = new TreeSet<>(offer.features());
    features.add(Ns.DISCO_INFO);
    String lookup = offer.lookup().namespace();
    if (lookup != null && offer.lookup().advertised()) {
      features.add(lookup);
    }
    return features;
  }
}
