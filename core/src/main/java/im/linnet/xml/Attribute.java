package im.linnet.xml;

/**
 * One attribute of an {@link Element}.
 *
 * @param namespace the namespace name, {@code ""} for an attribute without prefix (Namespaces in
 *     XML 1.0, section 6.2: the default namespace does not apply to attributes)
 * @param name the local name
 * @param value the value, unescaped
 */
public record Attribute(String namespace, String name, String value) {

  /**
   * Checks that the attribute can be written.
   *
   * @throws IllegalArgumentException if the name is no NCName, the value or namespace holds a
   *     character that XML 1.0 does not allow, or the namespace is that of declarations
   */
  public Attribute {
    XmlChars.requireNCName(name);
    XmlChars.requireNamespace(namespace);
    XmlChars.requireChars(value);
  }

  /** Tells whether this is the attribute of that namespace and name. */
  boolean is(String otherNamespace, String otherName) {
    return name.equals(otherName) && namespace.equals(otherNamespace);
  }
}
