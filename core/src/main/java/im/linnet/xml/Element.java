package im.linnet.xml;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An immutable XML element with resolved namespaces: a stanza or a part of one.
 *
 * <p>An element is identified by its namespace and local name. Prefixes are not kept. Two elements
 * are equal if namespace, name, attributes (in any order) and content (in order) are equal. Every
 * element can be sent: the builder refuses characters and names that XML 1.0 (5th edition) forbids.
 *
 * <p>Instances are safe for use by any thread.
 */
public final class Element implements Node {

  /**
   * The namespace of {@code xml:lang} and similar attributes, always bound to the prefix {@code
   * xml}.
   */
  public static final String XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace";

  /** The maximum nesting depth of an element. It keeps recursive code from exhausting a stack. */
  public static final int MAX_DEPTH = 512;

  static final Attribute[] NO_ATTRIBUTES = {};
  static final Object[] NO_CONTENT = {};

  /** The characters of markup around a name. */
  private static final int MARKUP = 5;

  // A roster has two elements for each contact, so elements are kept small: equal names share one
  // object, a single node needs no array, and the depth is no larger than MAX_DEPTH requires.
  private final ElementName name;
  private final Attribute[] attributes;

  /** A single node, or an array of any other number of nodes. */
  private final Object content;

  private final @Nullable String lang;
  private final short depth;
  private final boolean plain;

  /** For the parser, which has checked everything. */
  Element(
      ElementName name,
      Attribute[] attributes,
      Object content,
      @Nullable String lang,
      int depth,
      boolean plain) {
    this.name = name;
    this.attributes = attributes;
    this.content = content;
    this.lang = lang;
    this.depth = (short) depth;
    this.plain = plain;
  }

  /** For the builder, which has checked the arguments and no longer uses the arrays. */
  Element(
      ElementName name,
      Attribute[] attributes,
      Object content,
      @Nullable String inheritedLang,
      boolean plain) {
    this.name = name;
    this.attributes = attributes;
    this.content = content;
    String own = attribute(XML_NAMESPACE, "lang");
    this.lang = own == null ? inheritedLang : own.isEmpty() ? null : own;
    int below = 0;
    for (int i = 0; i < size(); i++) {
      if (node(i) instanceof Element child) {
        below = Math.max(below, child.depth);
      }
    }
    this.depth = (short) (below + 1);
    this.plain = plain;
  }

  /**
   * An element without attributes and content.
   *
   * @param name the local name
   * @param namespace the namespace name, {@code ""} for none
   * @return the element
   * @throws IllegalArgumentException if the name is no NCName
   */
  public static Element of(String name, String namespace) {
    return builder(name, namespace).build();
  }

  /**
   * An element that holds text alone.
   *
   * @param name the local name
   * @param namespace the namespace name, {@code ""} for none
   * @param text the text, unescaped
   * @return the element
   * @throws IllegalArgumentException if name or text hold what XML does not allow
   */
  public static Element of(String name, String namespace, String text) {
    return builder(name, namespace).text(name, text).build();
  }

  /**
   * Starts a new element.
   *
   * @param name the local name
   * @param namespace the namespace name, {@code ""} for none
   * @return a builder, for one thread
   * @throws IllegalArgumentException if the name is no NCName
   */
  public static ElementBuilder builder(String name, String namespace) {
    return new ElementBuilder(name, namespace);
  }

  /**
   * Starts a changed copy.
   *
   * @return a builder that holds all of this element
   */
  public ElementBuilder toBuilder() {
    return new ElementBuilder(this);
  }

  /** {@return the local name} */
  public String name() {
    return name.local();
  }

  /** {@return the namespace name, {@code ""} for none} */
  public String namespace() {
    return name.namespace();
  }

  /**
   * Returns whether this is an element of that name.
   *
   * @param otherName a local name
   * @param otherNamespace a namespace name
   * @return whether both are this element's
   */
  public boolean is(String otherName, String otherNamespace) {
    return name.is(otherName, otherNamespace);
  }

  /** {@return the attributes, without namespace declarations} */
  public List<Attribute> attributes() {
    return new HeldList.OfAttributes(attributes);
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

  /**
   * The language of this element: its own {@code xml:lang}, else that of the nearest ancestor, up
   * to the stream, if the element was parsed (RFC 6120, section 4.7.4).
   *
   * @return a language tag, or null if no language applies
   */
  public @Nullable String lang() {
    return lang;
  }

  /** {@return the text directly inside this element, joined; {@code ""} for none} */
  public String text() {
    if (content instanceof String only) {
      return only;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < size(); i++) {
      if (node(i) instanceof String part) {
        text.append(part);
      }
    }
    return text.toString();
  }

  /** {@return the content in order, text and elements} */
  public List<Node> nodes() {
    return new HeldList.OfNodes(this);
  }

  /** {@return the child elements in order} */
  public List<Element> children() {
    Element[] found = new Element[size()];
    int count = 0;
    for (int i = 0; i < size(); i++) {
      if (node(i) instanceof Element child) {
        found[count++] = child;
      }
    }
    return first(count, found);
  }

  /**
   * The child elements of one name.
   *
   * @param childName their local name
   * @param childNamespace their namespace name
   * @return those children, in order
   */
  public List<Element> children(String childName, String childNamespace) {
    Element[] found = null;
    int count = 0;
    for (int i = 0; i < size(); i++) {
      if (node(i) instanceof Element child && child.is(childName, childNamespace)) {
        found = found == null ? new Element[size() - i] : found;
        found[count++] = child;
      }
    }
    return found == null ? List.of() : first(count, found);
  }

  private static List<Element> first(int count, Element[] found) {
    return List.of(count == found.length ? found : Arrays.copyOf(found, count));
  }

  /**
   * The first child element of that name.
   *
   * @param childName its local name
   * @param childNamespace its namespace name
   * @return the child, or null if there is none
   */
  public @Nullable Element child(String childName, String childNamespace) {
    for (int i = 0; i < size(); i++) {
      if (node(i) instanceof Element child && child.is(childName, childNamespace)) {
        return child;
      }
    }
    return null;
  }

  /**
   * The first child element of that name in this element's own namespace.
   *
   * @param childName its local name
   * @return the child, or null if there is none
   */
  public @Nullable Element child(String childName) {
    return child(childName, namespace());
  }

  /** {@return the first child element of any name, or null if there is none} */
  public @Nullable Element firstChild() {
    for (int i = 0; i < size(); i++) {
      if (node(i) instanceof Element child) {
        return child;
      }
    }
    return null;
  }

  /**
   * The text of the first child of that name in this element's own namespace.
   *
   * @param childName the child's local name
   * @return its text, or null if there is no such child
   */
  public @Nullable String childText(String childName) {
    Element child = child(childName);
    return child == null ? null : child.text();
  }

  /**
   * The text of a child of that name in this element's own namespace, of which there may be one for
   * each language.
   *
   * @param childName the child's local name
   * @param languages choose among several
   * @return the text of the chosen child, or null if there is no such child
   */
  public @Nullable String childText(String childName, Languages languages) {
    Element child = languages.choose(this, childName, namespace());
    return child == null ? null : child.text();
  }

  /**
   * The XML text of this element as a document of its own: every namespace that it uses is
   * declared. The text contains secrets; {@link Redaction} makes a text for logs. An inherited
   * {@link #lang()} is not included.
   *
   * @return the text, without XML declaration; parsing it gives an equal element
   */
  public String toXml() {
    return ElementWriter.text(this);
  }

  /**
   * The approximate length of this element as XML, in characters. It is about half the number of
   * bytes that the element takes on the heap. Meant for limits on stored elements.
   *
   * @return its weight, in characters
   */
  public long weight() {
    long weight = 2L * name().length() + MARKUP + namespace().length();
    for (Attribute attribute : attributes) {
      weight += attribute.namespace().length() + attribute.name().length();
      weight += attribute.value().length() + MARKUP;
    }
    for (int i = 0; i < size(); i++) {
      weight += node(i) instanceof Element child ? child.weight() : ((String) node(i)).length();
    }
    return weight;
  }

  /** The number of levels of elements, this one included. */
  int depth() {
    return depth;
  }

  /**
   * Returns whether all values and texts directly in this element are known to be {@linkplain
   * XmlChars#isPlain plain}, so that they can be written without checking each character.
   */
  boolean isPlain() {
    return plain;
  }

  /** The stored form of the content: the node itself if there is exactly one, else an array. */
  static Object held(@Nullable Object[] nodes, int from, int to) {
    if (to == from + 1 && nodes[from] != null) {
      return nodes[from];
    }
    return from == to ? NO_CONTENT : Arrays.copyOfRange(nodes, from, to);
  }

  /** The number of nodes. */
  int size() {
    return content instanceof Object[] many ? many.length : 1;
  }

  /** A text, as a {@link String}, or an {@link Element}. */
  Object node(int index) {
    return content instanceof Object[] many ? many[index] : content;
  }

  /** The name with its namespace. */
  ElementName elementName() {
    return name;
  }

  /** The attributes as they are stored; must not be modified. */
  Attribute[] attributeArray() {
    return attributes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Element that
            && depth == that.depth
            && that.is(name(), namespace())
            && attributes.length == that.attributes.length
            && Arrays.asList(that.attributes).containsAll(Arrays.asList(attributes))
            && holdsTheSame(that));
  }

  private boolean holdsTheSame(Element that) {
    int size = size();
    boolean same = that.size() == size;
    for (int i = 0; i < size && same; i++) {
      same = node(i).equals(that.node(i));
    }
    return same;
  }

  @Override
  public int hashCode() {
    int sum = 0;
    for (Attribute attribute : attributes) {
      sum += attribute.hashCode();
    }
    int hash = (name().hashCode() * 31 + namespace().hashCode()) * 31 + sum;
    for (int i = 0; i < size(); i++) {
      hash = hash * 31 + node(i).hashCode();
    }
    return hash;
  }

  /**
   * A short outline for logs and debuggers: names, addresses and sizes. Text and other attribute
   * values are left out, as they may be private or secret.
   *
   * @return the outline, a few hundred characters at most
   */
  @Override
  public String toString() {
    return ElementOutline.of(this);
  }
}
