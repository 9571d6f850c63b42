package im.linnet.xml;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the {@link Name} for some bytes without creating a string. Names common in XMPP are in an
 * immutable table that all parsers share. Other names of this peer are in slots of this table,
 * where a new name replaces an old one: few at first, more if the peer uses many names. So names
 * that collide on purpose, or never repeat, cost one string each and a bounded table.
 */
final class NameTable {

  private static final int FEW_SLOTS = 32;
  private static final int MANY_SLOTS = 256;

  /** Where a name can be: in its slot, or in the neighbouring one. */
  private static final int PLACES = 2;

  private static final int LONGEST_KEPT = 48;
  private static final Name[] NONE = {};

  private static final @Nullable Name[] COMMON_NAMES = shared(CommonNames.NAMES, true);
  private static final @Nullable Name[] COMMON_NAMESPACES = shared(CommonNames.NAMESPACES, false);

  private final boolean qualified;
  private final @Nullable Name[] common;
  private @Nullable Name[] recent = NONE;

  /** How many names have lost their place since the table grew. */
  private int replaced;

  private NameTable(boolean qualified, @Nullable Name[] common) {
    this.qualified = qualified;
    this.common = common;
  }

  /** A table of names of elements and attributes. */
  static NameTable ofNames() {
    return new NameTable(true, COMMON_NAMES);
  }

  /** A table of namespace names. */
  static NameTable ofNamespaces() {
    return new NameTable(false, COMMON_NAMESPACES);
  }

  /**
   * The name of up to 16 bytes, if it is known.
   *
   * @param first the first eight bytes
   * @param second the bytes after them
   */
  @Nullable Name known(long first, long second, int length) {
    int hash = Words.hash(first, second, length);
    int mask = common.length - 1;
    for (int i = hash & mask; ; i = (i + 1) & mask) {
      Name name = common[i];
      if (name == null) {
        break;
      }
      if (name.first == first && name.second == second && name.length == length) {
        return name;
      }
    }
    if (recent.length > 0) {
      int slot = hash & (recent.length - 1);
      for (int i = 0; i < PLACES; i++) {
        Name name = recent[slot ^ i];
        if (name != null && name.first == first && name.second == second && name.length == length) {
          return name;
        }
      }
    }
    return null;
  }

  /**
   * The name that a token contains.
   *
   * @return the name, or null if the token is not a qualified name
   */
  @Nullable Name find(Token token) {
    return find(token.source(), token.from(), token.length());
  }

  /** The name for those bytes, in the same way. */
  @Nullable Name find(byte[] bytes, int from, int length) {
    int hash = Words.hash(bytes, from, length);
    int mask = common.length - 1;
    for (int i = hash & mask; ; i = (i + 1) & mask) {
      Name name = common[i];
      if (name == null) {
        break;
      }
      if (name.hash == hash && name.length == length && name.isAt(bytes, from, from + length)) {
        return name;
      }
    }
    if (recent.length > 0) {
      int slot = hash & (recent.length - 1);
      for (int i = 0; i < PLACES; i++) {
        Name name = recent[slot ^ i];
        if (name != null
            && name.hash == hash
            && name.length == length
            && name.isAt(bytes, from, from + length)) {
          return name;
        }
      }
    }
    return make(bytes, from, length, hash);
  }

  /** Forgets the names of this peer. */
  void forget() {
    recent = NONE;
    replaced = 0;
  }

  private @Nullable Name make(byte[] bytes, int from, int length, int hash) {
    byte[] own = Arrays.copyOfRange(bytes, from, from + length);
    Name made = name(qualified, new String(own, StandardCharsets.UTF_8), own, hash);
    if (made != null && length <= LONGEST_KEPT) {
      keep(made);
    }
    return made;
  }

  private void keep(Name name) {
    if (recent.length == 0) {
      recent = new Name[FEW_SLOTS];
    } else if (replaced == recent.length && recent.length < MANY_SLOTS) {
      grow();
    }
    if (!place(name)) {
      replaced++;
    }
  }

  /** Puts a name before the one that has its place. {@return whether none had to go} */
  private boolean place(Name name) {
    int slot = name.hash & (recent.length - 1);
    Name older = recent[slot];
    boolean room = older == null || recent[slot ^ 1] == null;
    if (older != null) {
      recent[slot ^ 1] = older;
    }
    recent[slot] = name;
    return room;
  }

  private void grow() {
    @Nullable Name[] few = recent;
    recent = new Name[2 * few.length];
    replaced = 0;
    for (Name name : few) {
      if (name != null) {
        place(name);
      }
    }
  }

  private static @Nullable Name name(boolean qualified, String text, byte[] bytes, int slot) {
    return qualified ? Name.qualified(text, bytes, slot) : new Name(bytes, "", text, slot);
  }

  /** A table with open addressing, at most a quarter full: a search takes one or two steps. */
  private static @Nullable Name[] shared(List<String> texts, boolean qualified) {
    @Nullable Name[] table = new Name[Integer.highestOneBit(texts.size()) * 8];
    for (int number = 0; number < texts.size(); number++) {
      String text = texts.get(number);
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      Name name = name(qualified, text, bytes, number);
      int i = name == null ? 0 : name.hash & (table.length - 1);
      while (table[i] != null) {
        i = (i + 1) & (table.length - 1);
      }
      table[i] = name;
    }
    return table;
  }
}
