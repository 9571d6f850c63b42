package im.linnet.forms;

import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a field must look like (XEP-0122): a datatype, a method, and for lists the
 * number of values. Immutable.
 *
 * <p>Checked are the datatypes of numbers, dates, times, booleans, URIs and languages of XML
 * Schema; others count as text (section 4.1). A range or a regular expression that can't be
 * understood, or would take too much work, is left to the form's sender to check.
 */
public final class Validation {

  /** The namespace. */
  public static final String NAMESPACE = "http://jabber.org/protocol/xdata-validate";

  /** As misspelt in section 3 of XEP-0122. */
  private static final String MISSPELT = "http://jabber.org/protocols/xdata-validate";

  private static final String TEXT = "xs:string";
  private static final Validation NONE = new Validation(TEXT, new Basic(), null, null);

  /** How values are checked besides their datatype (section 3.2). */
  public sealed interface Method permits Basic, Open, Range, Regex {}

  /** By the datatype and the field type alone. */
  public record Basic() implements Method {}

  /** By the datatype alone: a list also takes values that are none of its options. */
  public record Open() implements Method {}

  /**
   * Between two values.
   *
   * @param min the least value, or null
   * @param max the largest value, or null
   */
  public record Range(@Nullable String min, @Nullable String max) implements Method {}

  /**
   * By a regular expression, which the whole value must match.
   *
   * @param pattern a POSIX extended regular expression
   */
  public record Regex(String pattern) implements Method {}

  private final String datatype;
  private final Method method;
  private final @Nullable Integer min;
  private final @Nullable Integer max;
  private final Datatype type;
  private final @Nullable RegularExpression expression;

  private Validation(String datatype, Method method, @Nullable Integer min, @Nullable Integer max) {
    this.datatype = Objects.requireNonNull(datatype, "datatype");
    this.method = Objects.requireNonNull(method, "method");
    this.min = min;
    this.max = max;
    this.type = Datatype.of(datatype);
    this.expression =
        method instanceof Regex regex ? RegularExpression.understood(regex.pattern()) : null;
  }

  /** {@return validation by the field type alone, for a field without its own} */
  static Validation none() {
    return NONE;
  }

  /**
   * Creates a validation.
   *
   * @param datatype such as {@code xs:integer}
   * @param method how values are checked besides
   * @return the validation, without limits for the number of values
   */
  public static Validation of(String datatype, Method method) {
    return new Validation(datatype, method, null, null);
  }

  /** Reads a field's {@code <validate/>}; null if it has none. Malformed parts are ignored. */
  static @Nullable Validation in(Element field) {
    Element validate = field.child("validate", NAMESPACE);
    validate = validate == null ? field.child("validate", MISSPELT) : validate;
    if (validate == null) {
      return null;
    }
    String datatype = validate.attribute("datatype");
    Element count = validate.child("list-range");
    return new Validation(
        datatype == null ? TEXT : datatype,
        method(validate),
        count == null ? null : positive(count.attribute("min")),
        count == null ? null : positive(count.attribute("max")));
  }

  private static Method method(Element validate) {
    for (Element child : validate.children()) {
      if (child.name().equals("open")) {
        return new Open();
      } else if (child.name().equals("range")) {
        return new Range(child.attribute("min"), child.attribute("max"));
      } else if (child.name().equals("regex")) {
        return new Regex(child.text());
      }
    }
    return new Basic();
  }

  private static @Nullable Integer positive(@Nullable String text) {
    try {
      int number = text == null ? 0 : Integer.parseInt(text.strip());
      return number > 0 ? number : null;
    } catch (NumberFormatException malformed) {
      return null;
    }
  }

  /**
   * Limits the number of values of a {@link FieldType#LIST_MULTI} (section 3.3).
   *
   * @param least the least number, or null
   * @param most the largest number, or null
   * @return a copy
   */
  public Validation listRange(@Nullable Integer least, @Nullable Integer most) {
    return new Validation(datatype, method, least, most);
  }

  /** {@return the datatype, such as {@code xs:dateTime}} */
  public String datatype() {
    return datatype;
  }

  /** {@return how values are checked besides} */
  public Method method() {
    return method;
  }

  /** {@return the least number of values of a list, or null} */
  public @Nullable Integer minValues() {
    return min;
  }

  /** {@return the largest number of values of a list, or null} */
  public @Nullable Integer maxValues() {
    return max;
  }

  /** Whether a list takes values that are none of its options (section 3.2). */
  boolean isOpen() {
    return !(method instanceof Basic);
  }

  /** What is allowed, in words that follow “takes”, if the value is not; else null. */
  @Nullable String objection(String value) {
    if (!type.allows(value)) {
      return type.expected();
    }
    if (method instanceof Range range) {
      return isWithin(range, value) ? null : type.expected() + limits(range);
    }
    return expression == null || expression.matches(value)
        ? null
        : "text that matches " + InvalidFieldException.shown(expression.pattern());
  }

  private boolean isWithin(Range range, String value) {
    BigDecimal key = type.key(value);
    BigDecimal low = range.min() == null ? null : type.key(range.min());
    BigDecimal high = range.max() == null ? null : type.key(range.max());
    return key == null
        || ((low == null || key.compareTo(low) >= 0) && (high == null || key.compareTo(high) <= 0));
  }

  private static String limits(Range range) {
    String low = range.min() == null ? "" : " from " + InvalidFieldException.shown(range.min());
    return range.max() == null ? low : low + " up to " + InvalidFieldException.shown(range.max());
  }

  Element toElement() {
    ElementBuilder validate =
        Element.builder("validate", NAMESPACE).attribute("datatype", datatype).child(wire());
    if (min != null || max != null) {
      validate.child(
          Element.builder("list-range", NAMESPACE)
              .attribute("min", min == null ? null : min.toString())
              .attribute("max", max == null ? null : max.toString())
              .build());
    }
    return validate.build();
  }

  private Element wire() {
    if (method instanceof Range range) {
      return Element.builder("range", NAMESPACE)
          .attribute("min", range.min())
          .attribute("max", range.max())
          .build();
    }
    if (method instanceof Regex regex) {
      return Element.of("regex", NAMESPACE, regex.pattern());
    }
    return Element.of(method instanceof Open ? "open" : "basic", NAMESPACE);
  }

  @Override
  public String toString() {
    return "Validation[" + datatype + ", " + method + "]";
  }
}
