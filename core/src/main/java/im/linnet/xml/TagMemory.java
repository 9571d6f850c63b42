package im.linnet.xml;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Remembers start tags. Many tags repeat byte for byte or differ only in some values, so a tag is
 * recognised as a whole, with holes for the values that vary: {@code <body>}, {@code <active
 * xmlns='http://jabber.org/protocol/chatstates'/>}, or {@code <message from='..'
 * to='juliet@capulet.example' type='chat' id='..'>}.
 *
 * <p>An entry holds for one default namespace around the tag and one set of limits. A tag with a
 * prefix is never remembered, as its meaning depends on other declarations. Nor is a tag with many
 * attributes, or one that was not complete and plain in one chunk.
 */
final class TagMemory {

  /** A tag and what it means. */
  static final class Tag {

    /** The bytes after {@code <}, including the {@code >}. */
    final byte[] bytes;

    /** The default namespace around the tag. */
    final String around;

    final Name name;

    /** The name of the element. */
    final ElementName elementName;

    /** Its attributes if no value varies. */
    final Attribute[] attributes;

    /** The element if this is an empty-element tag and no value varies. */
    final @Nullable Element element;

    /** Whether the tag declares the namespace. */
    final boolean declares;

    /** Whether the tag may have {@code xml:lang}. */
    final boolean speaks;

    private final Name[] names;
    private final int[] spans;

    /** The attributes whose values vary. */
    private final int[] holes;

    /** The hash of what is before the first value; see {@link TagMemory#hash}. */
    private final int hash;

    /** Whether the tag was seen again since another tag needed its place. */
    private boolean used = true;

    /** The place of the tag that followed last time. */
    private byte next;

    private Tag(byte[] bytes, int hash, StartTag tag, Element element, boolean declares, int from) {
      this.bytes = bytes;
      this.hash = hash;
      this.around = tag.defaultBefore();
      this.name = tag.name();
      this.elementName = element.elementName();
      this.attributes = element.attributeArray();
      this.element = bytes[bytes.length - 2] == '/' ? element : null;
      this.declares = declares;
      names = tag.names();
      speaks = tag.speaks();
      spans = tag.spans(from);
      holes = NO_HOLES;
    }

    private Tag(Tag now, int[] holes) {
      bytes = now.bytes;
      hash = now.hash;
      around = now.around;
      name = now.name;
      elementName = now.elementName;
      attributes = now.attributes;
      element = now.element;
      declares = now.declares;
      names = now.names;
      speaks = now.speaks;
      spans = now.spans;
      this.holes = holes;
    }

    /** Returns whether the other tag differs only in values. */
    private boolean isLike(Tag other) {
      return name == other.name
          && (element == null) == (other.element == null)
          && declares == other.declares
          && around.equals(other.around)
          && elementName.namespace().equals(other.elementName.namespace())
          && Arrays.equals(names, other.names);
    }

    /** This tag, with holes where the other has holes or other values. */
    private Tag withHoles(Tag other) {
      return new Tag(
          this, IntStream.range(0, names.length).filter(i -> changes(i, other)).toArray());
    }

    private boolean changes(int index, Tag other) {
      return IntStream.of(other.holes).anyMatch(hole -> hole == index)
          || !attributes[index].equals(other.attributes[index]);
    }
  }

  /** A byte numbers them. */
  private static final int SLOTS = 128;

  /** The number of tags with an equal beginning that can be remembered side by side. */
  private static final int PLACES = 8;

  private static final int LONGEST = 256;
  private static final int[] NO_HOLES = {};
  private static final Tag[] NONE = {};

  /** How many shapes of tags are noted. */
  private static final int SHAPES = 64;

  /** What remembering a tag costs; recognising one gives 1. */
  private static final int COST = 16;

  private static final int MOST_CREDIT = COST * SLOTS;

  private final Input in;
  private final RecentAttributes recent;
  private @Nullable Tag[] slots = NONE;

  /** The shapes of tags that were read lately, each by its hash. */
  private int[] shapes = NO_HOLES;

  /** What may be spent on remembering: it costs more than recognising a tag gives. */
  private int credit = MOST_CREDIT;

  private @Nullable Tag last;
  private int limit;

  /** Where the values in the holes of the last found tag begin and end, and where the tag ends. */
  private final int[] starts = new int[StartTag.FEW];

  private final int[] stops = new int[StartTag.FEW];
  private int end;

  /** Whether the last search may have failed only because the tag is not complete in the chunk. */
  private boolean cutOff;

  TagMemory(Input in, RecentAttributes recent) {
    this.in = in;
    this.recent = recent;
  }

  /** Sets the maximum number of bytes of a value. */
  void limit(int bytes) {
    limit = bytes;
  }

  /** The tag that begins at the position, if it is remembered and complete in the chunk. */
  @Nullable Tag find(String around) {
    cutOff = false;
    if (slots.length == 0) {
      return null;
    }
    // The tag that followed the last one before mostly follows it again, which saves the search.
    Tag tag = slots[last == null ? 0 : last.next];
    if (tag != null && isHere(tag, around)) {
      found(tag);
      last = tag;
      return tag;
    }
    return cutOff || in.position + Name.TWO_WORDS > in.bytes.length ? null : search(around);
  }

  private @Nullable Tag search(String around) {
    int hash = hash(in.bytes, in.position);
    int slot = hash & (SLOTS - PLACES);
    for (int i = slot; i < slot + PLACES && !cutOff; i++) {
      Tag tag = slots[i];
      if (tag != null && tag.hash == hash && isHere(tag, around)) {
        found(tag);
        follow(tag, i);
        return tag;
      }
    }
    return null;
  }

  private void found(Tag tag) {
    tag.used = true;
    if (credit < MOST_CREDIT) {
      credit++;
    }
  }

  /** Notes the tag that follows the last one. */
  private void follow(Tag tag, int place) {
    if (last != null) {
      last.next = (byte) place;
    }
    last = tag;
  }

  /** Returns whether the bytes so far match a remembered tag and the rest has not arrived. */
  boolean isCutOff() {
    return cutOff;
  }

  /** The index after the tag that was found. */
  int end() {
    return end;
  }

  /** The attributes of the tag that was found; the same array each time if no value varies. */
  Attribute[] attributes(Tag found) {
    if (found.holes.length == 0) {
      return found.attributes;
    }
    Attribute[] now = new Attribute[found.attributes.length];
    // Faster than clone() for so few.
    for (int i = 0; i < now.length; i++) {
      now[i] = found.attributes[i];
    }
    for (int i = 0; i < found.holes.length; i++) {
      int hole = found.holes[i];
      now[hole] = recent.of(found.names[hole], in.bytes, starts[i], stops[i]);
    }
    return now;
  }

  /** Compares the bytes between the holes, and notes the places of the values. */
  private boolean isHere(Tag tag, String around) {
    byte[] chunk = in.bytes;
    byte[] bytes = tag.bytes;
    int at = in.position;
    int seen = 0;
    if (!tag.around.equals(around)) {
      return false;
    }
    for (int i = 0; i < tag.holes.length; i++) {
      int hole = 2 * tag.holes[i];
      int length = tag.spans[hole] - seen;
      if (!goesOn(bytes, seen, at, length)) {
        return false;
      }
      at += length;
      seen = tag.spans[hole + 1];
      int stop = at + Math.min(in.end - at, limit + 1);
      int to = Words.valueEnd(chunk, at, stop);
      if (to >= stop || chunk[to] != bytes[seen]) {
        cutOff = to == in.end && to - at <= limit;
        return false;
      }
      starts[i] = at;
      stops[i] = to;
      at = to;
    }
    end = at + bytes.length - seen;
    return goesOn(bytes, seen, at, bytes.length - seen);
  }

  /**
   * Returns whether a part of a tag is here. If not, notes whether the bytes that are here match.
   */
  private boolean goesOn(byte[] bytes, int seen, int at, int length) {
    int here = in.end - at;
    if (length <= here) {
      return Words.same(in.bytes, at, bytes, seen, length);
    }
    cutOff = Words.same(in.bytes, at, bytes, seen, here);
    return false;
  }

  /**
   * Notes a tag that was read. Many streams have tags that do not come again soon; remembering
   * these would cost more than it gives.
   *
   * @param shape a hash of all but the tag's values
   * @return whether a tag of that shape was read not long ago, so that it should be remembered
   */
  boolean isWorthIt(int shape) {
    if (shapes.length == 0) {
      shapes = new int[SHAPES];
    }
    int slot = shape & (SHAPES - 1);
    if (shapes[slot] != shape) {
      shapes[slot] = shape;
      return false;
    }
    if (credit < COST) {
      // So that memory is of use again when tags begin to repeat.
      credit++;
      return false;
    }
    credit -= COST;
    return true;
  }

  /**
   * Remembers a tag.
   *
   * @param from the index of the chunk at which it begins
   * @param to the index after it
   * @param tag the tag that was read
   * @param element the element that it stands for, without content
   * @param declares whether the tag declares its namespace
   */
  void keep(int from, int to, StartTag tag, Element element, boolean declares) {
    if (to - from > LONGEST || from + Name.TWO_WORDS > in.bytes.length) {
      return;
    }
    if (slots.length == 0) {
      slots = new Tag[SLOTS];
    }
    int hash = hash(in.bytes, from);
    byte[] bytes = Arrays.copyOfRange(in.bytes, from, to);
    Tag now = new Tag(bytes, hash, tag, element, declares, from);
    int place = place(hash & (SLOTS - PLACES), now);
    if (place >= 0) {
      Tag before = slots[place];
      Tag kept = before != null && now.isLike(before) ? now.withHoles(before) : now;
      slots[place] = kept;
      follow(kept, place);
    }
  }

  /**
   * The place of a tag that differs only in values, else a free one, else one whose tag was not
   * seen again since the last such search, else -1.
   */
  private int place(int slot, Tag now) {
    int free = -1;
    for (int i = slot; i < slot + PLACES; i++) {
      Tag tag = slots[i];
      if (tag != null && now.isLike(tag)) {
        return i;
      }
      free = tag == null || !tag.used ? i : free;
    }
    for (int i = slot; i < slot + PLACES && free < 0; i++) {
      Tag tag = slots[i];
      if (tag != null) {
        tag.used = false;
      }
    }
    return free;
  }

  void clear() {
    slots = NONE;
    shapes = NO_HOLES;
    last = null;
  }

  /** Depends only on the bytes before the first value, and on no more than the first sixteen. */
  private static int hash(byte[] bytes, int from) {
    long first = Words.at(bytes, from);
    int stop = Words.before(first, '>', '\'', '"');
    if (stop < Words.BYTES) {
      return Words.hash(Words.first(first, stop), 0, 1);
    }
    long second = Words.at(bytes, from + Words.BYTES);
    long rest = Words.first(second, Words.before(second, '>', '\'', '"'));
    return Words.hash(first, rest, Name.TWO_WORDS);
  }
}
