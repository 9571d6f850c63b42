package im.linnet.xml;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Start tags without attributes, as they were seen last: {@code <body>}, {@code <active
 * xmlns='http://jabber.org/protocol/chatstates'/>}. They come again and again, byte for byte; so
 * they are recognised as a whole, and an element that consists of nothing else is the same object.
 *
 * <p>What is remembered holds for one default namespace around the tag, and one set of limits. A
 * tag with a prefix is never remembered, for what that means depends on more.
 */
final class TagMemory {

  /** A tag and what it means. */
  static final class Tag {

    /** All after {@code <}, with the {@code >}. */
    final byte[] bytes;

    /** The default namespace outside. */
    final String around;

    final Name name;

    /** The element without content that the tag begins, or is. */
    final Element element;

    /** Whether the namespace is declared here. */
    final boolean declares;

    /** Whether this is an empty-element tag. */
    final boolean empty;

    private Tag(byte[] bytes, String around, Name name, Element element, boolean declares) {
      this.bytes = bytes;
      this.around = around;
      this.name = name;
      this.element = element;
      this.declares = declares;
      this.empty = bytes[bytes.length - 2] == '/';
    }
  }

  private static final int SLOTS = 32;
  private static final int LONGEST = 96;
  private static final Tag[] NONE = {};

  private final Input in;
  private @Nullable Tag[] slots = NONE;

  TagMemory(Input in) {
    this.in = in;
  }

  /** The tag that begins at the position, if it is remembered, and all here. */
  @Nullable Tag find(String around) {
    if (slots.length == 0 || in.position + Name.TWO_WORDS > in.bytes.length) {
      return null;
    }
    int slot = slot(in.bytes, in.position);
    Tag tag = slots[slot];
    if (tag == null || !isHere(tag, around)) {
      tag = slots[slot + 1];
      if (tag == null || !isHere(tag, around)) {
        return null;
      }
    }
    return tag;
  }

  private boolean isHere(Tag tag, String around) {
    byte[] bytes = tag.bytes;
    int stop = in.position + bytes.length;
    return tag.around.equals(around)
        && stop <= in.end
        && Arrays.equals(in.bytes, in.position, stop, bytes, 0, bytes.length);
  }

  /** Remembers a tag that begins at an index of the chunk and ends with the byte before another. */
  void keep(int from, int to, String around, Name name, Element element, boolean declares) {
    if (to - from > LONGEST || from + Name.TWO_WORDS > in.bytes.length) {
      return;
    }
    if (slots.length == 0) {
      slots = new Tag[SLOTS];
    }
    byte[] bytes = Arrays.copyOfRange(in.bytes, from, to);
    int slot = slot(in.bytes, from);
    // Two places for each: two tags of one slot do not drive each other out.
    slots[slot + 1] = slots[slot];
    slots[slot] = new Tag(bytes, around, name, element, declares);
  }

  void clear() {
    slots = NONE;
  }

  /** Depends on no byte after the tag, and on none beyond the first sixteen. */
  private static int slot(byte[] bytes, int from) {
    long first = Words.at(bytes, from);
    int end = Words.before(first, '>');
    if (end < Words.BYTES) {
      return Words.hash(Words.first(first, end), 0, 1) & (SLOTS - 2);
    }
    long second = Words.at(bytes, from + Words.BYTES);
    return Words.hash(first, Words.first(second, Words.before(second, '>')), Name.TWO_WORDS)
        & (SLOTS - 2);
  }
}
