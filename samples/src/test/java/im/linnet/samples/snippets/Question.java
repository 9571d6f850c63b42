package im.linnet.samples.snippets;

import im.linnet.testkit.xml.XmlElement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that a snippet sends.
 *
 * @param iq the whole stanza
 * @param payload what it asks
 */
record Question(XmlElement iq, XmlElement payload) {

  static Question of(XmlElement iq) {
    return new Question(iq, iq.children().get(0));
  }

  boolean isSet() {
    return "set".equals(iq.attribute("type"));
  }

  /** Who is asked; null for the own account. */
  @Nullable String address() {
    return iq.attribute("to");
  }

  /** An attribute of the payload, or an empty text. */
  String attribute(String name) {
    String value = payload.attribute(name);
    return value == null ? "" : value;
  }

  /** The value of a field, if the payload has a form with it. */
  Optional<String> field(String name) {
    return payload.child("jabber:x:data", "x").stream()
        .flatMap(form -> form.children().stream())
        .filter(field -> name.equals(field.attribute("var")))
        .map(field -> field.children().get(0).text())
        .findFirst();
  }

  String result(String content) {
    String by = address();
    return "<iq type='result' id='%s'%s>%s</iq>"
        .formatted(iq.attribute("id"), by == null ? "" : " from='" + by + "'", content);
  }
}
