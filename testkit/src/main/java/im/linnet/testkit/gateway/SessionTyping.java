package im.linnet.testkit.gateway;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Typing notifications (XEP-0022) of one session. Only {@code <composing/>} is supported. */
final class SessionTyping {
  private final Session session;
  private final Site site;
  private final Map<String, String> lastIds = new HashMap<>();
  private final Map<String, Runnable> typing = new HashMap<>();
  private boolean requested;

  SessionTyping(Session session) {
    this.session = session;
    this.site = session.site();
  }

  /**
   * The user wrote a text. Whether notifications are wanted holds for all contacts; the id is known
   * for exactly the address to which the user wrote, as in PyMSNt.
   */
  void wrote(String to, @Nullable String id, boolean requests) {
    requested = requests;
    lastIds.put(to, id == null ? "" : id);
  }

  /** A contact types, or goes on typing. */
  void begins(Person person) {
    Runnable end = typing.get(person.id());
    if (end == null) {
      notify(person, true);
    } else {
      end.run();
    }
    typing.put(
        person.id(),
        site.clock().after(site.settings().typingTimeout(), () -> site.locked(() -> ends(person))));
  }

  /** A contact stopped typing without a message. */
  void ends(Person person) {
    if (forget(person)) {
      notify(person, false);
    }
  }

  /** A contact's message ends the typing, without a notification. {@return whether it typed} */
  boolean forget(Person person) {
    Runnable end = typing.remove(person.id());
    if (end == null) {
      return false;
    }
    end.run();
    return true;
  }

  void stop() {
    typing.values().forEach(Runnable::run);
    typing.clear();
  }

  private void notify(Person person, boolean composing) {
    if (requested || site.has(GatewayFault.TYPING_UNASKED)) {
      String from = site.jid(person.id()) + Addresses.RESOURCE;
      String content = (composing ? "<composing/>" : "") + Stanzas.element("id", lastIds.get(from));
      String event = Stanzas.qualified("x", Ns.EVENT, content);
      site.send(Stanzas.message(session.user(), from, null, null, event));
    }
  }
}
