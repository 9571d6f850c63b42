package im.linnet.internal.steps;

import im.linnet.sasl.SaslMechanism;
import im.linnet.xml.Element;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a SASL exchange is written on the wire: the elements that carry its messages. The exchange
 * knows nothing of it. Texts are messages as the mechanism encodes them.
 */
interface SaslWire {

  /**
   * Begins.
   *
   * @param mechanism what is used
   * @param text the initial response, empty for one without bytes; null for none
   * @param carried what else is asked for, if there is room for it
   */
  Element begin(SaslMechanism mechanism, @Nullable String text, List<Element> carried);

  /** Answers a challenge; the text is empty for a response without bytes. */
  Element response(String text);

  /** Gives up. */
  Element abort();

  /** Reads what the server answers. */
  Reply read(Element answer);

  /** What the server answers. */
  sealed interface Reply {

    /** A challenge; the text is empty for one without bytes. */
    record Challenge(String text) implements Reply {}

    /**
     * The user is signed in.
     *
     * @param text additional data; null for none
     * @param carried what came beside it
     */
    record Success(@Nullable String text, List<Element> carried) implements Reply {}

    /** The server refuses; its conditions and texts are children. */
    record Failure(Element element) implements Reply {}

    /** Something else. */
    record Other() implements Reply {}
  }
}
