package im.linnet.testkit.small;

import im.linnet.testkit.xml.XmlElement;
import org.jspecify.annotations.Nullable;

/**
 * A stanza with both addresses known, in the namespace {@code jabber:client}.
 *
 * @param xml the element
 * @param kind its kind
 * @param from the sender
 * @param to the addressee
 */
record Stanza(XmlElement xml, Kind kind, Address from, Address to) {

  /** The three kinds of stanza. */
  enum Kind {
    MESSAGE,
    PRESENCE,
    IQ;

    /** {@return the kind of the element, or null if it is no stanza} */
    static @Nullable Kind of(XmlElement element) {
      if (!element.namespace().equals(Ns.CLIENT)) {
        return null;
      }
      return switch (element.localName()) {
        case "message" -> MESSAGE;
        case "presence" -> PRESENCE;
        case "iq" -> IQ;
        default -> null;
      };
    }
  }

  /** {@return the stanza with these addresses, also in its attributes} */
  static Stanza of(XmlElement xml, Kind kind, Address from, Address to) {
    XmlElement addressed =
        xml.withAttribute("from", from.toString()).withAttribute("to", to.toString());
    return new Stanza(addressed, kind, from, to);
  }

  /** {@return a presence without content} */
  static Stanza presence(@Nullable String type, Address from, Address to) {
    XmlElement empty = XmlElement.parse("<presence/>").withAttribute("type", type);
    return of(empty, Kind.PRESENCE, from, to);
  }

  /** {@return the type, empty if there is none} */
  String type() {
    String type = xml.attribute("type");
    return type == null ? "" : type;
  }

  boolean hasType(String type) {
    return type().equals(type);
  }

  /** {@return whether the sender waits for an answer} */
  boolean isRequest() {
    return kind == Kind.IQ && (hasType("get") || hasType("set"));
  }

  /** {@return whether an error may be returned for it (RFC 6120, section 8.3.1)} */
  boolean mayBeRefused() {
    return switch (kind) {
      case IQ -> !hasType("result") && !hasType("error");
      case MESSAGE, PRESENCE -> !hasType("error");
    };
  }

  Stanza readdressed(Address newFrom, Address newTo) {
    return of(xml, kind, newFrom, newTo);
  }

  /** {@return an error that answers this stanza} */
  Stanza refused(Refusal refusal) {
    return answer("error", refusal.toXml());
  }

  /** {@return an answer with the addresses exchanged and the same id} */
  Stanza answer(String type, String content) {
    XmlElement frame = XmlElement.parse("<%1$s>%2$s</%1$s>".formatted(xml.localName(), content));
    XmlElement answer = frame.withAttribute("type", type).withAttribute("id", xml.attribute("id"));
    return of(answer, kind, to, from);
  }

  /** {@return the text in a stream whose content namespace is {@code jabber:client}} */
  @Override
  public String toString() {
    return xml.toXml(Ns.CLIENT);
  }
}
