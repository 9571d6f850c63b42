package im.linnet.forms;

import java.util.Locale;

/** The type of a field (XEP-0004, section 3.3). */
public enum FieldType {
  /** Yes or no, on the wire {@code 1}, {@code 0}, {@code true} or {@code false}. */
  BOOLEAN,
  /** A text to show, which is not answered. */
  FIXED,
  /** Not shown to the user, but sent back with the answer. */
  HIDDEN,
  /** Any number of addresses. */
  JID_MULTI,
  /** One address. */
  JID_SINGLE,
  /** Any number of the field's options. */
  LIST_MULTI,
  /** One of the field's options. */
  LIST_SINGLE,
  /** Any number of lines, one value each. */
  TEXT_MULTI,
  /** One line that a user interface must not show, such as a password. */
  TEXT_PRIVATE,
  /** One line of text; also any type that is not known. */
  TEXT_SINGLE;

  /** {@return the value of the attribute on the wire} */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@return whether a field of this type may have more than one value} */
  public boolean isMultiple() {
    return switch (this) {
      case HIDDEN, JID_MULTI, LIST_MULTI, TEXT_MULTI -> true;
      default -> false;
    };
  }

  /** {@return whether a field of this type has options} */
  public boolean isList() {
    return this == LIST_MULTI || this == LIST_SINGLE;
  }

  /** {@return whether a field of this type has addresses as values} */
  public boolean isJid() {
    return this == JID_MULTI || this == JID_SINGLE;
  }

  /** {@return whether the user answers a field of this type} */
  public boolean isAnswered() {
    return this != FIXED && this != HIDDEN;
  }

  /** The type of a name on the wire; {@link #TEXT_SINGLE} for one that is not known. */
  static FieldType of(String wireName) {
    for (FieldType type : values()) {
      if (type.wireName().equals(wireName)) {
        return type;
      }
    }
    return TEXT_SINGLE;
  }
}
