package im.linnet.xml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The start tag of the root of a stream (RFC 6120, section 4.7). The parser reports any root and
 * does not check whether it is a valid stream header.
 *
 * @param namespace the root's namespace name, {@code ""} for none
 * @param name the root's local name
 * @param defaultNamespace the namespace of children without prefix (the content namespace of RFC
 *     6120, section 4.8.2), {@code ""} for none
 * @param id the attribute {@code id}, or null
 * @param from the attribute {@code from}, or null
 * @param to the attribute {@code to}, or null
 * @param version the attribute {@code version}, or null
 * @param lang the attribute {@code xml:lang}, or null; null also if it is empty
 * @param attributes all attributes, without namespace declarations
 */
public record StreamHeader(
    String namespace,
    String name,
    String defaultNamespace,
    @Nullable String id,
    @Nullable String from,
    @Nullable String to,
    @Nullable String version,
    @Nullable String lang,
    List<Attribute> attributes) {

  /** The namespace of stream headers, features and errors. */
  public static final String STREAMS_NAMESPACE = "http://etherx.jabber.org/streams";

  /** Copies the list. */
  public StreamHeader {
    attributes = List.copyOf(attributes);
  }

  /** {@return whether the root is {@code stream} in the namespace of streams} */
  public boolean isStream() {
    return name.equals("stream") && namespace.equals(STREAMS_NAMESPACE);
  }

  /**
   * The value of an attribute without namespace.
   *
   * @param attributeName its name
   * @return the value, or null if there is none
   */
  public @Nullable String attribute(String attributeName) {
    return attribute("", attributeName);
  }

  /**
   * The value of an attribute.
   *
   * @param attributeNamespace its namespace name, {@code ""} for none
   * @param attributeName its local name
   * @return the value, or null if there is none
   */
  public @Nullable String attribute(String attributeNamespace, String attributeName) {
    for (Attribute attribute : attributes) {
      if (attribute.is(attributeNamespace, attributeName)) {
        return attribute.value();
      }
    }
    return null;
  }
}
