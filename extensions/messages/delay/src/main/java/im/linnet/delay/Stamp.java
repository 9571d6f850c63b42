package im.linnet.delay;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Reads the dates and times of delays in one pass over a bounded text: the DateTime profile of
 * XEP-0082, section 3.2, and the older form of XEP-0091, section 4.
 *
 * <p>It refuses hour 24, leap seconds, offsets beyond 14 hours and years that don't have four
 * digits. Digits beyond the nanosecond are read and dropped.
 */
final class Stamp {

  static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  /** Longer than any real stamp: date and time take 25 characters, fractions the rest. */
  private static final int MAX_LENGTH = 64;

  private static final int MAX_OFFSET_HOURS = 14;
  private static final int NANO_DIGITS = 9;

  private final String text;
  private int at;

  private Stamp(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "stamp: %d characters (expected: <= %d)".formatted(text.length(), MAX_LENGTH));
    }
    this.text = text;
  }

  /** Reads {@code CCYY-MM-DDThh:mm:ss[.sss](Z|±hh:mm)}. */
  static Instant parse(String text) {
    return new Stamp(text).dateTime(true);
  }

  /**
   * Reads {@code CCYYMMDDThh:mm:ss}, in UTC, or the newer form, as XEP-0082, section 4 recommends.
   */
  static Instant parseLegacy(String text) {
    boolean newer = text.length() > 4 && text.charAt(4) == '-';
    return new Stamp(text).dateTime(newer);
  }

  private Instant dateTime(boolean newer) {
    try {
      int year = number(4);
      separator(newer, '-');
      int month = number(2);
      separator(newer, '-');
      int day = number(2);
      expect('T');
      int hour = number(2);
      expect(':');
      int minute = number(2);
      expect(':');
      int second = number(2);
      int nano = next('.') ? fraction() : 0;
      ZoneOffset zone = !newer && at == text.length() ? ZoneOffset.UTC : zone();
      if (at < text.length() || year == 0) {
        throw malformed();
      }
      return LocalDateTime.of(year, month, day, hour, minute, second, nano).toInstant(zone);
    } catch (DateTimeException impossible) {
      throw malformed();
    }
  }

  private int fraction() {
    int nano = 0;
    int digits = 0;
    do {
      int digit = digit();
      nano = digits < NANO_DIGITS ? nano * 10 + digit : nano;
      digits++;
    } while (at < text.length() && isDigit(text.charAt(at)));
    for (; digits < NANO_DIGITS; digits++) {
      nano *= 10;
    }
    return nano;
  }

  private ZoneOffset zone() {
    if (next('Z')) {
      return ZoneOffset.UTC;
    }
    boolean behind = next('-');
    if (!behind) {
      expect('+');
    }
    int hours = number(2);
    expect(':');
    int minutes = number(2);
    if (minutes > 59 || hours * 60 + minutes > MAX_OFFSET_HOURS * 60) {
      throw malformed();
    }
    int sign = behind ? -1 : 1;
    return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
  }

  private int number(int digits) {
    int number = 0;
    for (int i = 0; i < digits; i++) {
      number = number * 10 + digit();
    }
    return number;
  }

  private int digit() {
    if (at == text.length() || !isDigit(text.charAt(at))) {
      throw malformed();
    }
    return text.charAt(at++) - '0';
  }

  /** Whether it is an ASCII digit; other scripts have digits too. */
  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void separator(boolean needed, char c) {
    if (needed) {
      expect(c);
    }
  }

  private void expect(char c) {
    if (!next(c)) {
      throw malformed();
    }
  }

  private boolean next(char c) {
    boolean found = at < text.length() && text.charAt(at) == c;
    at += found ? 1 : 0;
    return found;
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        "stamp: malformed (expected: like 2002-09-10T23:08:25Z, in XEP-0091 20020910T23:08:25)");
  }
}
