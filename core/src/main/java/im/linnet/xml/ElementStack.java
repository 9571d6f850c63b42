package im.linnet.xml;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The open elements, the root first, and the content read so far of each. */
final class ElementStack {

  private static final int KEPT_FRAMES = 8;
  private static final int KEPT_CONTENT = 32;
  private static final Object[] NONE = {};
  private static final ElementName NO_NAME = new ElementName("", "");

  /** The state of an open element. */
  private static final class Frame {
    private Name name = Name.NONE;
    private ElementName elementName = NO_NAME;
    private Attribute[] attributes = Element.NO_ATTRIBUTES;
    private @Nullable String lang;
    private boolean plain;
    private int content;
    private int below;
    private int scopeMark;
    private String defaultBefore = "";
  }

  private final NamespaceScope scope;
  private Frame[] frames = new Frame[4];
  private int depth;

  /** The content of all open elements. That of an inner element follows that of the outer one. */
  private @Nullable Object[] content = NONE;

  private int contentSize;

  ElementStack(NamespaceScope scope) {
    this.scope = scope;
  }

  /** The number of open elements, the root included. */
  int depth() {
    return depth;
  }

  /** The innermost element's name as written. */
  Name name() {
    return frames[depth - 1].name;
  }

  /** The language of the innermost element, or null if none is open. */
  @Nullable String lang() {
    return depth == 0 ? null : frames[depth - 1].lang;
  }

  /** The language of an element with these attributes at this place. */
  @Nullable String lang(Attribute[] attributes) {
    for (Attribute attribute : attributes) {
      if (!attribute.namespace().isEmpty() && attribute.is(Element.XML_NAMESPACE, "lang")) {
        return attribute.value().isEmpty() ? null : attribute.value();
      }
    }
    return lang();
  }

  /** The open child of the root, as far as its start tag defines it. */
  Element stanza() {
    Frame frame = frames[1];
    return empty(frame.elementName, frame.attributes, frame.lang);
  }

  /** Opens the element of a complete start tag. */
  void push(StartTag tag, ElementName elementName, Attribute[] attributes, @Nullable String lang) {
    if (depth == frames.length) {
      frames = Arrays.copyOf(frames, depth * 2);
    }
    if (frames[depth] == null) {
      frames[depth] = new Frame();
    }
    Frame frame = frames[depth];
    frame.name = tag.name();
    frame.elementName = elementName;
    frame.attributes = attributes;
    frame.lang = lang;
    frame.plain = tag.hasPlainValues();
    frame.content = contentSize;
    frame.below = 0;
    frame.scopeMark = tag.mark();
    frame.defaultBefore = tag.defaultBefore();
    depth++;
  }

  /**
   * Adds text to the innermost element, and notes whether it is {@linkplain XmlChars#isPlain
   * plain}.
   */
  void text(String text, boolean plain) {
    frames[depth - 1].plain &= plain;
    add(text);
  }

  /** Adds a child to the innermost element. */
  void child(Element child) {
    add(child);
    Frame frame = frames[depth - 1];
    frame.below = Math.max(frame.below, child.depth());
  }

  /** A child of the innermost element without content. */
  Element empty(ElementName elementName, Attribute[] attributes, @Nullable String lang) {
    return new Element(elementName, attributes, Element.NO_CONTENT, lang, 1, true);
  }

  /** Closes the innermost element. */
  Element pop() {
    Frame frame = frames[--depth];
    Object own = Element.held(content, frame.content, contentSize);
    while (contentSize > frame.content) {
      content[--contentSize] = null;
    }
    Element element =
        new Element(
            frame.elementName, frame.attributes, own, frame.lang, frame.below + 1, frame.plain);
    frame.attributes = Element.NO_ATTRIBUTES;
    frame.lang = null;
    scope.restore(frame.scopeMark, frame.defaultBefore);
    return element;
  }

  /** Shrinks the buffers after a large stanza. */
  void trim() {
    if (frames.length > KEPT_FRAMES) {
      frames = Arrays.copyOf(frames, KEPT_FRAMES);
    }
    if (content.length > KEPT_CONTENT) {
      content = NONE;
    }
  }

  /** Gives back the memory for elements that are not open. */
  void forget() {
    frames = Arrays.copyOf(frames, Math.max(1, depth));
    if (contentSize == 0) {
      content = NONE;
    }
  }

  private void add(Object node) {
    if (contentSize == content.length) {
      content = Arrays.copyOf(content, Math.max(8, contentSize * 2));
    }
    content[contentSize++] = node;
  }
}
