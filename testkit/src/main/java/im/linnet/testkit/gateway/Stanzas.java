package im.linnet.testkit.gateway;

import im.linnet.testkit.xml.XmlText;
import org.jspecify.annotations.Nullable;

/** The texts of stanzas, with attributes in a fixed order. */
final class Stanzas {
  private Stanzas() {}

  static String presence(String to, String from, @Nullable String type, String content) {
    return stanza("presence", attribute("to", to) + addresses(from, null, type), content);
  }

  static String message(
      String to, String from, @Nullable String id, @Nullable String type, String content) {
    return stanza("message", attribute("to", to) + addresses(from, id, type), content);
  }

  /** {@return an error that has no id, so that nobody knows to which message it belongs} */
  static String errorMessage(String to, String from, String error, @Nullable String body) {
    String content = error + (body == null || body.isEmpty() ? "" : element("body", body));
    return message(to, from, null, "error", content);
  }

  static String iq(String type, String from, String to, @Nullable String id, String content) {
    String attributes = attribute("type", type) + attribute("from", from) + attribute("to", to);
    return stanza("iq", attributes + attribute("id", id), content);
  }

  /** {@return an element with text, or an empty one} */
  static String element(String name, @Nullable String text) {
    return text == null || text.isEmpty()
        ? "<" + name + "/>"
        : "<" + name + ">" + XmlText.escape(text) + "</" + name + ">";
  }

  /** {@return an element with text, or nothing if there is no text} */
  static String optional(String name, @Nullable String text) {
    return text == null || text.isEmpty() ? "" : element(name, text);
  }

  /** {@return an element with a namespace of its own} */
  static String qualified(String name, String namespace, String content) {
    String start = "<" + name + " xmlns='" + namespace + "'";
    return content.isEmpty() ? start + "/>" : start + ">" + content + "</" + name + ">";
  }

  /** {@return the text of an error (RFC 6120, section 8.3.2)} */
  static String explanation(String text) {
    return qualified("text", Ns.STANZA_ERROR, XmlText.escape(text));
  }

  /** {@return an attribute after a blank, or nothing} */
  static String attribute(String name, @Nullable String value) {
    return value == null ? "" : " " + name + "='" + XmlText.escape(value) + "'";
  }

  private static String addresses(String from, @Nullable String id, @Nullable String type) {
    return attribute("from", from) + attribute("id", id) + attribute("type", type);
  }

  private static String stanza(String name, String attributes, String content) {
    String start = "<" + name + attributes;
    return content.isEmpty() ? start + "/>" : start + ">" + content + "</" + name + ">";
  }
}
