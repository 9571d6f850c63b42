package im.linnet.forms;

import im.linnet.forms.DataForm.Kind;
import im.linnet.forms.InvalidFieldException.Reason;
import im.linnet.jid.Jid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer to a form, checked against it (XEP-0004, section 3; XEP-0122). It contains what was
 * asked for and nothing else: the fields that were set, the defaults of the others, and the hidden
 * fields as they came, {@link DataForm#FORM_TYPE} among them. For one thread.
 *
 * <pre>{@code
 * Iq question = Iq.get(Jid.of("bots.example.com"), Element.of("query", "urn:example:bot"));
 * DataForm form = client.request(question, DataForm::in).join();
 * DataForm answer = form.answer().set("botname", "Hal").set("public", true).build();
 * }</pre>
 */
public final class FormAnswer {

  private final DataForm form;
  private final Map<String, Field> asked = new LinkedHashMap<>();
  private final Map<String, List<String>> answers = new LinkedHashMap<>();

  FormAnswer(DataForm form) {
    if (form.kind() != Kind.FORM) {
      throw new IllegalStateException(
          "A form of type %s is not answered".formatted(form.kind().wireName()));
    }
    this.form = form;
    for (Field field : form.fields()) {
      String var = field.var();
      if (var != null && field.type() != FieldType.FIXED) {
        asked.put(var, field);
      }
    }
  }

  /** {@return the form that is answered} */
  public DataForm form() {
    return form;
  }

  /**
   * Answers a field.
   *
   * @param var the name of the field
   * @param value the value; in a field of several lines each line becomes a value
   * @return this answer
   * @throws InvalidFieldException if the form does not ask for it, or the field does not take it
   */
  public FormAnswer set(String var, String value) {
    return set(var, List.of(value));
  }

  /**
   * Answers a field that takes several values.
   *
   * @param var the name of the field
   * @param values the values, which replace those set before; none to leave the field empty
   * @return this answer
   * @throws InvalidFieldException if the form does not ask for it, or the field does not take them
   */
  public FormAnswer set(String var, List<String> values) {
    answers.put(var, requireAsked(var).accept(values));
    return this;
  }

  /**
   * Answers a field by yes or no.
   *
   * @param var the name of the field
   * @param value the value
   * @return this answer
   * @throws InvalidFieldException if the form does not ask for it, or the field does not take it
   */
  public FormAnswer set(String var, boolean value) {
    boolean digit = requireAsked(var).type() == FieldType.BOOLEAN;
    return set(var, digit ? (value ? "1" : "0") : String.valueOf(value));
  }

  /**
   * Answers a field by a whole number.
   *
   * @param var the name of the field
   * @param value the value
   * @return this answer
   * @throws InvalidFieldException if the form does not ask for it, or the field does not take it
   */
  public FormAnswer set(String var, long value) {
    return set(var, String.valueOf(value));
  }

  /**
   * Answers a field by an address.
   *
   * @param var the name of the field
   * @param value the value
   * @return this answer
   * @throws InvalidFieldException if the form does not ask for it, or the field does not take it
   */
  public FormAnswer set(String var, Jid value) {
    return set(var, value.toString());
  }

  /**
   * Leaves a field empty, even if it has a default.
   *
   * @param var the name of the field
   * @return this answer
   * @throws InvalidFieldException if the form does not ask for it
   */
  public FormAnswer clear(String var) {
    return set(var, List.of());
  }

  /**
   * Changes a hidden field. Only for protocols that define such a change (XEP-0004, section 3.3),
   * such as the computed answer of a CAPTCHA (XEP-0158).
   *
   * @param var the name of the field
   * @param value the value
   * @return this answer
   * @throws InvalidFieldException if the form has no hidden field of this name
   */
  public FormAnswer setHidden(String var, String value) {
    if (requireAsked(var).type() != FieldType.HIDDEN) {
      throw new InvalidFieldException(
          var, Reason.NOT_ANSWERABLE, "is not hidden: answer it by set(..)");
    }
    answers.put(var, List.of(value));
    return this;
  }

  private Field requireAsked(String var) {
    Field field = asked.get(var);
    if (field == null) {
      boolean fixed = form.fields().has(var);
      throw new InvalidFieldException(
          var,
          fixed ? Reason.NOT_ANSWERABLE : Reason.NOT_ASKED,
          fixed
              ? "only shows a text: leave it out"
              : "is not in the form, which asks for " + names());
    }
    return field;
  }

  private String names() {
    List<String> names = new ArrayList<>();
    asked.forEach(
        (var, field) -> {
          if (field.type().isAnswered()) {
            names.add(InvalidFieldException.shown(var));
          }
        });
    int shown = Math.min(names.size(), 20);
    return names.isEmpty()
        ? "nothing"
        : String.join(", ", names.subList(0, shown)) + (names.size() > shown ? " and more" : "");
  }

  /**
   * The fields that still have to be answered.
   *
   * @return one problem for each required field without a value, in the order of the form
   */
  public List<InvalidFieldException> missing() {
    List<InvalidFieldException> missing = new ArrayList<>();
    asked.forEach(
        (var, field) -> {
          if (field.isRequired() && field.type().isAnswered() && isEmpty(values(var, field))) {
            missing.add(new InvalidFieldException(field, Reason.REQUIRED, "must be answered"));
          }
        });
    return missing;
  }

  private static boolean isEmpty(List<String> values) {
    return values.stream().allMatch(String::isEmpty);
  }

  private List<String> values(String var, Field field) {
    return answers.getOrDefault(var, field.values());
  }

  /**
   * Completes the answer.
   *
   * @return a form of type submit
   * @throws InvalidFieldException if a required field has no value; see {@link #missing()} for all
   */
  public DataForm build() {
    List<InvalidFieldException> missing = missing();
    if (!missing.isEmpty()) {
      throw missing.get(0);
    }
    DataForm.Builder submit = DataForm.builder(Kind.SUBMIT);
    asked.forEach(
        (var, field) -> {
          List<String> values = values(var, field);
          boolean hidden = field.type() == FieldType.HIDDEN;
          if (hidden || !values.isEmpty() || answers.containsKey(var)) {
            submit.field(Field.builder(field.type(), var).values(values).build());
          }
        });
    return submit.build();
  }

  /** {@return the names of the answered fields, without values, which may be secret} */
  @Override
  public String toString() {
    return "FormAnswer" + answers.keySet();
  }
}
