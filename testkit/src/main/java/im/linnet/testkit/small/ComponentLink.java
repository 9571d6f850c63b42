package im.linnet.testkit.small;

import im.linnet.testkit.xml.XmlElement;
import org.jspecify.annotations.Nullable;

/**
 * A connected component (XEP-0114, section 3). It may send from each address of its domain and
 * receives all that is sent to them.
 */
final class ComponentLink implements Peer {
  private final Site site;
  private final Address host;
  private final Outbox outbox;

  ComponentLink(Site site, Address host, Outbox outbox) {
    this.site = site;
    this.host = host;
    this.outbox = outbox;
  }

  Address host() {
    return host;
  }

  @Override
  public void handle(XmlElement element) {
    XmlElement translated = ContentNamespace.translate(element, Ns.COMPONENT, Ns.CLIENT);
    Stanza.Kind kind = Stanza.Kind.of(translated);
    Address from = address(element, "from");
    Address to = address(element, "to");
    if (kind == null) {
      end("unsupported-stanza-type");
    } else if (from == null || !from.domain().equals(host.domain())) {
      end("invalid-from");
    } else if (to == null) {
      end("improper-addressing");
    } else {
      site.router().route(Stanza.of(translated, kind, from, to));
    }
  }

  @Override
  public void send(Stanza stanza) {
    outbox.send(
        ContentNamespace.translate(stanza.xml(), Ns.CLIENT, Ns.COMPONENT).toXml(Ns.COMPONENT));
  }

  @Override
  public void end(String condition) {
    outbox.end(StreamErrors.of(condition));
  }

  @Override
  public void left() {
    site.leave(this);
  }

  private static @Nullable Address address(XmlElement element, String name) {
    String text = element.attribute(name);
    return text == null ? null : Address.parse(text);
  }
}
