package im.linnet.search;

import im.linnet.forms.DataForm;
import im.linnet.forms.DataForm.Kind;
import im.linnet.forms.Field;
import im.linnet.forms.FieldType;
import im.linnet.forms.Fields;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of directories without data forms: one element each (XEP-0055, section 8). */
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
      if (isField(child)) {
        requireFew(++fields);
        form.field(Field.builder(FieldType.TEXT_SINGLE, child.name()).build());
      }
    }
    return form.build();
  }

  private static void requireFew(int fields) {
    if (fields > MAX_FIELDS) {
      throw new IllegalArgumentException("fields: more than %d".formatted(MAX_FIELDS));
    }
  }

  private static boolean isField(Element child) {
    return child.namespace().equals(UserSearch.NAMESPACE)
        && !child.name().equals("instructions")
        && !child.name().equals("item");
  }

  /** Writes the answer to a field as an element; null if it is not searched for. */
  static @Nullable Element element(Field field) {
    String value = field.value();
    return value == null || value.isEmpty()
        ? null
        : Element.of(String.valueOf(field.var()), UserSearch.NAMESPACE, value);
  }

  /** Reads one item of the results, with its address in the field {@code jid}. */
  static Fields item(Element item) {
    List<Field> fields = new ArrayList<>();
    String jid = item.attribute("jid");
    if (jid != null) {
      fields.add(Field.builder(FieldType.JID_SINGLE, SearchResult.JID).value(jid).build());
    }
    for (Element child : item.children()) {
      if (isField(child) && fields.size() < MAX_FIELDS) {
        fields.add(Field.builder(FieldType.TEXT_SINGLE, child.name()).value(child.text()).build());
      }
    }
    return Fields.of(fields);
  }
}
