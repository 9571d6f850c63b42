package im.linnet.xml;

/**
 * Decodes short text beyond ASCII that lies whole in a chunk, and checks it in the same look.
 * Whatever is unusual in it is left to {@link CharacterData}.
 */
final class ShortText {

  private static final int LONGEST = 256;
  private static final char[] NONE = {};

  private char[] characters = NONE;
  private int count;

  /**
   * Decodes up to a {@code <}, or whatever else does not stand for itself.
   *
   * @return the index of that byte, or of one that is not taken for other reasons
   */
  int read(byte[] bytes, int from, int stop) {
    if (characters.length == 0) {
      // The last character may take two.
      characters = new char[LONGEST + 1];
    }
    char[] to = characters;
    int n = 0;
    int i = from;
    while (i < stop && n < LONGEST) {
      int b = bytes[i];
      if (b >= 0) {
        // A '>' is plain where no brackets precede it, and these end this text.
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

  /** What was decoded last. */
  String text() {
    return new String(characters, 0, count);
  }
}
