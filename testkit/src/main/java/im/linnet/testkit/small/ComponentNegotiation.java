package im.linnet.testkit.small;

import im.linnet.testkit.wire.Wire;
import im.linnet.testkit.xml.XmlElement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The handshake of a component (XEP-0114, section 3). */
final class ComponentNegotiation implements Connection.Negotiation {
  private final Site site;

  ComponentNegotiation(Site site) {
    this.site = site;
  }

  @Override
  public @Nullable Peer run(Wire wire, Outbox outbox) throws IOException {
    StreamHead stream = new StreamHead(wire, outbox, Ns.COMPONENT);
    StreamHead.Opened opened = stream.open();
    Address host = new Address(null, opened.to(), null);
    String secret = site.secrets().get(host);
    if (secret == null) {
      stream.refuse("host-unknown");
      return null;
    }
    XmlElement handshake = stream.read();
    if (handshake == null) {
      return null;
    }
    if (!handshake.is(Ns.COMPONENT, "handshake") || !proves(handshake, opened.id() + secret)) {
      stream.refuse("not-authorized");
      return null;
    }
    ComponentLink link = new ComponentLink(site, host, outbox);
    boolean joined = site.loop().ask(() -> join(link, outbox));
    if (!joined) {
      stream.refuse("conflict");
      return null;
    }
    return link;
  }

  /** The answer is queued before anything else can be sent to the component. */
  private boolean join(ComponentLink link, Outbox outbox) {
    boolean only = site.join(link);
    if (only) {
      outbox.send("<handshake/>");
    }
    return only;
  }

  private static boolean proves(XmlElement handshake, String text) {
    byte[] digest = ScramHash.SHA_1.hash(text.getBytes(StandardCharsets.UTF_8));
    byte[] expected = HexFormat.of().formatHex(digest).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(
        expected, handshake.text().strip().getBytes(StandardCharsets.UTF_8));
  }
}
