package im.linnet.caps;

import im.linnet.disco.DiscoInfo;
import im.linnet.disco.Identity;
import im.linnet.xml.Element;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What XEP-0390 hashes of an answer (section 4.1): every string ends with a separator that XML does
 * not allow, so two different answers never have the same input.
 */
final class HashInput {

  private static final char SECTION = '\u001c';
  private static final char FORM = '\u001d';
  private static final char RECORD = '\u001e';
  private static final char UNIT = '\u001f';

  private HashInput() {}

  /**
   * The octets to hash.
   *
   * @throws IllegalArgumentException if the answer has something else than identities, features and
   *     forms of a certain type
   */
  static byte[] of(Element query) {
    List<String> features = new ArrayList<>();
    List<String> identities = new ArrayList<>();
    List<String> forms = new ArrayList<>();
    for (Element child : query.children()) {
      if (child.is("feature", DiscoInfo.NAMESPACE)) {
        features.add(Objects.requireNonNullElse(child.attribute("var"), "") + UNIT);
      } else if (child.is("identity", DiscoInfo.NAMESPACE)) {
        identities.add(identity(Identity.of(child)));
      } else if (child.is("x", InfoForm.NAMESPACE)) {
        forms.add(form(child));
      } else {
        throw new IllegalArgumentException(
            "child: %s (expected: identities, features and forms)".formatted(child.name()));
      }
    }
    String all =
        sorted(features) + SECTION + sorted(identities) + SECTION + sorted(forms) + SECTION;
    return all.getBytes(StandardCharsets.UTF_8);
  }

  private static String sorted(List<String> parts) {
    parts.sort(Octets.ORDER);
    return String.join("", parts);
  }

  private static String identity(Identity identity) {
    return identity.category()
        + UNIT
        + identity.type()
        + UNIT
        + VerificationInput.lang(identity)
        + UNIT
        + VerificationInput.name(identity)
        + UNIT
        + RECORD;
  }

  private static String form(Element form) {
    if (form.child("reported", InfoForm.NAMESPACE) != null
        || form.child("item", InfoForm.NAMESPACE) != null) {
      throw new IllegalArgumentException("form: with a table (expected: fields)");
    }
    if (new InfoForm(form).type() == null) {
      throw new IllegalArgumentException("form: without a type (expected: FORM_TYPE)");
    }
    List<String> fields = new ArrayList<>();
    for (Element field : form.children("field", InfoForm.NAMESPACE)) {
      List<String> values = new ArrayList<>();
      field.children("value", InfoForm.NAMESPACE).forEach(value -> values.add(value.text() + UNIT));
      String name = Objects.requireNonNullElse(field.attribute("var"), "");
      fields.add(name + UNIT + sorted(values) + RECORD);
    }
    return sorted(fields) + FORM;
  }
}
