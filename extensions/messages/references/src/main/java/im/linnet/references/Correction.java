package im.linnet.references;

import im.linnet.xml.Element;

/**
 * Marks a message as the corrected version of an earlier one, all of whose content it replaces
 * (XEP-0308, section 3). {@link Conversation#correctionOf} makes the message.
 *
 * @param id the id of the original message, also if it was corrected before (section 4)
 */
public record Correction(String id) implements Reference {

  /** The namespace, and the name of the feature in service discovery. */
  public static final String NAMESPACE = "urn:xmpp:message-correct:0";

  /** Reads the payload. */
  public static final Type<Correction> TYPE = new Type<>("replace", NAMESPACE, Correction::of);

  /**
   * Checks the id.
   *
   * @throws IllegalArgumentException if it is empty or too long
   */
  public Correction {
    ReferredId.check(id);
  }

  /**
   * Reads a correction.
   *
   * @param element the {@code <replace/>}
   * @return the correction
   * @throws IllegalArgumentException if it is another element or malformed
   */
  public static Correction of(Element element) {
    return new Correction(ReferredId.of(element, "replace", NAMESPACE));
  }

  @Override
  public Kind kind() {
    return Kind.CORRECTION;
  }

  @Override
  public Element toElement() {
    return Element.builder("replace", NAMESPACE).attribute("id", id).build();
  }
}
