package im.linnet.internal.management;

import org.jspecify.annotations.Nullable;

/** Reads the counters of stream management, which have the XML Schema type unsignedInt. */
public final class Count {

  /** Stands for text that is not such a number. */
  public static final long MALFORMED = -1;

  private static final long MAX = 0xFFFF_FFFFL;
  private static final int MAX_DIGITS = 10;

  private Count() {}

  /**
   * Reads a number.
   *
   * @param text the attribute's value, or null
   * @return 0 to 2^32 - 1, or {@link #MALFORMED}
   */
  public static long read(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > MAX_DIGITS) {
      return MALFORMED;
    }
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return MALFORMED;
      }
      number = number * 10 + (digit - '0');
    }
    return number <= MAX ? number : MALFORMED;
  }
}
