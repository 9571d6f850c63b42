package im.linnet.forms;

import org.jspecify.annotations.Nullable;

/** The four ways to write a boolean (XEP-0004, section 3.3; XML Schema, part 2, section 3.2.2). */
final class Bool {

  private Bool() {}

  /** Reads a boolean; null if it is none. */
  static @Nullable Boolean of(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return switch (text.strip()) {
      case "1", "true" -> Boolean.TRUE;
      case "0", "false" -> Boolean.FALSE;
      default -> null;
    };
  }
}
