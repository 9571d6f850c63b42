package im.linnet.commands;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A text for the user about the status of a command (XEP-0050, section 4.3).
 *
 * @param type how severe it is
 * @param text the text
 */
public record Note(Type type, String text) implements Payload {

  /** Reads the payload. */
  public static final Payload.Type<Note> TYPE =
      new Payload.Type<>("note", Commands.NAMESPACE, Note::of);

  /** How severe a note is. */
  public enum Type {
    /** Information. */
    INFO,
    /** A warning. */
    WARN,
    /** The reason of a failure. */
    ERROR;

    private String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Type of(@Nullable String wireName) {
      for (Type type : values()) {
        if (type.wireName().equals(wireName)) {
          return type;
        }
      }
      return INFO;
    }
  }

  /** Requires both parts. */
  public Note {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(text, "text");
  }

  /**
   * Reads a note. An absent or unknown type means {@link Type#INFO}.
   *
   * @param element the {@code <note/>}
   * @return the note
   * @throws IllegalArgumentException if it is another element
   */
  public static Note of(Element element) {
    if (!element.is("note", Commands.NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <note xmlns='%s'/>)".formatted(element, Commands.NAMESPACE));
    }
    return new Note(Type.of(element.attribute("type")), element.text());
  }

  @Override
  public Element toElement() {
    return Element.builder("note", Commands.NAMESPACE)
        .attribute("type", type.wireName())
        .text(text)
        .build();
  }
}
