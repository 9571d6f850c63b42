package im.linnet.about;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The software of an entity (XEP-0092, section 2).
 *
 * @param name its name
 * @param version its version
 * @param os the operating system, or null
 */
public record Software(String name, String version, @Nullable String os) implements Payload {

  /** Reads the payload. */
  public static final Type<Software> TYPE =
      new Type<>("query", SoftwareVersion.NAMESPACE, Software::of);

  /** Requires name and version. */
  public Software {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(version, "version");
  }

  /**
   * Software without an operating system, which helps attackers (section 5).
   *
   * @param name its name
   * @param version its version
   */
  public Software(String name, String version) {
    this(name, version, null);
  }

  /**
   * Reads an answer. An absent name or version is an empty text.
   *
   * @param query the {@code <query/>}
   * @return the software
   * @throws IllegalArgumentException if it is another element
   */
  public static Software of(Element query) {
    if (!query.is("query", SoftwareVersion.NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <query xmlns='%s'/>)"
              .formatted(query, SoftwareVersion.NAMESPACE));
    }
    return new Software(
        Objects.requireNonNullElse(query.childText("name"), ""),
        Objects.requireNonNullElse(query.childText("version"), ""),
        query.childText("os"));
  }

  @Override
  public Element toElement() {
    return Element.builder("query", SoftwareVersion.NAMESPACE)
        .child("name", name)
        .child("version", version)
        .child("os", os)
        .build();
  }
}
