package im.linnet.xml;

/**
 * Decodes and checks, in one pass, short non-ASCII text that is complete in a chunk. Anything
 * unusual is left to {@link CharacterData}.
 */
final class ShortText {

  private static final int LONGEST = 256;
  private static final char[] NONE = {};

  private char[] characters = NONE;
  private int count;

  /**
   * Decodes up to a {@code <} or any other special byte.
   *
   * @return the index of that byte, or of one that this class does not decode
   */
  int read(byte[] bytes, int from, int stop) {
    if (characters.length == 0) {
      // The last character may need two.
      characters = new char[LONGEST + 1];
    }
    char[] to = characters;
    int n = 0;
    int i = from;
    while (i < stop && n < LONGEST) {
      int b = bytes[i];
      if (b >= 0) {
        // A '>' is plain if no brackets precede it, and a bracket ends this text.
        if (ByteClass.TEXT[b] != ByteClass.PLAIN && b != '>') {
          break;
        }
        to[n++] = (char) b;
        i++;
        continue;
      }
      int length = Utf8.sequenceLength(bytes, i, stop);
      if (length == 0) {
        break;
      }
      int c = Utf8.codePoint(bytes, i, length);
      if (length < 4) {
        to[n++] = (char) c;
      } else {
        to[n++] = Character.highSurrogate(c);
        to[n++] = Character.lowSurrogate(c);
      }
      i += length;
    }
    count = n;
    return i;
  }

  /** The text decoded last. */
  String text() {
    return new String(characters, 0, count);
  }
}
