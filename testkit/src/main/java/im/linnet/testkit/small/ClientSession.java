package im.linnet.testkit.small;

import im.linnet.testkit.xml.XmlElement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A bound client. */
final class ClientSession implements Peer {
  private final Site site;
  private final Account account;
  private final String resource;
  private final Outbox outbox;
  private final Set<Address> directed = new LinkedHashSet<>();
  private @Nullable XmlElement presence;
  private boolean interested;

  ClientSession(Site site, Account account, String resource, Outbox outbox) {
    this.site = site;
    this.account = account;
    this.resource = resource;
    this.outbox = outbox;
  }

  Account account() {
    return account;
  }

  String resource() {
    return resource;
  }

  /** {@return the full address} */
  Address address() {
    return account.address().with(resource);
  }

  /** {@return the presence sent last, without addresses; null if unavailable} */
  @Nullable XmlElement presence() {
    return presence;
  }

  void presence(@Nullable XmlElement sent) {
    presence = sent;
  }

  boolean available() {
    return presence != null;
  }

  /** {@return whether it is available for messages to the bare address} */
  boolean receiving() {
    XmlElement sent = presence;
    return sent != null && priority(sent) >= 0;
  }

  /** {@return whether it asked for the roster, so that changes are pushed to it} */
  boolean interested() {
    return interested;
  }

  void interest() {
    interested = true;
  }

  /** {@return the addressees of its directed presence (RFC 6121, section 4.6)} */
  Set<Address> directed() {
    return directed;
  }

  @Override
  public void handle(XmlElement element) {
    Stanza.Kind kind = Stanza.Kind.of(element);
    if (kind == null) {
      end("unsupported-stanza-type");
      return;
    }
    String text = element.attribute("to");
    Address to = text == null ? account.address() : Address.parse(text);
    if (to == null) {
      malformed(element, kind, text);
      return;
    }
    Stanza stanza = Stanza.of(element, kind, address(), to);
    if (kind == Stanza.Kind.PRESENCE) {
      site.presences().sent(this, stanza, text == null);
    } else if (kind == Stanza.Kind.IQ && !wellFormed(stanza)) {
      send(stanza.refused(Refusal.BAD_REQUEST));
    } else {
      site.router().route(stanza);
    }
  }

  @Override
  public void send(Stanza stanza) {
    outbox.send(stanza.toString());
  }

  @Override
  public void end(String condition) {
    outbox.end(StreamErrors.of(condition));
  }

  @Override
  public void left() {
    site.presences().left(this);
    account.leave(this);
  }

  /** The answer shows the address as it was sent. */
  private void malformed(XmlElement element, Stanza.Kind kind, @Nullable String text) {
    Stanza stanza = Stanza.of(element, kind, address(), account.address());
    if (stanza.mayBeRefused()) {
      Stanza error = stanza.refused(Refusal.JID_MALFORMED);
      outbox.send(error.xml().withAttribute("from", text).toXml(Ns.CLIENT));
    }
  }

  /** RFC 6120, section 8.2.3. */
  private static boolean wellFormed(Stanza iq) {
    List<XmlElement> children = iq.xml().children();
    return switch (iq.type()) {
      case "get", "set" -> iq.xml().attribute("id") != null && children.size() == 1;
      case "result", "error" -> true;
      default -> false;
    };
  }

  private static int priority(XmlElement presence) {
    String text = presence.child(Ns.CLIENT, "priority").map(XmlElement::text).orElse("0").strip();
    return text.matches("-?[0-9]{1,3}") ? Integer.parseInt(text) : 0;
  }
}
