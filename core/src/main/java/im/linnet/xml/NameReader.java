package im.linnet.xml;

import im.linnet.xml.StreamParseException.Condition;
import org.jspecify.annotations.Nullable;

/** Reads the name of an element or attribute into the {@link Token} and finds it in the table. */
final class NameReader {

  private final Input in;
  private final Token token;
  private final Utf8 utf8;
  private final NameTable table = NameTable.ofNames();

  private int limit;

  NameReader(Input in, Token token) {
    this.in = in;
    this.token = token;
    utf8 = token.utf8;
  }

  /** Gives back the memory for names that may come again. */
  void forget() {
    table.forget();
  }

  /** Sets the maximum number of bytes of a name. */
  void limit(int bytes) {
    limit = bytes;
  }

  /**
   * The fast path for the element's name at the position. It applies if the name is short, known
   * and complete in the chunk with the byte that ends it, which must be within two words.
   */
  @Nullable Name elementAtOnce() {
    int at = in.position;
    byte[] bytes = in.bytes;
    if (at + Name.TWO_WORDS >= Math.min(in.end, bytes.length)) {
      return null;
    }
    long first = Words.at(bytes, at);
    int length = Words.before(first, '>', ' ', '/');
    long second = 0;
    if (length < Words.BYTES) {
      first = Words.first(first, length);
    } else {
      second = Words.at(bytes, at + Words.BYTES);
      int more = Words.before(second, '>', ' ', '/');
      if (more == Words.BYTES) {
        return null;
      }
      second = Words.first(second, more);
      length += more;
    }
    return length > limit ? null : table.known(first, second, length);
  }

  /** The same for an attribute's name at an index; an equals sign must directly follow. */
  @Nullable Name attributeAtOnce(int at) {
    byte[] bytes = in.bytes;
    if (at + Name.TWO_WORDS >= Math.min(in.end, bytes.length)) {
      return null;
    }
    long first = Words.at(bytes, at);
    int length = Words.before(first, '=');
    long second = 0;
    if (length < Words.BYTES) {
      first = Words.first(first, length);
    } else {
      second = Words.at(bytes, at + Words.BYTES);
      int more = Words.before(second, '=');
      if (more == Words.BYTES) {
        return null;
      }
      second = Words.first(second, more);
      length += more;
    }
    return length > limit ? null : table.known(first, second, length);
  }

  /** Must be called at the first byte of a name. */
  void begin() {
    token.clear();
    if (!ByteClass.startsName(in.peek())) {
      throw in.unexpectedByte("where a name begins");
    }
  }

  /**
   * Reads up to the byte that ends the name. Returns whether it was reached; it is then the next
   * byte.
   */
  boolean read() {
    while (in.ready()) {
      int b = in.peek();
      if (utf8.pending() || b >= 0x80) {
        beyondAscii();
      } else if (ByteClass.inName(b)) {
        ascii();
      } else {
        return true;
      }
    }
    return false;
  }

  /** The name that was read. The token can then be reused. */
  Name take() {
    Name name = table.find(token);
    if (name == null) {
      throw in.error(
          Condition.NOT_WELL_FORMED, shown(token.text()) + " is no name with or without prefix");
    }
    token.clear();
    return name;
  }

  /** A name as it may appear in an error message. */
  static String shown(String name) {
    return name.length() <= 40 ? name : name.substring(0, 40) + "...";
  }

  private void ascii() {
    byte[] bytes = in.bytes;
    int from = in.position;
    int stop = from + Math.min(in.end - from, limit - token.length());
    int i = from;
    while (i < stop && bytes[i] >= 0 && ByteClass.inName(bytes[i])) {
      i++;
    }
    if (i == from) {
      throw tooLong();
    }
    token.append(bytes, from, i);
    in.position = i;
  }

  private void beyondAscii() {
    if (token.length() >= limit) {
      throw tooLong();
    }
    int at = in.position;
    int codePoint = utf8.next(in);
    token.notAscii();
    token.append(in.bytes, at, at + 1);
    if (codePoint >= 0 && !XmlChars.isName(codePoint)) {
      in.position = at;
      throw in.unexpected(codePoint, "in a name");
    }
  }

  private StreamParseException tooLong() {
    return in.error(
        Condition.POLICY_VIOLATION,
        "a name of more than %d bytes (XmlLimits.nameBytes)".formatted(limit));
  }
}
