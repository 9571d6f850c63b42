package im.linnet.xml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.namespace.NamespaceContext;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/** An element on the way from the root to where an {@link ElementCursor} is. */
final class OpenElement implements NamespaceContext {

  /** A namespace declaration; the prefix is {@code ""} for the default namespace. */
  record Declaration(String prefix, String namespace) {}

  private final Element element;
  private final @Nullable OpenElement around;
  private final AttributePrefixes prefixes;
  private final List<Declaration> declarations;
  private int next;

  OpenElement(Element element, @Nullable OpenElement around) {
    this.element = element;
    this.around = around;
    this.prefixes = AttributePrefixes.of(element);
    this.declarations = declarations();
  }

  private List<Declaration> declarations() {
    List<Declaration> all = new ArrayList<>(prefixes.count() + 1);
    String inScope = around == null ? "" : around.getNamespaceURI("");
    if (prefix().isEmpty() && !element.namespace().equals(inScope)) {
      all.add(new Declaration("", element.namespace()));
    }
    for (int i = 0; i < prefixes.count(); i++) {
      all.add(new Declaration(prefixes.prefix(i), prefixes.namespace(i)));
    }
    return all;
  }

  Element element() {
    return element;
  }

  @Nullable OpenElement around() {
    return around;
  }

  /** What is declared on this element itself. */
  List<Declaration> declared() {
    return declarations;
  }

  /** The next node of the content, a {@link String} or an {@link Element}; null after the last. */
  @Nullable Object nextNode() {
    return next < element.size() ? element.node(next++) : null;
  }

  Attribute attribute(int index) {
    return element.attributeArray()[index];
  }

  String prefix() {
    return element.namespace().equals(Element.XML_NAMESPACE) ? "xml" : "";
  }

  QName name() {
    return new QName(element.namespace(), element.name(), prefix());
  }

  String attributePrefix(int index) {
    return prefixes.of(attribute(index));
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
        // A declaration further in may have taken the prefix for another namespace.
        if (getNamespaceURI(prefix).equals(namespace) && !found.contains(prefix)) {
          found.add(prefix);
        }
      }
    }
    return Collections.unmodifiableList(found).iterator();
  }
}
