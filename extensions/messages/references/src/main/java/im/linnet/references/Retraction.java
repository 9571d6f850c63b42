package im.linnet.references;

import im.linnet.stanza.Message;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * Takes a message back (XEP-0424, section 3). Nothing guarantees that it has not been read. {@link
 * Conversation#retractionOf} makes the message. Version 0.2, in which older rooms announce
 * moderation, is read as well.
 *
 * @param id the id of the retracted message
 * @param moderated whether it is the decision of a moderator (XEP-0425, section 3.1), which only
 *     the room itself may announce
 */
public record Retraction(String id, boolean moderated) implements Reference {

  /** The namespace, and the name of the feature in service discovery. */
  public static final String NAMESPACE = "urn:xmpp:message-retract:1";

  /** Reads the payload. */
  public static final Type<Retraction> TYPE = new Type<>("retract", NAMESPACE, Retraction::of);

  private static final String MODERATION = "urn:xmpp:message-moderate:1";

  /** The form of version 0.2 of both specifications, for older rooms, clients and archives. */
  private static final Type<Retraction> OLD =
      new Type<>("apply-to", "urn:xmpp:fasten:0", Retraction::ofOld);

  private static final String OLD_NAMESPACE = "urn:xmpp:message-retract:0";
  private static final String OLD_MODERATION = "urn:xmpp:message-moderate:0";

  /**
   * Checks the id.
   *
   * @throws IllegalArgumentException if it is empty or too long
   */
  public Retraction {
    ReferredId.check(id);
  }

  /**
   * Reads a retraction.
   *
   * @param element the {@code <retract/>}
   * @return the retraction
   * @throws IllegalArgumentException if it is another element or malformed
   */
  public static Retraction of(Element element) {
    return new Retraction(
        ReferredId.of(element, "retract", NAMESPACE),
        element.child("moderated", MODERATION) != null);
  }

  /** The retraction in a message, in the present form or else in the old one. */
  static @Nullable Retraction in(Message message) {
    Retraction present = message.payload(TYPE);
    return present == null ? message.payload(OLD) : present;
  }

  private static Retraction ofOld(Element element) {
    String id = ReferredId.of(element, "apply-to", OLD.namespace());
    Element moderated = element.child("moderated", OLD_MODERATION);
    if ((moderated == null ? element : moderated).child("retract", OLD_NAMESPACE) == null) {
      throw new IllegalArgumentException("apply-to: no retraction in it");
    }
    return new Retraction(id, moderated != null);
  }

  /**
   * Returns whether an archive replaced the content of a message because it was retracted
   * (XEP-0424, section 4; XEP-0425, section 4).
   *
   * @param message the message, from an archive
   * @return whether it is only a trace of the message
   */
  public static boolean isTombstone(Message message) {
    Element moderated = message.element().child("moderated", OLD_MODERATION);
    return message.element().child("retracted", NAMESPACE) != null
        || (moderated == null ? message.element() : moderated).child("retracted", OLD_NAMESPACE)
            != null;
  }

  @Override
  public Kind kind() {
    return Kind.RETRACTION;
  }

  @Override
  public Element toElement() {
    return Element.builder("retract", NAMESPACE)
        .attribute("id", id)
        .child(moderated ? Element.of("moderated", MODERATION) : null)
        .build();
  }
}
