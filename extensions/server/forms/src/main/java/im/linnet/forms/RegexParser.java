package im.linnet.forms;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Reads a POSIX extended regular expression (IEEE Std 1003.1, section 9.4), and the classes {@code
 * \d}, {@code \w}, {@code \s} and groups {@code (?:..)} that forms use as well. Not supported are
 * back references, look-around, collating symbols and equivalence classes.
 */
final class RegexParser {

  private static final int MAX_DEPTH = 50;
  private static final int MAX_STACKED = 3;

  /** Each member of a set costs time for each character. */
  private static final int MAX_MEMBERS = 64;

  private static final int MAX_REPEATS = 1000;
  private static final int END = -1;

  private final int[] text;
  private int at;
  private int depth;

  RegexParser(String pattern) {
    text = pattern.codePoints().toArray();
  }

  /**
   * Reads the whole expression.
   *
   * @throws IllegalArgumentException if it is malformed or not supported
   */
  RegexPart parse() {
    RegexPart all = choice();
    if (peek() != END) {
      throw malformed();
    }
    return all;
  }

  private RegexPart choice() {
    List<RegexPart> branches = new ArrayList<>();
    do {
      branches.add(sequence());
    } while (accept('|'));
    return branches.size() == 1 ? branches.get(0) : new RegexPart.Choice(branches);
  }

  private RegexPart sequence() {
    List<RegexPart> parts = new ArrayList<>();
    while (peek() != END && peek() != '|' && peek() != ')') {
      parts.add(repeated(atom()));
    }
    return parts.size() == 1 ? parts.get(0) : new RegexPart.Sequence(parts);
  }

  private RegexPart repeated(RegexPart part) {
    RegexPart all = part;
    for (int stacked = 0; ; stacked++) {
      if (accept('*')) {
        all = new RegexPart.Repeat(all, 0, RegexPart.Repeat.UNLIMITED);
      } else if (accept('+')) {
        all = new RegexPart.Repeat(all, 1, RegexPart.Repeat.UNLIMITED);
      } else if (accept('?')) {
        all = new RegexPart.Repeat(all, 0, 1);
      } else if (accept('{')) {
        all = interval(all);
      } else {
        return all;
      }
      if (stacked == MAX_STACKED) {
        throw malformed();
      }
    }
  }

  private RegexPart interval(RegexPart part) {
    int min = peek() == ',' ? 0 : number();
    int max = min;
    if (accept(',')) {
      max = peek() == '}' ? RegexPart.Repeat.UNLIMITED : number();
    }
    expect('}');
    if (max != RegexPart.Repeat.UNLIMITED && max < min) {
      throw malformed();
    }
    return new RegexPart.Repeat(part, min, max);
  }

  private int number() {
    int number = 0;
    int begin = at;
    while (peek() >= '0' && peek() <= '9') {
      number = number * 10 + (next() - '0');
      if (number > MAX_REPEATS) {
        throw malformed();
      }
    }
    if (at == begin) {
      throw malformed();
    }
    return number;
  }

  private RegexPart atom() {
    int c = next();
    return switch (c) {
      case '(' -> group();
      case '[' -> new RegexPart.Characters(bracket());
      case '.' -> new RegexPart.Characters(any -> true);
      case '^' -> new RegexPart.Edge(true);
      case '$' -> new RegexPart.Edge(false);
      case '\\' -> new RegexPart.Characters(escaped());
      case '*', '+', '?', '{' -> throw malformed();
      default -> new RegexPart.Characters(one(c));
    };
  }

  private RegexPart group() {
    if (accept('?')) {
      expect(':');
    }
    // Bounds the recursion over parts in parts.
    if (++depth > MAX_DEPTH) {
      throw malformed();
    }
    RegexPart inside = choice();
    depth--;
    expect(')');
    return inside;
  }

  private IntPredicate escaped() {
    int c = next();
    return switch (c) {
      case 'd', 'w', 's' -> shorthand(c);
      case 'D', 'W', 'S' -> shorthand(Character.toLowerCase(c)).negate();
      case 'n' -> one('\n');
      case 't' -> one('\t');
      case 'r' -> one('\r');
      default -> {
        if (Character.isLetterOrDigit(c)) {
          throw malformed();
        }
        yield one(c);
      }
    };
  }

  private static IntPredicate shorthand(int c) {
    return switch (c) {
      case 'd' -> named("digit");
      case 's' -> named("space");
      default -> named("alnum").or(one('_'));
    };
  }

  private IntPredicate bracket() {
    boolean negated = accept('^');
    IntPredicate set = c -> false;
    int members = 0;
    while (members == 0 || peek() != ']') {
      set = set.or(member());
      if (++members > MAX_MEMBERS) {
        throw malformed();
      }
    }
    expect(']');
    return negated ? set.negate() : set;
  }

  private IntPredicate member() {
    int low = next();
    if (low == '[' && (peek() == ':' || peek() == '.' || peek() == '=')) {
      return classOfName();
    }
    if (low == '\\') {
      return escaped();
    }
    if (peek() != '-' || at + 1 >= text.length || text[at + 1] == ']') {
      return one(low);
    }
    next();
    int high = next() == '\\' ? next() : text[at - 1];
    if (high < low) {
      throw malformed();
    }
    int from = low;
    return c -> c >= from && c <= high;
  }

  private IntPredicate classOfName() {
    expect(':');
    StringBuilder name = new StringBuilder();
    while (peek() != ':') {
      name.appendCodePoint(next());
    }
    expect(':');
    expect(']');
    return named(name.toString());
  }

  private static IntPredicate named(String name) {
    return switch (name) {
      case "alpha" -> Character::isLetter;
      case "digit" -> c -> c >= '0' && c <= '9';
      case "alnum" -> Character::isLetterOrDigit;
      case "upper" -> Character::isUpperCase;
      case "lower" -> Character::isLowerCase;
      case "space" -> Character::isWhitespace;
      case "blank" -> c -> c == ' ' || c == '\t';
      case "xdigit" -> c -> c < 128 && Character.digit(c, 16) >= 0;
      case "cntrl" -> Character::isISOControl;
      case "punct" -> c -> c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
      case "graph" -> c -> !Character.isISOControl(c) && !Character.isWhitespace(c);
      case "print" -> c -> !Character.isISOControl(c);
      default -> throw new IllegalArgumentException("class: unknown (expected: one of POSIX)");
    };
  }

  private static IntPredicate one(int character) {
    return c -> c == character;
  }

  private int peek() {
    return at < text.length ? text[at] : END;
  }

  private int next() {
    if (at >= text.length) {
      throw malformed();
    }
    return text[at++];
  }

  private boolean accept(int character) {
    boolean is = peek() == character;
    at += is ? 1 : 0;
    return is;
  }

  private void expect(int character) {
    if (!accept(character)) {
      throw malformed();
    }
  }

  private IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        "pattern: malformed or not supported at character " + at + " (expected: POSIX extended)");
  }
}
