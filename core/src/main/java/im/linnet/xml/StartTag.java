package im.linnet.xml;

import im.linnet.xml.StreamParseException.Condition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

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
  private final RecentAttributes recent = new RecentAttributes();

  private XmlLimits limits = XmlLimits.beforeAuthentication();
  private Name name = Name.NONE;
  private Name attribute = Name.NONE;
  private Name[] names = new Name[8];
  private @Nullable Attribute[] values = new Attribute[8];
  private int count;

  /** How many attributes were begun, declarations among them. */
  private int index;

  /** Whether a prefix other than {@code xml} has to be resolved. */
  private boolean prefixed;

  /** The marks of all names so far, and whether two had the same. */
  private long marks;

  private boolean alike;
  private int mark;
  private String defaultBefore = "";

  StartTag(Input in, NamespaceScope scope) {
    this.in = in;
    this.scope = scope;
  }

  /** Sets how much a tag may hold. */
  void limits(XmlLimits now) {
    if (!now.equals(limits)) {
      recent.clear();
    }
    limits = now;
  }

  /** Begins the tag of an element. */
  void begin(Name elementName) {
    name = elementName;
    index = 0;
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
    if (attributeName.declares) {
      if (scope.size() >= limits.namespaceDeclarations()) {
        throw tooMany("namespace declarations", limits.namespaceDeclarations());
      }
    } else if (count >= limits.attributes()) {
      throw tooMany("attributes", limits.attributes());
    }
    attribute = attributeName;
    index++;
  }

  /** Gives the attribute begun last its value. */
  void value(Token token) {
    if (attribute.declares) {
      Name namespace = namespaces.find(token);
      scope.declare(attribute, namespace == null ? "" : namespace.local, mark);
      return;
    }
    add(
        Attribute.parsed(
            attribute.prefix.equals("xml") ? Element.XML_NAMESPACE : "",
            attribute.local,
            token.text()));
  }

  /**
   * Gives the attribute begun last its value: a part of the chunk, in ASCII, without references.
   */
  void value(RecentAttributes.Place place, byte[] bytes, int from, int to) {
    int start = from - attribute.length - 2;
    if (attribute.declares) {
      Name namespace = namespaces.find(bytes, from, to - from);
      String value = namespace == null ? "" : namespace.local;
      scope.declare(attribute, value, mark);
      place.keep(attribute, value, bytes, start, to + 1);
    } else if (attribute.resolved) {
      Attribute value = recent.of(attribute, bytes, from, to);
      add(value);
      place.keep(attribute, value, bytes, start, to + 1);
    } else {
      String value = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
      add(Attribute.parsed("", attribute.local, value));
    }
  }

  /** Gives the attribute begun last the value that one had that stood in its place before. */
  void value(@Nullable Object known) {
    if (known instanceof Attribute value) {
      add(value);
    } else if (known instanceof String namespace) {
      scope.declare(attribute, namespace, mark);
    }
  }

  /** The place of the next attribute. */
  RecentAttributes.Place place() {
    return recent.place(name, index);
  }

  private void add(Attribute value) {
    if (count == names.length) {
      names = Arrays.copyOf(names, count * 2);
      values = Arrays.copyOf(values, count * 2);
    }
    names[count] = attribute;
    prefixed |= !attribute.resolved;
    alike |= (marks & attribute.mark) != 0;
    marks |= attribute.mark;
    values[count++] = value;
  }

  /** Whether nothing was declared since the element began but perhaps its default namespace. */
  boolean declaresNoPrefix() {
    return scope.size() == mark || (scope.size() == mark + 1 && scope.declaredDefault(mark));
  }

  /** The element's namespace; to be called at the end of the tag. */
  String namespace() {
    if (name.reserved) {
      throw in.error(Condition.NOT_WELL_FORMED, "an element with the prefix xmlns");
    }
    return scope.ofElement(name);
  }

  /** The attributes, no two of one name; to be called once, at the end of the tag. */
  Attribute[] attributes() {
    if (count == 0) {
      return Element.NO_ATTRIBUTES;
    }
    Attribute[] attributes = Arrays.copyOf(values, count, Attribute[].class);
    if (prefixed) {
      resolve(attributes);
    }
    if (alike) {
      requireDistinct(attributes);
    }
    clear();
    return attributes;
  }

  private void resolve(Attribute[] attributes) {
    for (int i = 0; i < count; i++) {
      if (!names[i].resolved) {
        String namespace = scope.ofAttribute(names[i]);
        attributes[i] = Attribute.parsed(namespace, names[i].local, values[i].value());
      }
    }
  }

  private void clear() {
    for (int i = 0; i < count; i++) {
      names[i] = Name.NONE;
      values[i] = null;
    }
    count = 0;
    prefixed = false;
    alike = false;
    marks = 0;
    if (names.length > KEPT) {
      names = new Name[KEPT];
      values = new Attribute[KEPT];
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
