package im.linnet.testkit.messenger;

import im.linnet.testkit.xml.XmlElement;
import im.linnet.testkit.xml.XmlText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A request (RFC 6120, section 8.2.3) and the session that waits for its answer.
 *
 * @param session the session that sent it
 * @param id the id of the request and the answer
 * @param set whether the type is set; otherwise it is get
 * @param to the addressee, or null
 * @param payload the only child
 */
record Iq(Session session, String id, boolean set, @Nullable String to, XmlElement payload) {

  /** {@return whether this is a get with the named payload} */
  boolean gets(String namespace, String localName) {
    return !set && payload.is(namespace, localName);
  }

  /** {@return whether this is a set with the named payload} */
  boolean sets(String namespace, String localName) {
    return set && payload.is(namespace, localName);
  }

  /** {@return whether it is addressed to the service itself or to the requesting user} */
  boolean toService() {
    return to == null
        || to.equals(session.domain())
        || Accounts.bare(to).equals(session.account().jid());
  }

  void result(String content) throws IOException {
    answer("result", content);
  }

  /** Answers with the addresses as they were in the request, as printed in the documentation. */
  void resultAsAsked(String content) throws IOException {
    session.send(
        "<iq type='result' id='%s' from='%s' to='%s'>%s</iq>"
            .formatted(
                XmlText.escape(id),
                session.account().jid(),
                XmlText.escape(to == null ? session.domain() : to),
                content));
  }

  void error(String condition) throws IOException {
    answer("error", StanzaErrors.cancel(condition));
  }

  void react(Reaction reaction) throws IOException {
    String condition = reaction.condition();
    if (condition != null) {
      error(condition);
    }
  }

  private void answer(String type, String content) throws IOException {
    session.send(
        "<iq type='%s' id='%s'%s to='%s'>%s</iq>"
            .formatted(type, XmlText.escape(id), from(), session.jid(), content));
  }

  private String from() {
    String from =
        to != null
            ? to
            : switch (session.site().settings().replyFrom()) {
              case DOMAIN -> session.domain();
              case BARE_JID -> session.account().jid();
              case ABSENT -> "";
            };
    return from.isEmpty() ? "" : " from='" + XmlText.escape(from) + "'";
  }
}
