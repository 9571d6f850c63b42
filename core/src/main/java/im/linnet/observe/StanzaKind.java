package im.linnet.observe;

import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;

/** The three kinds of stanzas (RFC 6120, section 8.2). */
public enum StanzaKind {
  /** A message. */
  MESSAGE,
  /** A presence. */
  PRESENCE,
  /** A request, or the answer to one. */
  IQ;

  /**
   * The kind of a stanza.
   *
   * @param stanza the stanza
   * @return its kind
   */
  public static StanzaKind of(Stanza stanza) {
    if (stanza instanceof Message) {
      return MESSAGE;
    }
    return stanza instanceof Presence ? PRESENCE : IQ;
  }

  /**
   * The kind of a stanza that is known to be one.
   *
   * @param stanza the stanza's element
   * @return its kind, by its name
   */
  public static StanzaKind of(Element stanza) {
    return switch (stanza.name()) {
      case "message" -> MESSAGE;
      case "presence" -> PRESENCE;
      default -> IQ;
    };
  }
}
