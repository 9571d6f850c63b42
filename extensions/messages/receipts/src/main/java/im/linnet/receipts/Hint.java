package im.linnet.receipts;

import im.linnet.stanza.Message;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * A wish of the sender for how servers should handle a message (XEP-0334). Nobody has to follow it
 * (section 5).
 *
 * <pre>{@code
 * Message typed =
 *     Hint.NO_STORE.addTo(Message.chat(Jid.of("romeo@example.com/orchard"), "A passing remark"));
 * }</pre>
 */
public enum Hint implements Payload {
  /** Not to be put into an archive or a log (section 4.1). */
  NO_PERMANENT_STORE,

  /** Not to be stored at all, not even until the recipient is online (section 4.2). */
  NO_STORE,

  /** Not to be copied to other devices (section 4.3); only for messages to a full address. */
  NO_COPY,

  /** To be stored, even if the rules of the server would not (section 4.4). */
  STORE;

  /** The namespace. */
  public static final String NAMESPACE = "urn:xmpp:hints";

  /** {@return the name of the element} */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads the hints of a message.
   *
   * @param message the message
   * @return the hints; none for a message of type error, which may only repeat those of the message
   *     that caused it (section 5)
   */
  public static Set<Hint> of(Message message) {
    Set<Hint> hints = EnumSet.noneOf(Hint.class);
    if (message.type() != Message.Type.ERROR) {
      for (Hint hint : values()) {
        if (message.element().child(hint.wireName(), NAMESPACE) != null) {
          hints.add(hint);
        }
      }
    }
    return Collections.unmodifiableSet(hints);
  }

  /**
   * Adds this hint to a message.
   *
   * @param message the message
   * @return the message with the hint, once
   */
  public Message addTo(Message message) {
    return message.element().child(wireName(), NAMESPACE) != null
        ? message
        : message.toBuilder().payload(this).build();
  }

  @Override
  public Element toElement() {
    return Element.of(wireName(), NAMESPACE);
  }
}
