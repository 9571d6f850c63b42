package im.linnet.samples;

import java.util.regex.Pattern;

/** What programs write, as a message can have it. */
final class PlainText {

  /** So much is sent: what is longer, no window shows well. */
  static final int MAX_CHARACTERS = 10_000;

  private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");

  private PlainText() {}

  /** A text without colours of terminals and what XML does not allow; cut if it is too long. */
  static String of(String text) {
    String plain = COLOURS.matcher(text).replaceAll("").replace("\r", "").strip();
    StringBuilder sendable = new StringBuilder();
    plain
        .codePoints()
        .limit(MAX_CHARACTERS)
        .forEach(c -> sendable.appendCodePoint(isAllowed(c) ? c : 0xFFFD));
    return plain.length() > sendable.length()
        ? sendable.append('…').toString()
        : sendable.toString();
  }

  /** Production [2] of XML 1.0. */
  private static boolean isAllowed(int c) {
    return c < 0x20
        ? c == '\t' || c == '\n'
        : !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
  }
}
