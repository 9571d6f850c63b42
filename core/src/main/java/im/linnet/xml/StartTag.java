package im.linnet.xml;

import im.linnet.xml.StreamParseException.Condition;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A start tag that is being read. Prefixes can be resolved only at its end. */
final class StartTag {

  private static final int KEPT = 32;

  /**
   * Up to this number of attributes, comparing all pairs is the fastest way to find a duplicate.
   */
  static final int FEW = 8;

  private static final Name[] NO_NAMES = {};
  private static final Attribute[] NO_VALUES = {};
  private static final int[] NO_SPANS = {};

  private static final Comparator<Attribute> BY_NAME =
      Comparator.comparing(Attribute::name).thenComparing(Attribute::namespace);

  private final Input in;
  private final NamespaceScope scope;
  private final NameTable namespaces = NameTable.ofNamespaces();
  private final RecentAttributes recent;

  private XmlLimits limits = XmlLimits.beforeAuthentication();
  private Name name = Name.NONE;
  private Name attribute = Name.NONE;
  private Name[] names = NO_NAMES;
  private @Nullable Attribute[] values = NO_VALUES;
  private int count;

  /** The values' places in the chunk: for each, the first index and the one after the last. */
  private int[] spans = NO_SPANS;

  /** Whether no value is known to need escaping. */
  private boolean plain = true;

  /** Whether a prefix other than {@code xml} has to be resolved. */
  private boolean prefixed;

  /** The marks of all names so far, and whether two names had the same one. */
  private long marks;

  private boolean alike;
  private int mark;
  private String defaultBefore = "";

  StartTag(Input in, NamespaceScope scope, RecentAttributes recent) {
    this.in = in;
    this.scope = scope;
    this.recent = recent;
  }

  /** Sets the limits of a tag. */
  void limits(XmlLimits now) {
    limits = now;
  }

  /** Gives back the memory for names that may come again. */
  void forget() {
    namespaces.forget();
    recent.forget();
    if (count == 0) {
      names = NO_NAMES;
      values = NO_VALUES;
      spans = NO_SPANS;
    }
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

  /** Begins an attribute; fails if there would be too many. */
  void attribute(Name attributeName) {
    if (spans.length == 0) {
      spans = new int[2 * FEW];
    }
    if (attributeName.declares) {
      if (scope.size() >= limits.namespaceDeclarations()) {
        throw tooMany(
            "namespace declarations (XmlLimits.namespaceDeclarations)",
            limits.namespaceDeclarations());
      }
    } else if (count >= limits.attributes()) {
      throw tooMany("attributes (XmlLimits.attributes)", limits.attributes());
    }
    attribute = attributeName;
  }

  /** Sets the value of the attribute begun last. */
  void value(Token token) {
    if (attribute.declares) {
      Name namespace = namespaces.find(token);
      scope.declare(attribute, namespace == null ? "" : namespace.local, mark);
      return;
    }
    plain = false;
    add(
        Attribute.parsed(
            attribute.prefix.equals("xml") ? Element.XML_NAMESPACE : "",
            attribute.local,
            token.text()));
  }

  /**
   * Sets the value of the attribute begun last: a part of the chunk, in ASCII, without references.
   */
  void value(byte[] bytes, int from, int to) {
    if (attribute.declares) {
      Name namespace = namespaces.find(bytes, from, to - from);
      scope.declare(attribute, namespace == null ? "" : namespace.local, mark);
      return;
    }
    if (count < FEW) {
      spans[2 * count] = from;
      spans[2 * count + 1] = to;
    }
    if (attribute.resolved) {
      add(recent.of(attribute, bytes, from, to));
    } else {
      add(Attribute.parsed("", attribute.local, Words.ascii(bytes, from, to)));
    }
  }

  private void add(Attribute value) {
    if (count == names.length) {
      int more = Math.max(FEW, count * 2);
      names = Arrays.copyOf(names, more);
      values = Arrays.copyOf(values, more);
    }
    names[count] = attribute;
    prefixed |= !attribute.resolved;
    alike |= (marks & attribute.mark) != 0;
    marks |= attribute.mark;
    values[count++] = value;
  }

  /** Returns whether the element declared nothing except perhaps its default namespace. */
  private boolean declaresNoPrefix() {
    return scope.size() == mark || (scope.size() == mark + 1 && scope.declaredDefault(mark));
  }

  /** The element's namespace. Must be called at the end of the tag. */
  String namespace() {
    if (name.reserved) {
      throw in.error(Condition.NOT_WELL_FORMED, "an element with the prefix xmlns");
    }
    return scope.ofElement(name);
  }

  /** The attributes, without duplicates. Must be called once, at the end of the tag. */
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

  /** Returns whether the bytes and the default namespace alone define the meaning of the tag. */
  boolean isPlain() {
    return name.prefix.isEmpty() && !prefixed && count <= FEW && declaresNoPrefix();
  }

  /** Returns whether there is an attribute with the prefix {@code xml}. */
  boolean speaks() {
    for (int i = 0; i < count; i++) {
      if (names[i].prefix.equals("xml")) {
        return true;
      }
    }
    return false;
  }

  /** A hash of the names and the namespace. */
  int shape(String namespace) {
    int shape = name.hash * 31 + namespace.hashCode();
    for (int i = 0; i < count; i++) {
      shape = shape * 31 + names[i].hash;
    }
    return shape ^ shape >>> 16;
  }

  /** Returns whether all values would be written exactly as they were read. */
  boolean hasPlainValues() {
    return plain;
  }

  /** The names of the attributes. */
  Name[] names() {
    return count == 0 ? NO_NAMES : Arrays.copyOf(names, count);
  }

  /** The places of the attributes' values, relative to an index of the chunk. */
  int[] spans(int from) {
    if (count == 0) {
      return NO_SPANS;
    }
    int[] places = new int[2 * count];
    for (int i = 0; i < places.length; i++) {
      places[i] = spans[i] - from;
    }
    return places;
  }

  /** Forgets the attributes. */
  void clear() {
    for (int i = 0; i < count; i++) {
      names[i] = Name.NONE;
      values[i] = null;
    }
    count = 0;
    plain = true;
    prefixed = false;
    alike = false;
    marks = 0;
    if (names.length > KEPT) {
      names = new Name[KEPT];
      values = new Attribute[KEPT];
    }
  }

  /**
   * Sorts the attributes if they are many. Unlike a hash table, no choice of names makes it slow.
   */
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
