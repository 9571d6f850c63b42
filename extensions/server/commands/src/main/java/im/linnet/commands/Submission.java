package im.linnet.commands;

import im.linnet.forms.DataForm;
import im.linnet.forms.Field;
import im.linnet.forms.FieldType;
import im.linnet.forms.FormAnswer;
import org.jspecify.annotations.Nullable;

/** Checks what a requester has entered against the form of the stage (XEP-0050, section 3.4.1). */
final class Submission {

  private Submission() {}

  /**
   * The checked answer: fields that were not asked for are left out, hidden ones are as sent.
   *
   * @param form the form of the stage
   * @param submitted what came, of any kind; null if nothing came
   * @return the answer, or null if the form is not one to answer
   * @throws im.linnet.forms.InvalidFieldException if a value is not accepted or missing
   */
  static @Nullable DataForm checked(DataForm form, @Nullable DataForm submitted) {
    if (form.kind() != DataForm.Kind.FORM) {
      return null;
    }
    FormAnswer answer = form.answer();
    if (submitted != null) {
      for (Field field : submitted.fields()) {
        String var = field.var();
        Field asked = var == null ? null : form.field(var);
        if (var != null && asked != null && isAnswered(asked)) {
          answer.set(var, field.values());
        }
      }
    }
    return answer.build();
  }

  private static boolean isAnswered(Field asked) {
    return asked.type() != FieldType.HIDDEN && asked.type() != FieldType.FIXED;
  }
}
