package im.linnet.about;

import im.linnet.stanza.Iq;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;

/** Reads the one payload of an answer. */
final class Answers {

  private Answers() {}

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is absent or malformed
   */
  static <T extends Payload> T read(Iq answer, Payload.Type<T> type) {
    Element payload = answer.element().child(type.name(), type.namespace());
    if (payload == null) {
      throw new IllegalArgumentException(
          "no <%s xmlns='%s'/>".formatted(type.name(), type.namespace()));
    }
    return type.reader().apply(payload);
  }
}
