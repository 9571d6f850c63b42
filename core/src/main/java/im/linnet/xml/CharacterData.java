package im.linnet.xml;

import im.linnet.xml.StreamParseException.Condition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the characters of text, CDATA sections and attribute values into the {@link Token}:
 * references resolved, line ends and white space normalised (XML 1.0, sections 2.11 and 3.3.3),
 * each character checked.
 */
final class CharacterData {

  private static final int NOWHERE = -1;

  private final Input in;
  private final Token token;
  private final Grant grant;
  private final Utf8 utf8;
  private final Reference reference = new Reference();
  private final ShortText shortText = new ShortText();

  private int limit;
  private int quote;

  /** Where a line feed, if any, belongs to the line end that a carriage return began. */
  private long lineFeed = NOWHERE;

  /** The number of consecutive brackets before {@link #bracketsEnd}. */
  private int brackets;

  private long bracketsEnd = NOWHERE;

  CharacterData(Input in, Token token, Grant grant) {
    this.in = in;
    this.token = token;
    utf8 = token.utf8;
    this.grant = grant;
  }

  /** Sets the maximum number of bytes of one value or run. */
  void limit(int bytes) {
    limit = bytes;
  }

  /** Begins an attribute value within quotation marks of that kind. */
  void beginValue(int quotationMark) {
    quote = quotationMark;
  }

  /** Begins a CDATA section. */
  void beginCdata() {
    brackets = 0;
  }

  /** Returns whether the next byte depends on earlier ones. */
  boolean pending() {
    return reference.pending()
        || utf8.pending()
        || lineFeed == in.offset()
        || bracketsEnd == in.offset();
  }

  /**
   * The text up to {@code <}, possibly empty, if the fast path applies: the text is complete in the
   * chunk, short or in ASCII, and without references or brackets. Otherwise null; then the plain
   * beginning of the text may or may not have been consumed.
   */
  @Nullable String textAtOnce() {
    byte[] bytes = in.bytes;
    int from = in.position;
    if (bytes[from] == '<') {
      return "";
    }
    int stop = from + Math.min(in.end - from, limit + 1);
    int to = Words.textEnd(bytes, from, stop);
    boolean beyondAscii = to < stop && bytes[to] < 0;
    if (beyondAscii) {
      to = shortText.read(bytes, from, stop);
    }
    // A CDATA section would go on with the same text.
    if (to + 1 < stop && bytes[to] == '<' && bytes[to + 1] != '!') {
      in.position = to;
      return beyondAscii ? shortText.text() : Words.ascii(bytes, from, to);
    }
    boolean cutOff = to == in.end && to - from <= limit;
    if (!beyondAscii && !(cutOff && in.leave(from))) {
      in.position = Math.min(to, from + limit);
      token.append(bytes, from, in.position);
    }
    return null;
  }

  /** Reads text up to {@code <}. Returns whether it was reached; it is then the next byte. */
  boolean text() {
    while (in.ready()) {
      if (resumed()) {
        continue;
      }
      plain(ByteClass.TEXT, '<', ']');
      if (in.ready() && textSpecial(in.peek())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads a value up to its quotation mark. Returns whether it was reached; it is then the next
   * byte.
   */
  boolean value() {
    while (in.ready()) {
      if (resumed()) {
        continue;
      }
      plain(ByteClass.VALUE, '<', quote);
      if (in.ready() && valueSpecial(in.peek())) {
        return true;
      }
    }
    return false;
  }

  /** Reads CDATA. Returns whether its end, {@code ]]>}, was reached and consumed. */
  boolean cdata() {
    while (in.ready()) {
      int b = in.peek();
      if (brackets > 0 && b != ']' && b != '>') {
        releaseBrackets();
      }
      if (resumed()) {
        continue;
      }
      plain(ByteClass.CDATA, '>', ']');
      if (in.ready() && cdataSpecial(in.peek())) {
        return true;
      }
    }
    return false;
  }

  /** Continues what an earlier byte began. Returns false if there was nothing to continue. */
  private boolean resumed() {
    if (reference.pending()) {
      int codePoint = reference.next(in, utf8);
      if (codePoint >= 0) {
        reserve(codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4, 1);
        token.addCodePoint(codePoint);
      }
      return true;
    }
    if (utf8.pending()) {
      sequenceByte();
      return true;
    }
    if (lineFeed == in.offset()) {
      lineFeed = NOWHERE;
      if (in.peek() == '\n') {
        in.position++;
        return true;
      }
    }
    return false;
  }

  /** Consumes all ordinary characters that are complete in the chunk. */
  private void plain(byte[] classes, int end1, int end2) {
    byte[] bytes = in.bytes;
    int from = in.position;
    int stop = from + Math.min(in.end - from, room());
    int i = from;
    // Only here, because a '>' is plain only if no brackets precede it.
    if (i < stop && classes[bytes[i] & 0xFF] == ByteClass.PLAIN) {
      i = Words.plainEnd(bytes, i + 1, stop, end1, '&', end2, end2);
    }
    i = rest(bytes, i, stop, classes);
    token.append(bytes, from, i);
    in.position = i;
  }

  /** The slow path: byte by byte, and sequence by sequence. */
  private int rest(byte[] bytes, int from, int stop, byte[] classes) {
    int i = from;
    while (i < stop) {
      byte byteClass = classes[bytes[i] & 0xFF];
      if (byteClass == ByteClass.PLAIN) {
        i++;
      } else if (byteClass == ByteClass.HIGH) {
        int length = Utf8.sequenceLength(bytes, i, stop);
        if (length == 0) {
          return i;
        }
        token.notAscii();
        i += length;
      } else {
        return i;
      }
    }
    return i;
  }

  private boolean textSpecial(int b) {
    switch (ByteClass.TEXT[b]) {
      case ByteClass.LESS -> {
        return true;
      }
      case ByteClass.AMPERSAND -> beginReference();
      case ByteClass.CARRIAGE_RETURN -> lineEnd('\n');
      case ByteClass.BRACKET -> {
        brackets = bracketsEnd == in.offset() ? brackets + 1 : 1;
        bracketsEnd = in.offset() + 1;
        keep();
      }
      case ByteClass.GREATER -> {
        if (bracketsEnd == in.offset() && brackets >= 2) {
          throw in.error(Condition.NOT_WELL_FORMED, "]]> in character data");
        }
        keep();
      }
      default -> character(ByteClass.TEXT[b]);
    }
    return false;
  }

  private boolean valueSpecial(int b) {
    switch (ByteClass.VALUE[b]) {
      case ByteClass.QUOTE -> {
        if (b == quote) {
          return true;
        }
        keep();
      }
      case ByteClass.AMPERSAND -> beginReference();
      case ByteClass.CARRIAGE_RETURN -> lineEnd(' ');
      case ByteClass.BLANK -> {
        add(' ');
        in.position++;
      }
      case ByteClass.LESS -> throw in.unexpectedByte("in an attribute value");
      default -> character(ByteClass.VALUE[b]);
    }
    return false;
  }

  private boolean cdataSpecial(int b) {
    switch (ByteClass.CDATA[b]) {
      case ByteClass.BRACKET -> {
        if (brackets == 2) {
          add(']');
        } else {
          brackets++;
        }
        in.position++;
      }
      case ByteClass.GREATER -> {
        if (brackets == 2) {
          brackets = 0;
          in.position++;
          return true;
        }
        releaseBrackets();
        keep();
      }
      case ByteClass.CARRIAGE_RETURN -> lineEnd('\n');
      default -> character(ByteClass.CDATA[b]);
    }
    return false;
  }

  /** Handles a byte that means the same in every context, or a plain one beyond the limit. */
  private void character(byte byteClass) {
    switch (byteClass) {
      case ByteClass.HIGH -> sequenceByte();
      case ByteClass.CONTROL -> throw in.unexpectedByte("is no XML character");
      default -> keep();
    }
  }

  private void beginReference() {
    in.position++;
    reference.begin();
  }

  private void lineEnd(int replacement) {
    add(replacement);
    in.position++;
    lineFeed = in.offset();
  }

  private void sequenceByte() {
    int at = in.position;
    reserve(1, 0);
    utf8.next(in);
    token.notAscii();
    token.append(in.bytes, at, at + 1);
  }

  private void releaseBrackets() {
    for (; brackets > 0; brackets--) {
      add(']');
    }
  }

  private void keep() {
    reserve(1, 0);
    token.append(in.bytes, in.position, in.position + 1);
    in.position++;
  }

  private void add(int character) {
    reserve(1, 0);
    token.add(character);
  }

  private int room() {
    return limit - token.length();
  }

  /** Fails if the limit would be exceeded; the error points that many bytes back. */
  private void reserve(int bytes, int back) {
    if (room() < bytes) {
      int granted = grant.bytes();
      if (granted - token.length() < bytes) {
        in.position -= back;
        throw in.error(
            Condition.POLICY_VIOLATION,
            "a text or attribute value of more than %d bytes (XmlLimits.textBytes)"
                .formatted(limit));
      }
      limit = granted;
    }
  }
}
