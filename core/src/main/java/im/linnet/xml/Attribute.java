package im.linnet.xml;

import org.jspecify.annotations.Nullable;

/** One attribute of an {@link Element}, immutable. */
public final class Attribute {

  private final String namespace;
  private final String name;
  private final String value;

  /**
   * An attribute that can be written.
   *
   * @param namespace the namespace name, {@code ""} for an attribute without prefix (Namespaces in
   *     XML 1.0, section 6.2: the default namespace does not apply to attributes)
   * @param name the local name
   * @param value the value, unescaped
   * @throws IllegalArgumentException if the name is no NCName, the value or namespace holds a
   *     character that XML 1.0 does not allow, or the namespace is that of declarations
   */
  public Attribute(String namespace, String name, String value) {
    this(
        XmlChars.requireNamespace(namespace),
        XmlChars.requireNCName(name),
        XmlChars.requireChars(name, value),
        true);
  }

  /** The flag says that the caller has checked the arguments. */
  private Attribute(String namespace, String name, String value, boolean checked) {
    assert checked;
    this.namespace = namespace;
    this.name = name;
    this.value = value;
  }

  /** For the parser, which has already checked each byte. */
  static Attribute parsed(String namespace, String name, String value) {
    return new Attribute(namespace, name, value, true);
  }

  /** {@return the namespace name, {@code ""} for an attribute without prefix} */
  public String namespace() {
    return namespace;
  }

  /** {@return the local name} */
  public String name() {
    return name;
  }

  /** {@return the value, unescaped} */
  public String value() {
    return value;
  }

  /** Returns whether this attribute has that namespace and name. */
  boolean is(String otherNamespace, String otherName) {
    return name.equals(otherName) && namespace.equals(otherNamespace);
  }

  /**
   * Returns whether this attribute has that name and either no prefix or the prefix {@code xml}.
   */
  boolean isNamed(Name written) {
    return name.equals(written.local) && namespace.isEmpty() == written.prefix.isEmpty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Attribute that
            && that.is(namespace, name)
            && value.equals(that.value));
  }

  @Override
  public int hashCode() {
    return (namespace.hashCode() * 31 + name.hashCode()) * 31 + value.hashCode();
  }

  /**
   * The name and the length of the value. The value is left out, as it may be private or secret.
   *
   * @return the outline
   */
  @Override
  public String toString() {
    String prefix = namespace.isEmpty() ? "" : '{' + namespace + '}';
    return prefix + name + " (" + value.length() + " chars)";
  }
}
