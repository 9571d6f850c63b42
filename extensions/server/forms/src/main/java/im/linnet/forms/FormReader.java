package im.linnet.forms;

import im.linnet.forms.DataForm.Kind;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one form, and counts its parts, because each takes more memory than its XML. */
final class FormReader {

  /** The most fields, values and options of a form. */
  static final int MAX_PARTS = 100_000;

  private static final String NS = DataForm.NAMESPACE;

  private final Map<String, FieldType> columns = new HashMap<>();
  private int parts;

  DataForm read(Element x) {
    if (!x.is("x", NS)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <x xmlns='%s'/>)".formatted(x, NS));
    }
    DataForm.Builder form = DataForm.builder(kind(x.attribute("type")));
    Element reported = x.child("reported");
    if (reported != null) {
      for (Field column : fields(reported)) {
        form.reported(column);
        if (column.var() != null && column.isTyped()) {
          columns.put(column.var(), column.type());
        }
      }
    }
    form.title(x.childText("title"));
    for (Element child : x.children()) {
      if (child.is("instructions", NS)) {
        count();
        form.instructions(child.text());
      } else if (child.is("item", NS)) {
        form.item(Fields.of(fields(child)));
      }
    }
    columns.clear();
    fields(x).forEach(form::field);
    return form.build();
  }

  /** A form without a kind is a question, as in the oldest implementations. */
  private static Kind kind(@Nullable String wireName) {
    if (wireName == null) {
      return Kind.FORM;
    }
    for (Kind kind : Kind.values()) {
      if (kind.wireName().equals(wireName)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("type: unknown (expected: form, submit, cancel or result)");
  }

  private List<Field> fields(Element parent) {
    List<Field> fields = new ArrayList<>();
    for (Element child : parent.children()) {
      Field field = child.is("field", NS) ? field(child) : null;
      if (field != null) {
        fields.add(field);
      }
    }
    return fields;
  }

  /** Reads a field; null if it needs a name and has none. */
  private @Nullable Field field(Element element) {
    count();
    String var = element.attribute("var");
    String wireName = element.attribute("type");
    FieldType type = wireName == null ? columns.get(var) : FieldType.of(wireName);
    if (var == null && type != FieldType.FIXED) {
      return null;
    }
    Field.Builder field =
        new Field.Builder(type, var)
            .label(element.attribute("label"))
            .description(element.childText("desc"))
            .validation(Validation.in(element));
    if (element.child("required") != null) {
      field.required();
    }
    boolean list = type != null && type.isList();
    for (Element child : element.children()) {
      if (child.is("value", NS)) {
        count();
        field.value(child.text());
      } else if (list && child.is("option", NS)) {
        option(child, field);
      } else if (child.is("media", Media.NAMESPACE)) {
        field.media(Media.of(child));
      }
    }
    return field.build();
  }

  private void option(Element option, Field.Builder field) {
    count();
    String value = option.childText("value");
    if (value != null) {
      field.option(option.attribute("label"), value);
    }
  }

  private void count() {
    if (++parts > MAX_PARTS) {
      throw new IllegalArgumentException(
          "form: more than %d fields, values and options".formatted(MAX_PARTS));
    }
  }
}
