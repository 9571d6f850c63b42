package im.linnet.xml;

import java.util.ArrayList;
import java.util.List;

/**
 * The prefixes for the attributes of one element. An {@link Element} keeps no prefixes, so each
 * foreign namespace gets {@code ns0}, {@code ns1} and so on, declared on the element that uses it.
 */
final class AttributePrefixes {

  private static final AttributePrefixes NONE = new AttributePrefixes(List.of());

  private final List<String> namespaces;

  private AttributePrefixes(List<String> namespaces) {
    this.namespaces = namespaces;
  }

  static AttributePrefixes of(Element element) {
    List<String> namespaces = List.of();
    for (Attribute attribute : element.attributeArray()) {
      String namespace = attribute.namespace();
      if (namespace.isEmpty()
          || namespace.equals(Element.XML_NAMESPACE)
          || namespaces.contains(namespace)) {
        continue;
      }
      if (namespaces.isEmpty()) {
        namespaces = new ArrayList<>();
      }
      namespaces.add(namespace);
    }
    return namespaces.isEmpty() ? NONE : new AttributePrefixes(namespaces);
  }

  /** The number of prefixes that the element has to declare for its attributes. */
  int count() {
    return namespaces.size();
  }

  String prefix(int index) {
    return "ns" + index;
  }

  String namespace(int index) {
    return namespaces.get(index);
  }

  /** The prefix of an attribute of this element, {@code ""} for none. */
  String of(Attribute attribute) {
    String namespace = attribute.namespace();
    if (namespace.isEmpty()) {
      return "";
    }
    return namespace.equals(Element.XML_NAMESPACE) ? "xml" : prefix(namespaces.indexOf(namespace));
  }
}
