package im.linnet.xml;

import im.linnet.xml.StreamParseException.Condition;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads start tags, empty-element tags and end tags, opens and closes their elements, and calls the
 * events. Each method continues from one {@link State} and returns the next one, or the same one
 * when the bytes run out.
 */
final class Tags {

  private static final int NOT_HERE = -1;

  private final Input in;
  private final Token token;
  private final CharacterData characters;
  private final StreamEvents events;
  private final NamespaceScope scope;
  private final StartTag tag;
  private final ElementStack stack;
  private final NameReader names;
  private final TagMemory memory;

  private int maxDepth;
  private XmlLimits limits = XmlLimits.beforeAuthentication();

  /** The index in the chunk of the start tag; NOT_HERE if it began in an earlier chunk. */
  private int tagStart = NOT_HERE;

  /** The number of bytes of an end tag's name that have matched so far. */
  private int matched;

  /** The namespace that is replaced inside the root, and its replacement; null for none. */
  private @Nullable String contentNamespace;

  private String contentReplacement = "";

  Tags(
      Input in,
      Token token,
      CharacterData characters,
      NamespaceScope scope,
      ElementStack stack,
      StreamEvents events) {
    this.in = in;
    this.token = token;
    this.characters = characters;
    this.scope = scope;
    this.stack = stack;
    this.events = events;
    RecentAttributes recent = new RecentAttributes();
    tag = new StartTag(in, scope, recent);
    names = new NameReader(in, token);
    memory = new TagMemory(in, recent);
  }

  void limits(XmlLimits now) {
    limits = now;
    maxDepth = now.depth();
    memory.clear();
    memory.limit(now.textBytes());
    tag.limits(now);
    names.limit(now.nameBytes());
  }

  /** Gives back the memory for tags and names that may come again. */
  void forget() {
    memory.clear();
    names.forget();
    tag.forget();
    stack.forget();
  }

  /** Replaces one namespace by another inside the root. */
  void contentNamespace(String wire, String replacement) {
    contentNamespace = wire.equals(replacement) ? null : wire;
    contentReplacement = replacement;
  }

  /** The chunk is about to be dropped. */
  void detach() {
    tagStart = NOT_HERE;
  }

  int depth() {
    return stack.depth();
  }

  /** What is being read, in words: a child of the root by its name once that is known. */
  String unit() {
    return switch (depth()) {
      case 0 -> "stream header";
      case 1 -> "stanza";
      default -> "<%s/>".formatted(NameReader.shown(stack.stanza().name()));
    };
  }

  /** Shrinks the buffers after large stanzas. */
  void trim() {
    stack.trim();
  }

  void text(String text, boolean plain) {
    stack.text(text, plain);
  }

  /** At the first byte of an element's name. */
  State beginElement() {
    if (stack.depth() > maxDepth) {
      throw in.error(
          Condition.POLICY_VIOLATION,
          "elements more than %d deep (XmlLimits.depth)".formatted(maxDepth));
    }
    if (scope.size() < limits.namespaceDeclarations()) {
      TagMemory.Tag known = memory.find(scope.defaultNamespace());
      if (known != null) {
        return again(known);
      }
      if (memory.isCutOff() && in.leave(in.position)) {
        return State.OPEN;
      }
    }
    tagStart = in.position;
    Name name = names.elementAtOnce();
    if (name == null) {
      names.begin();
      return State.ELEMENT_NAME;
    }
    tag.begin(name);
    in.position += name.bytes.length;
    return attributes();
  }

  /** Reads a quoted value, if it is complete in the chunk and in ASCII, without references. */
  private boolean valueAtOnce() {
    int from = in.position + 1;
    if (from >= in.end || (in.peek() != '\'' && in.peek() != '"')) {
      return false;
    }
    int stop = from + Math.min(in.end - from, limits.textBytes() + 1);
    int to = Words.valueEnd(in.bytes, from, stop);
    if (to >= stop || in.bytes[to] != in.peek()) {
      if (to == in.end && to - from <= limits.textBytes()) {
        leaveTag();
      }
      return false;
    }
    in.position = to;
    tag.value(in.bytes, from, to);
    in.position++;
    return true;
  }

  /** Moves back to before the tag, if it began in this chunk, to read it when it is complete. */
  private void leaveTag() {
    if (tagStart != NOT_HERE && in.leave(tagStart)) {
      tag.clear();
      scope.restore(tag.mark(), tag.defaultBefore());
    }
  }

  /** A tag that was seen before, perhaps with other values. */
  private State again(TagMemory.Tag known) {
    Attribute[] attributes = memory.attributes(known);
    in.position = memory.end();
    String lang = known.speaks ? stack.lang(attributes) : stack.lang();
    Element empty = known.element;
    if (empty != null && stack.depth() > 1) {
      boolean same = attributes == known.attributes && Objects.equals(empty.lang(), lang);
      stack.child(same ? empty : stack.empty(known.elementName, attributes, lang));
      return State.CONTENT;
    }
    tag.begin(known.name);
    if (known.declares) {
      scope.declare(Name.XMLNS, known.elementName.namespace(), tag.mark());
    }
    stack.push(tag, known.elementName, attributes, lang);
    return empty == null ? State.CONTENT : close();
  }

  /** Continues after the element's name or a value: the usual attributes, in one loop. */
  private State attributes() {
    while (in.ready() && in.peek() == ' ') {
      Name name = names.attributeAtOnce(in.position + 1);
      if (name == null) {
        return State.IN_TAG;
      }
      in.position += name.length + 1;
      tag.attribute(name);
      in.position++;
      if (!valueAtOnce()) {
        return in.left() ? State.OPEN : State.QUOTE;
      }
    }
    return in.ready() ? inTag() : State.IN_TAG;
  }

  State elementName() {
    if (!names.read()) {
      return State.ELEMENT_NAME;
    }
    tag.begin(names.take());
    return State.IN_TAG;
  }

  /**
   * After the element's name or a value: white space before the next attribute, or the end of the
   * tag.
   */
  State inTag() {
    int b = in.peek();
    if (b == '>') {
      return startTagEnd();
    }
    if (b == '/') {
      in.position++;
      return in.ready() ? emptyTag() : State.EMPTY_TAG;
    }
    if (!ByteClass.isSpace(b)) {
      throw in.unexpectedByte("in a tag");
    }
    in.position++;
    return State.IN_TAG_SPACE;
  }

  State inTagSpace() {
    skipSpace();
    if (!in.ready()) {
      return State.IN_TAG_SPACE;
    }
    int b = in.peek();
    if (b == '>' || b == '/') {
      return inTag();
    }
    names.begin();
    return State.ATTRIBUTE_NAME;
  }

  State attributeName() {
    if (!names.read()) {
      return State.ATTRIBUTE_NAME;
    }
    tag.attribute(names.take());
    return State.EQUALS;
  }

  State equalsSign() {
    skipSpace();
    if (!in.ready()) {
      return State.EQUALS;
    }
    if (in.peek() != '=') {
      throw in.unexpectedByte("instead of = after an attribute's name");
    }
    in.position++;
    return State.QUOTE;
  }

  State quote() {
    skipSpace();
    if (!in.ready()) {
      return State.QUOTE;
    }
    int b = in.peek();
    if (b != '"' && b != '\'') {
      throw in.unexpectedByte("instead of a quotation mark");
    }
    in.position++;
    characters.beginValue(b);
    return State.VALUE;
  }

  State value() {
    if (!characters.value()) {
      return State.VALUE;
    }
    tag.value(token);
    token.clear();
    tagStart = NOT_HERE;
    in.position++;
    return attributes();
  }

  /** After the slash of an empty-element tag. */
  State emptyTag() {
    if (in.peek() != '>') {
      throw in.unexpectedByte("after the slash of a tag");
    }
    startTagEnd();
    return close();
  }

  /** After {@code </}. */
  State beginEnd() {
    matched = 0;
    if (stack.depth() == 0) {
      throw in.error(Condition.NOT_WELL_FORMED, "an end tag where nothing is open");
    }
    Name name = stack.name();
    int stop = in.position + name.length;
    if (stop < in.end && in.bytes[stop] == '>' && name.isAt(in.bytes, in.position, stop)) {
      in.position = stop + 1;
      return close();
    }
    return State.END_NAME;
  }

  State endName() {
    byte[] name = stack.name().bytes;
    int length = Math.min(name.length - matched, in.end - in.position);
    int at =
        Arrays.mismatch(
            in.bytes, in.position, in.position + length, name, matched, matched + length);
    if (at >= 0) {
      in.position += at;
      throw otherName(name, matched + at);
    }
    in.position += length;
    matched += length;
    return matched < name.length ? State.END_NAME : State.END_SPACE;
  }

  State endSpace() {
    skipSpace();
    if (!in.ready()) {
      return State.END_SPACE;
    }
    if (in.peek() != '>') {
      throw otherName(stack.name().bytes, matched);
    }
    in.position++;
    return close();
  }

  /** Reports invalid UTF-8 as such, although any byte here is an error in an end tag. */
  private StreamParseException otherName(byte[] name, int at) {
    int b = in.peek();
    boolean inSequence = at < name.length && (name[at] & 0xC0) == 0x80;
    boolean continuation = (b & 0xC0) == 0x80;
    if (inSequence != continuation || b == 0xC0 || b == 0xC1 || b > 0xF4) {
      return in.error(Condition.UNSUPPORTED_ENCODING, "0x%02X can't stand here".formatted(b));
    }
    return in.error(
        Condition.NOT_WELL_FORMED,
        "not the end tag of %s".formatted(NameReader.shown(stack.name().local)));
  }

  /** At the end of a start tag. */
  private State startTagEnd() {
    String namespace = tag.namespace();
    Attribute[] attributes = tag.attributes();
    if (stack.depth() == 1
        && tag.name().local.equals("stream")
        && namespace.equals(StreamHeader.STREAMS_NAMESPACE)) {
      throw in.error(Condition.BAD_FORMAT, "a stream header inside the stream");
    }
    ElementName elementName = new ElementName(namespace, tag.name().local);
    String lang = stack.lang(attributes);
    // The root is never made into an element: its attributes are in the header.
    stack.push(tag, elementName, stack.depth() == 0 ? Element.NO_ATTRIBUTES : attributes, lang);
    in.position++;
    if (stack.depth() > 1) {
      if (tagStart != NOT_HERE) {
        remember(elementName, attributes);
      }
      tag.clear();
      return State.CONTENT;
    }
    StreamHeader header = header(namespace, tag.name().local, attributes);
    tag.clear();
    in.closeUnit();
    if (contentNamespace != null) {
      scope.replace(contentNamespace, contentReplacement);
    }
    events.streamOpened(header);
    return State.OUTSIDE;
  }

  /** Not a tag that is read with a prefix, or that is refused as a second stream header. */
  private void remember(ElementName elementName, Attribute[] attributes) {
    if (tag.isPlain()
        && !tag.name().local.equals("stream")
        && memory.isWorthIt(tag.shape(elementName.namespace()))) {
      Element element =
          new Element(elementName, attributes, Element.NO_CONTENT, stack.lang(), 1, true);
      memory.keep(tagStart, in.position, tag, element, scope.size() > tag.mark());
    }
  }

  private State close() {
    if (stack.depth() == 1) {
      stack.pop();
      in.closeUnit();
      events.streamClosed();
      return State.CLOSED;
    }
    Element element = stack.pop();
    if (stack.depth() > 1) {
      stack.child(element);
      return State.CONTENT;
    }
    in.closeUnit();
    events.element(element);
    return State.OUTSIDE;
  }

  private StreamHeader header(String namespace, String name, Attribute[] attributes) {
    return new StreamHeader(
        namespace,
        name,
        scope.defaultNamespace(),
        find(attributes, "", "id"),
        find(attributes, "", "from"),
        find(attributes, "", "to"),
        find(attributes, "", "version"),
        find(attributes, Element.XML_NAMESPACE, "lang"),
        Arrays.asList(attributes));
  }

  private static @Nullable String find(Attribute[] attributes, String namespace, String name) {
    for (Attribute attribute : attributes) {
      if (attribute.is(namespace, name)) {
        return attribute.value();
      }
    }
    return null;
  }

  private void skipSpace() {
    while (in.ready() && ByteClass.isSpace(in.peek())) {
      in.position++;
    }
  }
}
