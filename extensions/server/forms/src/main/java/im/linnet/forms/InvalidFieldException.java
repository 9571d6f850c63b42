package im.linnet.forms;

import im.linnet.xml.XmlText;

/**
 * An answer does not fit the form. The message names the field and says what is allowed; it never
 * contains the value, which may be secret.
 */
public final class InvalidFieldException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private static final int MAX_SHOWN = 80;

  /** Why a value is not allowed. */
  public enum Reason {
    /**
     * The form has no such field, so its sender did not ask for it.
     *
     * <p>What to do: leave the field out.
     */
    NOT_ASKED,
    /**
     * The field is not for the user to answer: it is fixed or hidden.
     *
     * <p>What to do: leave the field out.
     */
    NOT_ANSWERABLE,
    /**
     * The field must be answered.
     *
     * <p>What to do: answer the field.
     */
    REQUIRED,
    /**
     * The field takes one value, not several.
     *
     * <p>What to do: give one value.
     */
    SEVERAL_VALUES,
    /**
     * The field takes a single line, without line breaks.
     *
     * <p>What to do: give one line.
     */
    SEVERAL_LINES,
    /**
     * The value is none of the field's options.
     *
     * <p>What to do: give one of the options of the field.
     */
    NOT_AN_OPTION,
    /**
     * The value is not an XMPP address.
     *
     * <p>What to do: give an address, such as {@code juliet@example.com}.
     */
    NOT_AN_ADDRESS,
    /**
     * The value is neither true nor false.
     *
     * <p>What to do: give true or false.
     */
    NOT_A_BOOLEAN,
    /**
     * The value does not have the datatype of the field, is out of range or does not match.
     *
     * <p>What to do: see the message, which names the datatype or the range.
     */
    NOT_VALID,
    /**
     * There are too few or too many values.
     *
     * <p>What to do: see the message, which names the numbers allowed.
     */
    COUNT,
    /**
     * The value contains a character that XML does not allow.
     *
     * <p>What to do: leave out control characters.
     */
    NOT_SENDABLE
  }

  private final String var;
  private final Reason reason;

  InvalidFieldException(Field field, Reason reason, String what) {
    super("The field " + name(field) + " " + what);
    this.var = String.valueOf(field.var());
    this.reason = reason;
  }

  InvalidFieldException(String var, Reason reason, String what) {
    super("The field " + shown(var) + " " + what);
    this.var = var;
    this.reason = reason;
  }

  /** {@return the name of the field} */
  public String var() {
    return var;
  }

  /** {@return why the answer does not fit} */
  public Reason reason() {
    return reason;
  }

  private static String name(Field field) {
    String var = shown(String.valueOf(field.var()));
    String label = field.label();
    return label == null || label.isBlank() ? var : var + " (" + shown(label) + ")";
  }

  /** A text of the form's sender, short and on one line. */
  static String shown(String text) {
    StringBuilder line = new StringBuilder("“");
    XmlText.shortened(text, MAX_SHOWN)
        .codePoints()
        .forEach(c -> line.appendCodePoint(isPlain(c) ? c : '?'));
    return line.append('”').toString();
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
