package im.linnet.xml;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Finds the {@link Name} of some bytes without making a string. What XMPP says all the time is in a
 * table that all parsers share and none changes; what this peer says besides is in a few slots of
 * our own, where a new name simply takes the place of an old one. So names made to collide, or
 * never to repeat, cost a string each and nothing more.
 */
final class NameTable {

  /** Begins the hash of each name; hidden, so that nobody can prepare names that collide. */
  static final int SEED = new SplittableRandom().nextInt();

  private static final int PRIME = 0x01000193;
  private static final int SLOTS = 32;
  private static final int LONGEST_KEPT = 48;
  private static final Name[] NONE = {};

  private static final Name[] COMMON_NAMES = shared(CommonNames.NAMES, true);
  private static final Name[] COMMON_NAMESPACES = shared(CommonNames.NAMESPACES, false);

  private final boolean qualified;
  private final Name[] common;
  private @Nullable Name[] recent = NONE;

  private NameTable(boolean qualified, Name[] common) {
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

  /** The hash of what came before and one byte more. */
  static int hash(int before, byte b) {
    return (before ^ b) * PRIME;
  }

  /** The hash of a whole token. */
  static int hash(Token token) {
    byte[] bytes = token.source();
    int hash = SEED;
    for (int i = token.from(), stop = i + token.length(); i < stop; i++) {
      hash = hash(hash, bytes[i]);
    }
    return hash;
  }

  /**
   * The name that a token holds.
   *
   * @param hash the hash of all its bytes
   * @return the name, or null when the token is no qualified name
   */
  @Nullable Name find(Token token, int hash) {
    int spread = spread(hash);
    for (int i = spread & (common.length - 1); common[i] != null; i = (i + 1) % common.length) {
      if (holds(common[i], token, hash)) {
        return common[i];
      }
    }
    if (recent.length > 0) {
      Name name = recent[spread & (SLOTS - 1)];
      if (name != null && holds(name, token, hash)) {
        return name;
      }
    }
    Name made = make(token, hash);
    if (made != null && token.length() <= LONGEST_KEPT) {
      if (recent.length == 0) {
        recent = new Name[SLOTS];
      }
      recent[spread & (SLOTS - 1)] = made;
    }
    return made;
  }

  private @Nullable Name make(Token token, int hash) {
    byte[] bytes = Arrays.copyOfRange(token.source(), token.from(), token.from() + token.length());
    return qualified
        ? Name.qualified(token.text(), bytes, hash)
        : new Name(bytes, hash, "", token.text());
  }

  private static boolean holds(Name name, Token token, int hash) {
    int length = token.length();
    if (name.hash != hash || name.bytes.length != length) {
      return false;
    }
    int from = token.from();
    return Arrays.equals(name.bytes, 0, length, token.source(), from, from + length);
  }

  private static int spread(int hash) {
    return hash ^ hash >>> 15;
  }

  /** An open table at most a quarter full: a search ends after a step or two. */
  private static Name[] shared(List<String> texts, boolean qualified) {
    Name[] table = new Name[Integer.highestOneBit(texts.size()) * 8];
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      int hash = SEED;
      for (byte b : bytes) {
        hash = hash(hash, b);
      }
      int i = spread(hash) & (table.length - 1);
      while (table[i] != null) {
        i = (i + 1) % table.length;
      }
      Name name = qualified ? Name.qualified(text, bytes, hash) : new Name(bytes, hash, "", text);
      if (name != null) {
        table[i] = name;
      }
    }
    return table;
  }
}
