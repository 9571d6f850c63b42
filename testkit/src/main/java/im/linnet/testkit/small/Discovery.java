package im.linnet.testkit.small;

import im.linnet.testkit.xml.XmlText;
import java.util.List;
import java.util.stream.Collectors;

/** Service discovery (XEP-0030) of the server and, for their own users, of accounts. */
final class Discovery implements Requests.Service {
  private static final List<String> FEATURES =
      List.of(
          Ns.DISCO_INFO, Ns.DISCO_ITEMS, Ns.REGISTER, Ns.ROSTER, Ns.PING, Ns.VCARD, "msgoffline");

  private final Site site;

  Discovery(Site site) {
    this.site = site;
  }

  @Override
  public boolean handle(Request request) {
    boolean forServer = request.account() == null;
    if (!forServer && request.ownAccount() == null) {
      return false;
    }
    if (request.payload().attribute("node") != null) {
      return false;
    }
    if (request.gets(Ns.DISCO_INFO, "query")) {
      request.result(query(Ns.DISCO_INFO, forServer ? server() : account()));
      return true;
    }
    if (request.gets(Ns.DISCO_ITEMS, "query")) {
      request.result(query(Ns.DISCO_ITEMS, forServer ? components() : ""));
      return true;
    }
    return false;
  }

  private static String query(String namespace, String content) {
    return "<query xmlns='" + namespace + "'>" + content + "</query>";
  }

  private static String server() {
    return "<identity category='server' type='im' name='Small server'/>" + features(FEATURES);
  }

  private static String account() {
    return "<identity category='account' type='registered'/>"
        + features(List.of(Ns.DISCO_INFO, Ns.DISCO_ITEMS, Ns.VCARD));
  }

  private static String features(List<String> names) {
    return names.stream()
        .map(name -> "<feature var='" + XmlText.escape(name) + "'/>")
        .collect(Collectors.joining());
  }

  /** All that may connect; who asks one that is not connected gets an error. */
  private String components() {
    return site.secrets().keySet().stream()
        .map(host -> "<item jid='" + XmlText.escape(host.toString()) + "'/>")
        .collect(Collectors.joining());
  }
}
