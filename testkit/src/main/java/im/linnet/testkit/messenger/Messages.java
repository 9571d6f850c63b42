package im.linnet.testkit.messenger;

import im.linnet.testkit.xml.XmlElement;
import im.linnet.testkit.xml.XmlNode;
import im.linnet.testkit.xml.XmlText;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One session's messages: only of type chat, to the echo contact or to contacts, now or at their
 * next login.
 */
final class Messages {
  private final Session session;
  private final Site site;

  Messages(Session session, Site site) {
    this.session = session;
    this.site = site;
  }

  void handle(XmlElement message) throws IOException {
    String to = message.attribute("to");
    Account other = to == null ? null : site.accounts().withJid(to);
    if (!"chat".equals(message.attribute("type"))) {
      StanzaErrors.reply(session, message, site.settings().offer().otherMessage());
    } else if (other == null) {
      StanzaErrors.reply(session, message, Reaction.error("item-not-found"));
    } else if (other == site.accounts().echo()) {
      echo(message, other);
    } else {
      pass(message, other);
    }
  }

  private void echo(XmlElement message, Account echo) throws IOException {
    Optional<XmlElement> body = message.child(Ns.CLIENT, "body");
    if (body.isPresent()) {
      String answer = "echo: " + body.get().text();
      remember(session.account(), echo, body.get().text());
      remember(echo, session.account(), answer);
      session.send(
          "<message type='chat' id='echo-%s' from='%s/echo' to='%s'><body>%s</body></message>"
              .formatted(site.newId(), echo.jid(), session.jid(), XmlText.escape(answer)));
    }
  }

  private void pass(XmlElement message, Account other) {
    List<XmlNode> content = new ArrayList<>(message.children());
    if (!site.settings().offer().chatStates()) {
      content.removeIf(
          node -> node instanceof XmlElement e && e.namespace().equals(Ns.CHAT_STATES));
    }
    if (content.isEmpty()) {
      return;
    }
    message
        .child(Ns.CLIENT, "body")
        .ifPresent(body -> remember(session.account(), other, body.text()));
    XmlElement passed = message.withNodes(content).withAttribute("from", session.jid());
    List<Session> online =
        site.sessionsOf(other).stream().filter(each -> each.presences().available()).toList();
    for (Session each : online) {
      each.deliver(passed.withAttribute("to", each.jid()).toXml(Ns.CLIENT));
    }
    if (online.isEmpty() && message.child(Ns.CLIENT, "body").isPresent()) {
      other.keep(delayed(passed.withAttribute("to", other.jid())));
    }
  }

  /** Archives a message for both if at least one of them keeps a history. */
  private void remember(Account from, Account to, String body) {
    HistoryRule rule = site.settings().offer().history();
    if (rule.served() && (from.keepsHistory() || to.keepsHistory())) {
      from.history().add(to.jid(), true, body, rule.kept());
      to.history().add(from.jid(), false, body, rule.kept());
    }
  }

  /** XEP-0203, which the service's documentation lists. */
  private String delayed(XmlElement message) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String delay =
        "<delay xmlns='%s' from='%s' stamp='%s'/>".formatted(Ns.DELAY, session.domain(), now);
    List<XmlNode> content = new ArrayList<>(message.nodes());
    content.add(XmlElement.parse(delay));
    return message.withNodes(content).toXml(Ns.CLIENT);
  }
}
