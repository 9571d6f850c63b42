package im.linnet.forms;

import java.math.BigDecimal;
import java.net.URI;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The datatypes of XML Schema, part 2, that are checked (XEP-0122, section 3.1). All others are
 * treated as text, as section 4.1 requires.
 */
enum Datatype {
  STRING("xs:string", "text"),
  BOOLEAN("xs:boolean", "true or false"),
  DECIMAL("xs:decimal", "a number such as 1.5"),
  DOUBLE("xs:double", "a number such as 1.5"),
  FLOAT("xs:float", "a number such as 1.5"),
  INTEGER("xs:integer", null, null),
  POSITIVE_INTEGER("xs:positiveInteger", "1", null),
  NON_NEGATIVE_INTEGER("xs:nonNegativeInteger", "0", null),
  NEGATIVE_INTEGER("xs:negativeInteger", null, "-1"),
  NON_POSITIVE_INTEGER("xs:nonPositiveInteger", null, "0"),
  LONG("xs:long", "-9223372036854775808", "9223372036854775807"),
  INT("xs:int", "-2147483648", "2147483647"),
  SHORT("xs:short", "-32768", "32767"),
  BYTE("xs:byte", "-128", "127"),
  UNSIGNED_LONG("xs:unsignedLong", "0", "18446744073709551615"),
  UNSIGNED_INT("xs:unsignedInt", "0", "4294967295"),
  UNSIGNED_SHORT("xs:unsignedShort", "0", "65535"),
  UNSIGNED_BYTE("xs:unsignedByte", "0", "255"),
  DATE("xs:date", "a date such as 2026-11-29"),
  TIME("xs:time", "a time such as 14:30:00"),
  DATE_TIME("xs:dateTime", "a date with time such as 2026-11-29T14:30:00Z"),
  ANY_URI("xs:anyURI", "a URI such as https://example.com/"),
  LANGUAGE("xs:language", "a language such as en or pt-BR");

  /** No number, date or language is longer. It keeps reading a number from taking long. */
  private static final int MAX_LENGTH = 100;

  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,100}");
  private static final Pattern DECIMAL_NUMBER =
      Pattern.compile("[+-]?([0-9]{1,100}(\\.[0-9]{0,100})?|\\.[0-9]{1,100})");
  private static final Pattern FLOATING =
      Pattern.compile(
          "[+-]?([0-9]{1,100}(\\.[0-9]{0,100})?|\\.[0-9]{1,100})([eE][+-]?[0-9]{1,9})?");
  private static final Pattern TAG = Pattern.compile("[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8}){0,12}");
  private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000);

  private final String wireName;
  private final String expected;
  private final boolean whole;
  private final @Nullable BigDecimal min;
  private final @Nullable BigDecimal max;

  Datatype(String wireName, String expected) {
    this.wireName = wireName;
    this.expected = expected;
    this.whole = false;
    this.min = null;
    this.max = null;
  }

  Datatype(String wireName, @Nullable String min, @Nullable String max) {
    this.wireName = wireName;
    this.expected =
        "a whole number"
            + (min == null ? "" : ", at least " + min)
            + (max == null ? "" : ", at most " + max);
    this.whole = true;
    this.min = min == null ? null : new BigDecimal(min);
    this.max = max == null ? null : new BigDecimal(max);
  }

  static Datatype of(String wireName) {
    for (Datatype type : values()) {
      if (type.wireName.equals(wireName)) {
        return type;
      }
    }
    return STRING;
  }

  /** What a value of this type looks like, in words. */
  String expected() {
    return expected;
  }

  /** Whether a text is a value of this type. */
  boolean allows(String text) {
    if (this == STRING) {
      return true;
    }
    String value = text.strip();
    return switch (this) {
      case BOOLEAN -> Bool.of(value) != null;
      case ANY_URI -> isUri(value);
      case LANGUAGE -> TAG.matcher(value).matches();
      case DOUBLE, FLOAT -> isSpecial(value) || key(value) != null;
      default -> key(value) != null;
    };
  }

  private static boolean isSpecial(String value) {
    return value.equals("INF") || value.equals("-INF") || value.equals("NaN");
  }

  private static boolean isUri(String value) {
    try {
      return !URI.create(value).toString().isEmpty();
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  /**
   * The place of a value in the order of its type.
   *
   * @return a number that is larger for larger values; null if it is no value of this type, or the
   *     type has no order
   */
  @Nullable BigDecimal key(String text) {
    String value = text.strip();
    if (value.length() > MAX_LENGTH) {
      return null;
    }
    try {
      return whole ? wholeNumber(value) : unbounded(value);
    } catch (DateTimeException | NumberFormatException malformed) {
      return null;
    }
  }

  private @Nullable BigDecimal wholeNumber(String value) {
    if (!WHOLE.matcher(value).matches()) {
      return null;
    }
    BigDecimal number = new BigDecimal(value);
    boolean tooLow = min != null && number.compareTo(min) < 0;
    boolean tooHigh = max != null && number.compareTo(max) > 0;
    return tooLow || tooHigh ? null : number;
  }

  private @Nullable BigDecimal unbounded(String value) {
    return switch (this) {
      case DECIMAL -> DECIMAL_NUMBER.matcher(value).matches() ? new BigDecimal(value) : null;
      case DOUBLE, FLOAT -> FLOATING.matcher(value).matches() ? new BigDecimal(value) : null;
      case DATE -> date(value);
      case TIME -> time(value);
      case DATE_TIME -> dateTime(value);
      default -> null;
    };
  }

  private static BigDecimal date(String value) {
    TemporalAccessor date = DateTimeFormatter.ISO_DATE.parse(value);
    return BigDecimal.valueOf(LocalDate.from(date).toEpochDay());
  }

  private static BigDecimal time(String value) {
    TemporalAccessor time =
        DateTimeFormatter.ISO_TIME.parseBest(value, OffsetTime::from, LocalTime::from);
    OffsetTime zoned =
        time instanceof OffsetTime offset ? offset : LocalTime.from(time).atOffset(ZoneOffset.UTC);
    long shift = zoned.getOffset().getTotalSeconds() * 1_000_000_000L;
    return BigDecimal.valueOf(zoned.toLocalTime().toNanoOfDay() - shift);
  }

  private static BigDecimal dateTime(String value) {
    TemporalAccessor read =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(value, OffsetDateTime::from, LocalDateTime::from);
    OffsetDateTime zoned =
        read instanceof OffsetDateTime offset
            ? offset
            : LocalDateTime.from(read).atOffset(ZoneOffset.UTC);
    return BigDecimal.valueOf(zoned.toEpochSecond())
        .multiply(BILLION)
        .add(BigDecimal.valueOf(zoned.getNano()));
  }
}
