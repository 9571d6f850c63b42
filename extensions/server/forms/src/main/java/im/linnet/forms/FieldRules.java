package im.linnet.forms;

import im.linnet.forms.InvalidFieldException.Reason;
import im.linnet.jid.InvalidJidException;
import im.linnet.jid.Jid;
import im.linnet.xml.XmlText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules that the values of one field must follow (XEP-0004, section 3.3; XEP-0122). */
final class FieldRules {

  private static final int MAX_OPTIONS_SHOWN = 10;

  private final Field field;
  private final Validation validation;

  FieldRules(Field field) {
    this.field = field;
    Validation own = field.validation();
    this.validation = own == null ? Validation.none() : own;
  }

  /**
   * Checks values and brings them into the form in which they are sent.
   *
   * @throws InvalidFieldException if the field does not take them
   */
  List<String> accept(List<String> entered) {
    if (!field.type().isAnswered()) {
      throw refusal(Reason.NOT_ANSWERABLE, "is not for the user to answer: leave it out");
    }
    if (!field.type().isMultiple() && entered.size() > 1) {
      throw refusal(Reason.SEVERAL_VALUES, "takes one value, not " + entered.size());
    }
    for (String value : entered) {
      if (!XmlText.allowed(value).equals(value)) {
        throw refusal(Reason.NOT_SENDABLE, "takes no control characters: XML can't contain them");
      }
    }
    return switch (field.type()) {
      case BOOLEAN -> booleans(entered);
      case JID_SINGLE, JID_MULTI -> addresses(entered);
      case LIST_SINGLE, LIST_MULTI -> choices(entered);
      case TEXT_MULTI -> lines(entered);
      default -> line(entered);
    };
  }

  private List<String> booleans(List<String> entered) {
    for (String value : entered) {
      if (Bool.of(value) == null) {
        throw refusal(Reason.NOT_A_BOOLEAN, "takes true or false, also written 1 or 0");
      }
    }
    return entered.stream().map(String::strip).toList();
  }

  private List<String> addresses(List<String> entered) {
    Set<String> addresses = new LinkedHashSet<>();
    for (String value : entered) {
      if (value.isBlank()) {
        continue;
      }
      try {
        addresses.add(Jid.of(value.strip()).toString());
      } catch (InvalidJidException malformed) {
        throw refusal(
            Reason.NOT_AN_ADDRESS,
            "takes "
                + (field.type().isMultiple() ? "XMPP addresses" : "one XMPP address")
                + " such as romeo@example.net");
      }
    }
    return List.copyOf(addresses);
  }

  /** The options in the order of the field, which may be significant, then other values. */
  private List<String> choices(List<String> entered) {
    Set<String> chosen = new LinkedHashSet<>(entered);
    List<String> ordered = new ArrayList<>();
    for (Option option : field.options()) {
      if (chosen.remove(option.value())) {
        ordered.add(option.value());
      }
    }
    if (!chosen.isEmpty() && !validation.isOpen()) {
      throw refusal(Reason.NOT_AN_OPTION, "takes " + options());
    }
    for (String value : chosen) {
      requireValid(value);
      ordered.add(value);
    }
    if (field.type() == FieldType.LIST_MULTI) {
      requireCount(ordered.size());
    }
    return ordered;
  }

  private String options() {
    if (field.options().isEmpty()) {
      return "nothing, because it has no options";
    }
    String shown =
        field.options().stream()
            .limit(MAX_OPTIONS_SHOWN)
            .map(option -> InvalidFieldException.shown(option.value()))
            .collect(Collectors.joining(", "));
    int more = field.options().size() - MAX_OPTIONS_SHOWN;
    return (field.type().isMultiple() ? "some of " : "one of ")
        + shown
        + (more > 0 ? " and " + more + " more" : "");
  }

  /** No limit applies to a list that is left empty: whether it may be is said by “required”. */
  private void requireCount(int count) {
    Integer min = validation.minValues();
    Integer max = validation.maxValues();
    if (count > 0 && ((min != null && count < min) || (max != null && count > max))) {
      throw refusal(
          Reason.COUNT,
          "takes "
              + (min == null ? "" : "at least " + min + (max == null ? "" : " and "))
              + (max == null ? "" : "at most " + max)
              + " of its options, not "
              + count);
    }
  }

  private List<String> lines(List<String> entered) {
    List<String> lines = new ArrayList<>();
    for (String value : entered) {
      lines.addAll(List.of(value.split("\r\n|\r|\n", -1)));
    }
    if (validation.isOpen()) {
      lines.forEach(this::requireValid);
    } else if (!lines.isEmpty()) {
      requireValid(String.join("\n", lines));
    }
    return lines;
  }

  private List<String> line(List<String> entered) {
    for (String value : entered) {
      if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
        throw refusal(Reason.SEVERAL_LINES, "takes a single line, without line breaks");
      }
      requireValid(value);
    }
    return List.copyOf(entered);
  }

  /** An empty value is no answer: whether it may be left out is said by “required”. */
  private void requireValid(String value) {
    String allowed = value.isEmpty() ? null : validation.objection(value);
    if (allowed != null) {
      throw refusal(Reason.NOT_VALID, "takes " + allowed);
    }
  }

  private InvalidFieldException refusal(Reason reason, String what) {
    return new InvalidFieldException(field, reason, what);
  }
}
