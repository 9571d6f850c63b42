package im.linnet.xml;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Start tags as they were seen before. They come again and again, byte for byte or with some other
 * values; so they are recognised as a whole, with holes where values were seen to change: {@code
 * <body>}, {@code <active xmlns='http://jabber.org/protocol/chatstates'/>}, or {@code <message
 * from='..' to='juliet@capulet.example' type='chat' id='..'>}.
 *
 * <p>What is remembered holds for one default namespace around the tag, and one set of limits. A
 * tag with a prefix is never remembered, for what that means depends on more; nor is one of many
 * attributes, or one that did not lie in a chunk whole and plain.
 */
final class TagMemory {

  /** A tag and what it means. */
  static final class Tag {

    /** All after {@code <}, with the {@code >}. */
    final byte[] bytes;

    /** The default namespace outside. */
    final String around;

    final Name name;

    /** The name of the element. */
    final ElementName elementName;

    /** Its attributes, when no value changes. */
    final Attribute[] attributes;

    /** The element that an empty-element tag is then. */
    final @Nullable Element element;

    /** Whether the namespace is declared here. */
    final boolean declares;

    /** Whether it may say in which language its content is. */
    final boolean speaks;

    private final Name[] names;
    private final int[] spans;

    /** The attributes whose values change. */
    private final int[] holes;

    /** Whether it came again since another tag wanted its place. */
    private boolean used = true;

    /** The place of the tag that came next the last time. */
    private byte next;

    private Tag(byte[] bytes, StartTag tag, Element element, boolean declares, int from) {
      this.bytes = bytes;
      this.around = tag.defaultBefore();
      this.name = tag.name();
      this.elementName = element.elementName();
      this.attributes = element.attributeArray();
      this.element = bytes[bytes.length - 2] == '/' ? element : null;
      this.declares = declares;
      names = tag.names();
      speaks = Stream.of(names).anyMatch(name -> name.prefix.equals("xml"));
      spans = tag.spans(from);
      holes = NO_HOLES;
    }

    private Tag(Tag now, int[] holes) {
      bytes = now.bytes;
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

    /** Whether another differs in values alone. */
    private boolean isLike(Tag other) {
      return name == other.name
          && (element == null) == (other.element == null)
          && declares == other.declares
          && around.equals(other.around)
          && elementName.namespace().equals(other.elementName.namespace())
          && Arrays.equals(names, other.names);
    }

    /** This, with holes where the other has them or has other values. */
    private Tag withHoles(Tag other) {
      return new Tag(
          this, IntStream.range(0, names.length).filter(i -> changes(i, other)).toArray());
    }

    private boolean changes(int index, Tag other) {
      return IntStream.of(other.holes).anyMatch(hole -> hole == index)
          || !attributes[index].equals(other.attributes[index]);
    }
  }

  /** Numbered by a byte. */
  private static final int SLOTS = 128;

  /** So many tags that look alike at first do not drive each other out. */
  private static final int PLACES = 8;

  private static final int LONGEST = 256;
  private static final int[] NO_HOLES = {};
  private static final Tag[] NONE = {};

  private final Input in;
  private final RecentAttributes recent;
  private @Nullable Tag[] slots = NONE;
  private @Nullable Tag last;
  private int limit;

  /** Where the values in the holes of the tag found last begin and end, and where the tag ends. */
  private final int[] starts = new int[StartTag.FEW];

  private final int[] stops = new int[StartTag.FEW];
  private int end;

  /** Whether the tag looked for last may be one that is remembered, but is not all here. */
  private boolean cutOff;

  TagMemory(Input in, RecentAttributes recent) {
    this.in = in;
    this.recent = recent;
  }

  /** Sets how many bytes a value may have. */
  void limit(int bytes) {
    limit = bytes;
  }

  /** The tag that begins at the position, if it is remembered, and all here. */
  @Nullable Tag find(String around) {
    cutOff = false;
    if (slots.length == 0) {
      return null;
    }
    // What came after the last tag the time before mostly comes again, and needs no search.
    Tag tag = slots[last == null ? 0 : last.next];
    if (tag != null && isHere(tag, around)) {
      tag.used = true;
      last = tag;
      return tag;
    }
    return cutOff || in.position + Name.TWO_WORDS > in.bytes.length ? null : search(around);
  }

  private @Nullable Tag search(String around) {
    int slot = slot(in.bytes, in.position);
    for (int i = slot; i < slot + PLACES && !cutOff; i++) {
      Tag tag = slots[i];
      if (tag != null && isHere(tag, around)) {
        tag.used = true;
        follow(tag, i);
        return tag;
      }
    }
    return null;
  }

  /** Notes which tag comes after the last one. */
  private void follow(Tag tag, int place) {
    if (last != null) {
      last.next = (byte) place;
    }
    last = tag;
  }

  /** Whether what was looked for is so far like a tag that is remembered, and the rest not here. */
  boolean isCutOff() {
    return cutOff;
  }

  /** The index after the tag that was found. */
  int end() {
    return end;
  }

  /** The attributes of the tag that was found: the very same ones if none of them changes. */
  Attribute[] attributes(Tag found) {
    if (found.holes.length == 0) {
      return found.attributes;
    }
    Attribute[] now = new Attribute[found.attributes.length];
    // For so few, faster than clone().
    for (int i = 0; i < now.length; i++) {
      now[i] = found.attributes[i];
    }
    for (int i = 0; i < found.holes.length; i++) {
      int hole = found.holes[i];
      now[hole] = recent.of(found.names[hole], in.bytes, starts[i], stops[i]);
    }
    return now;
  }

  /** Compares what stands between the holes, and notes what is in them. */
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

  /** Whether a part of a tag is here; else notes whether as much of it is as can be. */
  private boolean goesOn(byte[] bytes, int seen, int at, int length) {
    int here = in.end - at;
    if (length <= here) {
      return Words.same(in.bytes, at, bytes, seen, length);
    }
    cutOff = Words.same(in.bytes, at, bytes, seen, here);
    return false;
  }

  /**
   * Remembers a tag.
   *
   * @param from the index of the chunk at which it begins
   * @param to the index after it
   * @param tag what was read
   * @param element what it means, without content
   * @param declares whether it declares its namespace
   */
  void keep(int from, int to, StartTag tag, Element element, boolean declares) {
    if (to - from > LONGEST || from + Name.TWO_WORDS > in.bytes.length) {
      return;
    }
    if (slots.length == 0) {
      slots = new Tag[SLOTS];
    }
    int slot = slot(in.bytes, from);
    Tag now = new Tag(Arrays.copyOfRange(in.bytes, from, to), tag, element, declares, from);
    int place = place(slot, now);
    if (place >= 0) {
      Tag before = slots[place];
      Tag kept = before != null && now.isLike(before) ? now.withHoles(before) : now;
      slots[place] = kept;
      follow(kept, place);
    }
  }

  /**
   * The place of a tag that differs in values alone; else one that is free, or whose tag did not
   * come again since one was looked for; else -1, for now.
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
    last = null;
  }

  /** Depends on no byte after the first value or the tag, and on none beyond the first sixteen. */
  private static int slot(byte[] bytes, int from) {
    long first = Words.at(bytes, from);
    int stop = Words.before(first, '>', '\'', '"');
    if (stop < Words.BYTES) {
      return Words.hash(Words.first(first, stop), 0, 1) & (SLOTS - PLACES);
    }
    long second = Words.at(bytes, from + Words.BYTES);
    long rest = Words.first(second, Words.before(second, '>', '\'', '"'));
    return Words.hash(first, rest, Name.TWO_WORDS) & (SLOTS - PLACES);
  }
}
