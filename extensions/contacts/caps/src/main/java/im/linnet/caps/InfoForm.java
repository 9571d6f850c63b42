package im.linnet.caps;

import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A form in an answer (XEP-0128), as both specifications look at it.
 *
 * @param element the {@code <x/>}
 */
record InfoForm(Element element) {

  static final String NAMESPACE = "jabber:x:data";
  private static final String FORM_TYPE = "FORM_TYPE";

  /** A field other than that of the form's type. */
  record Field(String name, List<String> values) {}

  /** All forms in an answer. */
  static List<InfoForm> all(Element query) {
    return query.children("x", NAMESPACE).stream().map(InfoForm::new).toList();
  }

  /**
   * What the form is about; null if it does not say so in a hidden field (XEP-0068, section 3).
   *
   * @throws IllegalArgumentException if it says several things
   */
  @Nullable String type() {
    String type = null;
    for (Element field : element.children("field", NAMESPACE)) {
      if (FORM_TYPE.equals(field.attribute("var")) && "hidden".equals(field.attribute("type"))) {
        for (String value : values(field)) {
          if (type != null && !type.equals(value)) {
            throw new IllegalArgumentException("FORM_TYPE: several (expected: one)");
          }
          type = value;
        }
      }
    }
    return type;
  }

  /** The other fields, in the order sent. */
  List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    for (Element field : element.children("field", NAMESPACE)) {
      String name = Objects.requireNonNullElse(field.attribute("var"), "");
      if (!name.equals(FORM_TYPE)) {
        fields.add(new Field(name, values(field)));
      }
    }
    return fields;
  }

  private static List<String> values(Element field) {
    return field.children("value", NAMESPACE).stream().map(Element::text).toList();
  }
}
