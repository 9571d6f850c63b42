package im.linnet.oldarchive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Dates and times in the format of XEP-0082, section 3.2. */
final class DateTime {

  private static final int MAX_LENGTH = 64;

  private DateTime() {}

  /**
   * Reads a date and time.
   *
   * @throws IllegalArgumentException if it is malformed, or not in the years 1 to 9999
   */
  static Instant parse(String text) {
    try {
      if (text.length() <= MAX_LENGTH) {
        OffsetDateTime time = OffsetDateTime.parse(text.strip());
        if (time.getYear() >= 1 && time.getYear() <= 9999) {
          return time.toInstant();
        }
      }
    } catch (DateTimeException malformed) {
      // Said below, without the text: it may be long.
    }
    throw new IllegalArgumentException(
        "time: malformed (expected: such as 2012-04-26T12:00:00Z, XEP-0082)");
  }
}
