package im.linnet.noerror;

import im.linnet.stanza.Message;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * The mark of a message whose failure the gateway is not to report. It can be read, but not created
 * by a program: only {@link NoErrorMessages#sendLosingAllErrors} sends it.
 */
public final class NoError implements Payload {

  /** The namespace. */
  public static final String NAMESPACE = "sapo:noerror";

  /** Reads the payload. */
  public static final Type<NoError> TYPE = new Type<>("noerror", NAMESPACE, NoError::of);

  static final NoError MARK = new NoError();

  private NoError() {}

  /**
   * Reads the mark.
   *
   * @param element the {@code <noerror/>}
   * @return the mark
   * @throws IllegalArgumentException if it is another element
   */
  public static NoError of(Element element) {
    if (!element.is("noerror", NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <noerror xmlns='%s'/>)".formatted(element, NAMESPACE));
    }
    return MARK;
  }

  /**
   * Whether the sender of a message wants no report of its failure.
   *
   * @param message the message
   * @return true if it carries the mark
   */
  public static boolean isIn(Message message) {
    return message.payload(TYPE) != null;
  }

  @Override
  public Element toElement() {
    return Element.of("noerror", NAMESPACE);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NoError;
  }

  @Override
  public int hashCode() {
    return NAMESPACE.hashCode();
  }

  @Override
  public String toString() {
    return "NoError";
  }
}
