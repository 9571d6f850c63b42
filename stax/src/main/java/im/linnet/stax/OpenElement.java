package im.linnet.stax;

import im.linnet.xml.Attribute;
import im.linnet.xml.Element;
import im.linnet.xml.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.namespace.NamespaceContext;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/** An element on the path from the root to the position of an {@link ElementCursor}. */
final class OpenElement implements NamespaceContext {

  /** A namespace declaration; the prefix is {@code ""} for the default namespace. */
  record Declaration(String prefix, String namespace) {}

  private final Element element;
  private final @Nullable OpenElement around;
  private final List<Attribute> attributes;
  private final List<Node> nodes;
  private final List<Declaration> declarations;
  private int next;

  OpenElement(Element element, @Nullable OpenElement around) {
    this.element = element;
    this.around = around;
    this.attributes = element.attributes();
    this.nodes = element.nodes();
    this.declarations = declarations();
  }

  /**
   * One for the element's namespace unless it is in scope, and one for each foreign namespace of an
   * attribute.
   */
  private List<Declaration> declarations() {
    List<Declaration> all = new ArrayList<>();
    String inScope = around == null ? "" : around.getNamespaceURI("");
    if (prefix().isEmpty() && !element.namespace().equals(inScope)) {
      all.add(new Declaration("", element.namespace()));
    }
    int foreign = 0;
    for (Attribute attribute : attributes) {
      String namespace = attribute.namespace();
      if (isForeign(namespace) && !isDeclared(all, namespace)) {
        all.add(new Declaration("ns" + foreign++, namespace));
      }
    }
    return all;
  }

  private static boolean isForeign(String namespace) {
    return !namespace.isEmpty() && !namespace.equals(Element.XML_NAMESPACE);
  }

  /**
   * Returns whether an attribute can have that namespace; the default namespace does not apply to
   * it.
   */
  private static boolean isDeclared(List<Declaration> all, String namespace) {
    return all.stream()
        .anyMatch(each -> !each.prefix().isEmpty() && each.namespace().equals(namespace));
  }

  Element element() {
    return element;
  }

  @Nullable OpenElement around() {
    return around;
  }

  /** The declarations of this element itself. */
  List<Declaration> declared() {
    return declarations;
  }

  /** The next node of the content; null after the last. */
  @Nullable Node nextNode() {
    return next < nodes.size() ? nodes.get(next++) : null;
  }

  List<Attribute> attributes() {
    return attributes;
  }

  Attribute attribute(int index) {
    return attributes.get(index);
  }

  String prefix() {
    return element.namespace().equals(Element.XML_NAMESPACE) ? "xml" : "";
  }

  QName name() {
    return new QName(element.namespace(), element.name(), prefix());
  }

  String attributePrefix(int index) {
    String namespace = attribute(index).namespace();
    if (!isForeign(namespace)) {
      return namespace.isEmpty() ? "" : XMLConstants.XML_NS_PREFIX;
    }
    for (Declaration declaration : declarations) {
      if (!declaration.prefix().isEmpty() && declaration.namespace().equals(namespace)) {
        return declaration.prefix();
      }
    }
    throw new AssertionError("undeclared: " + namespace);
  }

  QName attributeName(int index) {
    Attribute attribute = attribute(index);
    return new QName(attribute.namespace(), attribute.name(), attributePrefix(index));
  }

  @Override
  public String getNamespaceURI(String prefix) {
    if (prefix.equals(XMLConstants.XML_NS_PREFIX)) {
      return XMLConstants.XML_NS_URI;
    }
    if (prefix.equals(XMLConstants.XMLNS_ATTRIBUTE)) {
      return XMLConstants.XMLNS_ATTRIBUTE_NS_URI;
    }
    for (OpenElement scope = this; scope != null; scope = scope.around) {
      for (Declaration declaration : scope.declarations) {
        if (declaration.prefix().equals(prefix)) {
          return declaration.namespace();
        }
      }
    }
    return "";
  }

  @Override
  public @Nullable String getPrefix(String namespace) {
    Iterator<String> prefixes = getPrefixes(namespace);
    return prefixes.hasNext() ? prefixes.next() : null;
  }

  @Override
  public Iterator<String> getPrefixes(String namespace) {
    if (namespace.equals(XMLConstants.XML_NS_URI)) {
      return Collections.singleton(XMLConstants.XML_NS_PREFIX).iterator();
    }
    if (namespace.equals(XMLConstants.XMLNS_ATTRIBUTE_NS_URI)) {
      return Collections.singleton(XMLConstants.XMLNS_ATTRIBUTE).iterator();
    }
    List<String> found = new ArrayList<>();
    for (OpenElement scope = this; scope != null; scope = scope.around) {
      for (Declaration declaration : scope.declarations) {
        String prefix = declaration.prefix();
        // An inner declaration may bind the prefix to another namespace.
        if (getNamespaceURI(prefix).equals(namespace) && !found.contains(prefix)) {
          found.add(prefix);
        }
      }
    }
    return Collections.unmodifiableList(found).iterator();
  }
}
