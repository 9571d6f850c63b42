package im.linnet.upload;

import im.linnet.xml.XmlText;
import org.jspecify.annotations.Nullable;

/** A name from others as one that is safe on disk (XEP-0446, section 3). */
final class SafeName {

  private static final String SEPARATORS = "/\\:*?\"<>|%";
  private static final int MAX_LENGTH = 120;

  private SafeName() {}

  static String of(@Nullable String name) {
    String text = name == null ? "" : name.strip();
    if (text.isEmpty()) {
      return "file";
    }
    StringBuilder safe = new StringBuilder();
    // The end has the type.
    int from = Math.max(0, text.length() - MAX_LENGTH);
    for (char c : text.substring(from).toCharArray()) {
      boolean leadingDot = c == '.' && safe.length() == 0;
      if (leadingDot || SEPARATORS.indexOf(c) >= 0 || Character.isISOControl(c) || isFormat(c)) {
        safe.append("%%%02X".formatted((int) c));
      } else {
        safe.append(c);
      }
    }
    return XmlText.allowed(safe.toString());
  }

  /** Such as those that turn the direction of text, which would disguise its type. */
  private static boolean isFormat(char c) {
    return Character.getType(c) == Character.FORMAT;
  }
}
