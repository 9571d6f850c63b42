package im.linnet.xml;

import im.linnet.xml.StreamParseException.Condition;
import java.util.Arrays;
import java.util.Comparator;

/** A start tag in the making. Prefixes can be resolved only once the whole tag was read. */
final class StartTag {

  private static final int KEPT = 32;

  /** Up to so many attributes, comparing each with each is the quickest way to find a pair. */
  private static final int FEW = 8;

  private static final Comparator<Attribute> BY_NAME =
      Comparator.comparing(Attribute::name).thenComparing(Attribute::namespace);

  private final Input in;
  private final NamespaceScope scope;
  private final NameTable namespaces = NameTable.ofNamespaces();

  private XmlLimits limits = XmlLimits.beforeAuthentication();
  private Name name = Name.NONE;
  private Name attribute = Name.NONE;
  private Name[] names = new Name[8];
  private String[] values = new String[8];
  private int count;
  private int mark;
  private String defaultBefore = "";

  StartTag(Input in, NamespaceScope scope) {
    this.in = in;
    this.scope = scope;
  }

  /** Sets how much a tag may hold. */
  void limits(XmlLimits now) {
    limits = now;
  }

  /** Begins the tag of an element. */
  void begin(Name elementName) {
    name = elementName;
    mark = scope.size();
    defaultBefore = scope.defaultNamespace();
  }

  /** The name as written. */
  Name name() {
    return name;
  }

  /** The size of the scope before this element. */
  int mark() {
    return mark;
  }

  /** The default namespace before this element. */
  String defaultBefore() {
    return defaultBefore;
  }

  /** Begins an attribute, if there may be one more. */
  void attribute(Name attributeName) {
    if (attributeName.isDeclaration()) {
      if (scope.size() >= limits.namespaceDeclarations()) {
        throw tooMany("namespace declarations", limits.namespaceDeclarations());
      }
    } else if (count >= limits.attributes()) {
      throw tooMany("attributes", limits.attributes());
    }
    attribute = attributeName;
  }

  /** Gives the attribute begun last its value. */
  void value(Token token) {
    if (attribute.isDeclaration()) {
      Name namespace = namespaces.find(token, NameTable.hash(token));
      scope.declare(attribute, namespace == null ? "" : namespace.local, mark);
      return;
    }
    if (count == names.length) {
      names = Arrays.copyOf(names, count * 2);
      values = Arrays.copyOf(values, count * 2);
    }
    names[count] = attribute;
    values[count++] = token.text();
  }

  /** The element's namespace; to be called at the end of the tag. */
  String namespace() {
    if (name.prefix.equals("xmlns")) {
      throw in.error(Condition.NOT_WELL_FORMED, "an element with the prefix xmlns");
    }
    return scope.ofElement(name);
  }

  /** The attributes, no two of one name; to be called once, at the end of the tag. */
  Attribute[] attributes() {
    if (count == 0) {
      return Element.NO_ATTRIBUTES;
    }
    Attribute[] attributes = new Attribute[count];
    for (int i = 0; i < count; i++) {
      attributes[i] = Attribute.parsed(scope.ofAttribute(names[i]), names[i].local, values[i]);
    }
    clear();
    requireDistinct(attributes);
    return attributes;
  }

  private void clear() {
    Arrays.fill(names, 0, count, null);
    Arrays.fill(values, 0, count, null);
    count = 0;
    if (names.length > KEPT) {
      names = new Name[KEPT];
      values = new String[KEPT];
    }
  }

  /** Sorts where they are many: no choice of names makes that slow, as it would a hash table. */
  private void requireDistinct(Attribute[] attributes) {
    if (attributes.length <= FEW) {
      for (int i = 1; i < attributes.length; i++) {
        for (int j = 0; j < i; j++) {
          requireOther(attributes[i], attributes[j]);
        }
      }
      return;
    }
    Attribute[] sorted = attributes.clone();
    Arrays.sort(sorted, BY_NAME);
    for (int i = 1; i < sorted.length; i++) {
      requireOther(sorted[i], sorted[i - 1]);
    }
  }

  private void requireOther(Attribute one, Attribute other) {
    if (one.is(other.namespace(), other.name())) {
      throw in.error(
          Condition.NOT_WELL_FORMED, "attribute " + NameReader.shown(one.name()) + " twice");
    }
  }

  private StreamParseException tooMany(String what, int limit) {
    return in.error(Condition.POLICY_VIOLATION, "more than %d %s".formatted(limit, what));
  }
}
