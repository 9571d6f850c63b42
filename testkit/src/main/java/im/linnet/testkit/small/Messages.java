package im.linnet.testkit.small;

import im.linnet.testkit.xml.XmlElement;
import im.linnet.testkit.xml.XmlNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages to accounts (RFC 6121, sections 8.5.2 and 8.5.3) and those kept while nobody is there.
 */
final class Messages {
  private final Site site;

  Messages(Site site) {
    this.site = site;
  }

  void deliver(Account account, Stanza message) {
    ClientSession addressed = account.session(message.to().resource());
    if (addressed != null) {
      addressed.send(message);
    } else if (message.to().resource() == null || message.hasType("chat")) {
      toBareAddress(account, message);
    } else {
      site.router().refuse(message, Refusal.SERVICE_UNAVAILABLE);
    }
  }

  /** Delivers what was kept (XEP-0160). */
  void deliverKept(ClientSession session) {
    session.account().takeKept().forEach(session::send);
  }

  private void toBareAddress(Account account, Stanza message) {
    List<ClientSession> receiving = account.sessions(ClientSession::receiving);
    switch (message.type()) {
      case "error" -> {
        // Nobody sent the message that it answers (section 8.5.2.1.1).
      }
      case "groupchat" -> site.router().refuse(message, Refusal.SERVICE_UNAVAILABLE);
      case "headline" -> receiving.forEach(session -> session.send(message));
      default -> {
        receiving.forEach(session -> session.send(message));
        if (receiving.isEmpty()) {
          keep(account, message);
        }
      }
    }
  }

  private void keep(Account account, Stanza message) {
    if (!momentary(message.xml()) && !account.keep(delayed(message))) {
      site.router().refuse(message, Refusal.SERVICE_UNAVAILABLE);
    }
  }

  /** Typing notifications (XEP-0085, XEP-0022) mean nothing later. */
  private static boolean momentary(XmlElement message) {
    boolean notifies =
        message.children().stream()
            .anyMatch(
                child -> child.namespace().equals(Ns.CHAT_STATES) || child.is(Ns.EVENTS, "x"));
    return notifies && message.child(Ns.CLIENT, "body").isEmpty();
  }

  /** XEP-0203, section 2. */
  private Stanza delayed(Stanza message) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    List<XmlNode> content = new ArrayList<>(message.xml().nodes());
    content.add(
        XmlElement.parse(
            "<delay xmlns='%s' from='%s' stamp='%s'/>".formatted(Ns.DELAY, site.domain(), now)));
    XmlElement changed = message.xml().withNodes(content);
    return new Stanza(changed, message.kind(), message.from(), message.to());
  }
}
