package im.linnet.testkit.messenger;

import im.linnet.testkit.xml.XmlElement;
import im.linnet.testkit.xml.XmlText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Error stanzas (RFC 6120, section 8.3) of the service. */
final class StanzaErrors {
  private StanzaErrors() {}

  /** {@return the error element of type cancel} */
  static String cancel(String condition) {
    return "<error type='cancel'><" + condition + " xmlns='" + Ns.STANZA_ERROR + "'/></error>";
  }

  /**
   * Answers a message or presence with an error, unless it is an error itself or the reaction is
   * silence.
   */
  static void reply(Session session, XmlElement stanza, Reaction reaction) throws IOException {
    String condition = reaction.condition();
    if (condition == null || "error".equals(stanza.attribute("type"))) {
      return;
    }
    String to = stanza.attribute("to");
    session.send(
        "<%s type='error'%s%s to='%s'>%s</%s>"
            .formatted(
                stanza.localName(),
                attribute("id", stanza.attribute("id")),
                attribute("from", to == null ? session.domain() : to),
                session.jid(),
                cancel(condition),
                stanza.localName()));
  }

  private static String attribute(String name, @Nullable String value) {
    return value == null ? "" : " " + name + "='" + XmlText.escape(value) + "'";
  }
}
