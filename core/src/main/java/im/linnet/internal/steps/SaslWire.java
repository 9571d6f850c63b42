package im.linnet.internal.steps;

import im.linnet.sasl.SaslMechanism;
import im.linnet.xml.Element;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of a SASL exchange: the elements that carry its messages. The exchange does not
 * depend on it. Texts are messages in the encoding of the mechanism.
 */
interface SaslWire {

  /**
   * Begins an exchange. Called again on the same stream if another mechanism is tried after a
   * refusal.
   *
   * @param mechanism the mechanism's name
   * @param text the initial response, empty for one without bytes; null for none
   * @param carried requests to carry along, if the form has room for them
   */
  Element begin(SaslMechanism mechanism, @Nullable String text, List<Element> carried);

  /** The namespace of its elements. */
  String namespace();

  /** Answers a challenge; the text is empty for a response without bytes. */
  default Element response(String text) {
    return Element.of("response", namespace(), text);
  }

  /** Begins a task that the server demands. */
  default Element next(String task) {
    return Element.builder("next", namespace()).attribute("task", task).build();
  }

  /** Answers the server's part of a task. */
  default Element taskData(List<Element> elements) {
    return Element.builder("task-data", namespace()).children(elements).build();
  }

  /** Aborts the exchange. */
  default Element abort() {
    return Element.of("abort", namespace());
  }

  /** Reads the server's answer. */
  Reply read(Element answer);

  /** The server's answer. */
  sealed interface Reply {

    /** A challenge; the text is empty for one without bytes. */
    record Challenge(String text) implements Reply {}

    /**
     * The user is signed in.
     *
     * @param text additional data; null for none
     * @param carried the elements that came with it
     */
    record Success(@Nullable String text, List<Element> carried) implements Reply {}

    /**
     * The credentials are right, but the server demands a task first.
     *
     * @param text additional data; null for none
     * @param tasks the names of the tasks, one of which is to be performed
     */
    record Continue(@Nullable String text, List<String> tasks) implements Reply {}

    /** The server's part of a task. */
    record TaskData(List<Element> elements) implements Reply {}

    /** The server refuses; the conditions and texts are children. */
    record Failure(Element element) implements Reply {}

    /** Any other element. */
    record Other() implements Reply {}
  }
}
