package im.linnet.xml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds an {@link Element}. For one thread; can be used again after {@link #build()}. */
public final class ElementBuilder {

  private final ElementName name;
  private final List<Attribute> attributes = new ArrayList<>();
  private final List<Object> content = new ArrayList<>();
  private @Nullable String lang;
  private boolean plain = true;

  ElementBuilder(String name, String namespace) {
    String local = XmlChars.requireNCName(name);
    this.name = new ElementName(XmlChars.requireNamespace(namespace), local);
  }

  ElementBuilder(Element original) {
    name = original.elementName();
    attributes.addAll(Arrays.asList(original.attributeArray()));
    for (int i = 0; i < original.size(); i++) {
      content.add(original.node(i));
    }
    lang = original.lang();
    plain = original.isPlain();
  }

  /**
   * Sets or removes an attribute without namespace.
   *
   * @param attributeName its name
   * @param value its value, unescaped; null removes the attribute
   * @return this builder
   * @throws IllegalArgumentException if XML does not allow the name or the value
   */
  public ElementBuilder attribute(String attributeName, @Nullable String value) {
    return attribute("", attributeName, value);
  }

  /**
   * Sets or removes an attribute.
   *
   * @param attributeNamespace its namespace name, {@code ""} for none
   * @param attributeName its local name
   * @param value its value, unescaped; null removes the attribute
   * @return this builder
   * @throws IllegalArgumentException if XML does not allow the name or the value
   */
  public ElementBuilder attribute(
      String attributeNamespace, String attributeName, @Nullable String value) {
    if (attributeName.equals("xmlns") && attributeNamespace.isEmpty()) {
      throw new IllegalArgumentException(
          "attribute: xmlns (expected: the namespace given to builder(name, namespace))");
    }
    attributes.removeIf(attribute -> attribute.is(attributeNamespace, attributeName));
    if (value != null) {
      attributes.add(new Attribute(attributeNamespace, attributeName, value));
      plain &= XmlChars.isPlain(value, '"');
    }
    return this;
  }

  /**
   * Sets {@code xml:lang}.
   *
   * @param tag a language tag; null removes the attribute
   * @return this builder
   * @throws IllegalArgumentException if XML does not allow the tag
   */
  public ElementBuilder lang(@Nullable String tag) {
    lang = null;
    return attribute(Element.XML_NAMESPACE, "lang", tag);
  }

  /**
   * Appends text.
   *
   * @param text the text, unescaped
   * @return this builder
   * @throws IllegalArgumentException if the text holds a character that XML does not allow
   */
  public ElementBuilder text(String text) {
    return text("text", text);
  }

  /** Appends text that the user knows by another name, for the message of an exception. */
  ElementBuilder text(String what, String text) {
    XmlChars.requireChars(what, text);
    if (text.isEmpty()) {
      return this;
    }
    plain &= XmlChars.isPlain(text, ']');
    int last = content.size() - 1;
    if (last >= 0 && content.get(last) instanceof String before) {
      content.set(last, before + text);
    } else {
      content.add(text);
    }
    return this;
  }

  /**
   * Appends a child.
   *
   * @param child the child; null adds nothing
   * @return this builder
   */
  public ElementBuilder child(@Nullable Element child) {
    if (child != null) {
      content.add(child);
    }
    return this;
  }

  /**
   * Appends a child in this element's own namespace that contains only text.
   *
   * @param childName the child's name
   * @param text its text; null adds nothing
   * @return this builder
   * @throws IllegalArgumentException if XML does not allow the name or the text
   */
  public ElementBuilder child(String childName, @Nullable String text) {
    return text == null ? this : child(Element.of(childName, name.namespace(), text));
  }

  /**
   * Sets the text that {@link Element#childText(String, Languages)} returns. Versions in other
   * languages are kept.
   *
   * @param childName the child's name, in this element's own namespace
   * @param text its text
   * @param languages choose which of several versions is replaced
   * @return this builder
   * @throws IllegalArgumentException if XML does not allow the name or the text
   */
  public ElementBuilder childText(String childName, String text, Languages languages) {
    List<Element> versions = versions(childName);
    if (versions.isEmpty()) {
      return child(childName, text);
    }
    Element before = languages.best(versions, langHere());
    String lang = before.attribute(Element.XML_NAMESPACE, "lang");
    return replace(before, version(childName, text, lang));
  }

  /**
   * Sets the text of a child in one language. Versions in other languages are kept.
   *
   * @param childName the child's name, in this element's own namespace
   * @param text its text
   * @param tag a language tag
   * @return this builder
   * @throws IllegalArgumentException if XML does not allow the name, the text or the tag
   */
  public ElementBuilder childText(String childName, String text, String tag) {
    Element version = version(childName, text, tag);
    Element before = Languages.exactly(versions(childName), langHere(), tag);
    return before == null ? child(version) : replace(before, version);
  }

  private List<Element> versions(String childName) {
    List<Element> versions = new ArrayList<>();
    for (Object node : content) {
      if (node instanceof Element child && child.is(childName, name.namespace())) {
        versions.add(child);
      }
    }
    return versions;
  }

  private Element version(String childName, String text, @Nullable String tag) {
    return Element.builder(childName, name.namespace()).lang(tag).text(childName, text).build();
  }

  private @Nullable String langHere() {
    for (Attribute attribute : attributes) {
      if (attribute.is(Element.XML_NAMESPACE, "lang")) {
        return attribute.value().isEmpty() ? null : attribute.value();
      }
    }
    return lang;
  }

  @SuppressWarnings("ReferenceEquality") // the chosen one of two equal children
  private ElementBuilder replace(Element before, Element child) {
    for (int i = 0; i < content.size(); i++) {
      if (content.get(i) == before) {
        content.set(i, child);
        return this;
      }
    }
    return child(child);
  }

  /**
   * Appends children.
   *
   * @param children the children
   * @return this builder
   */
  public ElementBuilder children(Iterable<Element> children) {
    children.forEach(this::child);
    return this;
  }

  /**
   * Removes the children of one name.
   *
   * @param childName their local name
   * @param childNamespace their namespace name
   * @return this builder
   */
  public ElementBuilder without(String childName, String childNamespace) {
    List<Object> before = List.copyOf(content);
    content.clear();
    for (Object node : before) {
      if (node instanceof String text) {
        text(text);
      } else if (node instanceof Element child && !child.is(childName, childNamespace)) {
        child(child);
      }
    }
    return this;
  }

  /**
   * Builds the element.
   *
   * @return the element
   * @throws IllegalArgumentException if it nests deeper than {@link Element#MAX_DEPTH}
   */
  public Element build() {
    Element element =
        new Element(
            name,
            attributes.toArray(Element.NO_ATTRIBUTES),
            Element.held(content.toArray(), 0, content.size()),
            lang,
            plain);
    if (element.depth() > Element.MAX_DEPTH) {
      throw new IllegalArgumentException(
          "depth: %d (expected: <= %d)".formatted(element.depth(), Element.MAX_DEPTH));
    }
    return element;
  }
}
