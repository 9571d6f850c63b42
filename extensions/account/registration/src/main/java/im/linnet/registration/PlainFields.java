package im.linnet.registration;

import im.linnet.forms.DataForm;
import im.linnet.forms.DataForm.Kind;
import im.linnet.forms.Field;
import im.linnet.forms.FieldType;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * The fields of services without data forms: one element each (XEP-0077, section 14.1), all of
 * which must be provided (section 3.1).
 */
final class PlainFields {

  private static final int MAX_FIELDS = 100;

  private PlainFields() {}

  /**
   * Reads the elements as a form.
   *
   * @throws IllegalArgumentException if there are too many
   */
  static DataForm form(Element query) {
    DataForm.Builder form = DataForm.builder(Kind.FORM);
    int fields = 0;
    for (Element child : query.children()) {
      if (!child.namespace().equals(Registration.NAMESPACE)) {
        continue;
      }
      Field field = field(child);
      if (field != null) {
        form.field(field);
        fields++;
      }
    }
    if (fields > MAX_FIELDS) {
      throw new IllegalArgumentException("fields: %d (expected: <= 100)".formatted(fields));
    }
    return form.build();
  }

  private static @Nullable Field field(Element element) {
    String name = element.name();
    String value = element.text();
    return switch (name) {
      case "registered", "instructions", "remove" -> null;
      case "key" -> Field.hidden(name, value);
      default -> {
        FieldType type = name.equals("password") ? FieldType.TEXT_PRIVATE : FieldType.TEXT_SINGLE;
        Field.Builder field = Field.builder(type, name).required();
        yield value.isEmpty() ? field.build() : field.value(value).build();
      }
    };
  }

  /** Writes the answer to a field as an element. */
  static Element element(Field field) {
    String value = field.value();
    return Element.of(
        String.valueOf(field.var()), Registration.NAMESPACE, value == null ? "" : value);
  }
}
