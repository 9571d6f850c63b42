package im.linnet.xml;

import im.linnet.xml.StreamParseException.Condition;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The namespace declarations in scope (Namespaces in XML 1.0, section 6), innermost last. The
 * declarations of an element are removed at its end tag, so the table never exceeds what is open.
 */
final class NamespaceScope {

  private static final String XMLNS_NAMESPACE = "http://www.w3.org/2000/xmlns/";
  private static final int KEPT = 16;

  /** From this number of declarations on they are found by an index. */
  private static final int MANY = 32;

  private final Input in;
  private String[] prefixes = new String[4];
  private String[] namespaces = new String[4];
  private int size;
  private String defaultNamespace = "";

  /** Null while there are few declarations. */
  private @Nullable PrefixIndex index;

  /**
   * The namespace that is replaced, and its replacement; null if there is none, or before the root.
   */
  private @Nullable String onTheWire;

  private String replacement = "";

  NamespaceScope(Input in) {
    this.in = in;
  }

  /** The number of declarations in scope. An element restores this number at its end. */
  int size() {
    return size;
  }

  /** Returns whether the declaration at an index is of the default namespace. */
  boolean declaredDefault(int index) {
    return prefixes[index].isEmpty();
  }

  /** The namespace of elements without prefix, {@code ""} for none. */
  String defaultNamespace() {
    return defaultNamespace;
  }

  /** Replaces one namespace by another, in the present declarations and in later ones. */
  void replace(String wire, String as) {
    onTheWire = wire;
    replacement = as;
    for (int i = 0; i < size; i++) {
      namespaces[i] = replaced(namespaces[i]);
    }
    defaultNamespace = replaced(defaultNamespace);
  }

  private String replaced(String namespace) {
    return namespace.equals(onTheWire) ? replacement : namespace;
  }

  /**
   * Adds a declaration.
   *
   * @param name the attribute's name: {@code xmlns} or {@code xmlns:...}
   * @param mark the size at the start of the declaring element
   */
  void declare(Name name, String declared, int mark) {
    String prefix = name.prefix.isEmpty() ? "" : name.local;
    check(prefix, declared);
    String namespace = onTheWire == null ? declared : replaced(declared);
    if (innermost(prefix, mark) != PrefixIndex.NONE) {
      throw in.error(
          Condition.NOT_WELL_FORMED, "prefix " + NameReader.shown(prefix) + " declared twice");
    }
    if (size == prefixes.length) {
      prefixes = Arrays.copyOf(prefixes, size * 2);
      namespaces = Arrays.copyOf(namespaces, size * 2);
    }
    prefixes[size] = prefix;
    namespaces[size++] = namespace;
    if (prefix.isEmpty()) {
      defaultNamespace = namespace;
    }
    if (size >= MANY || index != null) {
      indexed(prefix);
    }
  }

  /** Adds the last declaration to the index, which all others are in. */
  private void indexed(String prefix) {
    PrefixIndex present = index;
    if (present == null) {
      present = new PrefixIndex();
      for (int i = 0; i < size - 1; i++) {
        present.add(prefixes[i], i);
      }
      index = present;
    }
    present.add(prefix, size - 1);
  }

  /** The index of the innermost declaration of a prefix from the mark on, or none. */
  private int innermost(String prefix, int mark) {
    if (index != null) {
      int found = index.find(prefix);
      return found < mark ? PrefixIndex.NONE : found;
    }
    int i = size - 1;
    while (i >= mark && !prefixes[i].equals(prefix)) {
      i--;
    }
    return i < mark ? PrefixIndex.NONE : i;
  }

  /** Removes the declarations added since the mark and restores the default namespace. */
  void restore(int mark, String defaultThen) {
    defaultNamespace = defaultThen;
    if (size == mark) {
      return;
    }
    if (mark <= KEPT) {
      index = null;
    }
    for (int i = size - 1; i >= mark && index != null; i--) {
      index.remove(prefixes[i], i);
    }
    Arrays.fill(prefixes, mark, size, null);
    Arrays.fill(namespaces, mark, size, null);
    size = mark;
    if (prefixes.length > KEPT && size <= KEPT) {
      prefixes = Arrays.copyOf(prefixes, KEPT);
      namespaces = Arrays.copyOf(namespaces, KEPT);
    }
  }

  /** The namespace of an element. */
  String ofElement(Name name) {
    return name.prefix.isEmpty() ? defaultNamespace : resolve(name.prefix);
  }

  /** The namespace of an attribute. */
  String ofAttribute(Name name) {
    return name.prefix.isEmpty() ? "" : resolve(name.prefix);
  }

  private String resolve(String prefix) {
    if (prefix.equals("xml")) {
      return Element.XML_NAMESPACE;
    }
    int found = innermost(prefix, 0);
    if (found == PrefixIndex.NONE) {
      throw in.error(
          Condition.NOT_WELL_FORMED, "prefix " + NameReader.shown(prefix) + " is not declared");
    }
    return namespaces[found];
  }

  private void check(String prefix, String namespace) {
    if (prefix.equals("xmlns") || namespace.equals(XMLNS_NAMESPACE)) {
      throw in.error(Condition.NOT_WELL_FORMED, "xmlns and its namespace can't be declared");
    }
    if (prefix.equals("xml") != namespace.equals(Element.XML_NAMESPACE)) {
      throw in.error(Condition.NOT_WELL_FORMED, "xml and its namespace belong to each other");
    }
    if (namespace.isEmpty() && !prefix.isEmpty()) {
      throw in.error(
          Condition.NOT_WELL_FORMED, "prefix " + NameReader.shown(prefix) + " bound to nothing");
    }
  }
}
