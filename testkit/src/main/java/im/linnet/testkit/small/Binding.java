package im.linnet.testkit.small;

import im.linnet.testkit.xml.XmlElement;
import im.linnet.testkit.xml.XmlText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Resource binding (RFC 6120, section 7): the resource asked for, or another one if it is taken.
 */
final class Binding {
  private final Site site;
  private final Account account;
  private final Outbox outbox;

  Binding(Site site, Account account, Outbox outbox) {
    this.site = site;
    this.account = account;
    this.outbox = outbox;
  }

  /** {@return the session, or null if the connection ended} */
  @Nullable ClientSession run(StreamHead stream) throws IOException {
    XmlElement iq = stream.read();
    if (iq == null) {
      return null;
    }
    XmlElement bind = iq.child(Ns.BIND, "bind").orElse(null);
    String id = iq.attribute("id");
    boolean set = iq.is(Ns.CLIENT, "iq") && "set".equals(iq.attribute("type"));
    if (!set || id == null || bind == null) {
      stream.refuse("not-authorized");
      return null;
    }
    String asked = bind.child(Ns.BIND, "resource").map(XmlElement::text).orElse("");
    return site.loop().ask(() -> bound(id, asked));
  }

  /** The answer is queued before anything else can be sent to the session. */
  private ClientSession bound(String id, String asked) {
    boolean free = !asked.isEmpty() && account.session(asked) == null;
    String resource = free ? asked : site.newId();
    ClientSession session = new ClientSession(site, account, resource, outbox);
    outbox.send(
        "<iq type='result' id='%s'><bind xmlns='%s'><jid>%s</jid></bind></iq>"
            .formatted(XmlText.escape(id), Ns.BIND, XmlText.escape(session.address().toString())));
    account.join(session);
    return session;
  }
}
