package im.linnet.testkit.messenger;

import im.linnet.testkit.events.EventLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The state shared by all connections of one service. Thread-safe. */
final class Site {
  private final MessengerSettings settings;
  private final Accounts accounts;
  private final List<Session> sessions = new CopyOnWriteArrayList<>();
  private final EventLog<Received> received = new EventLog<>();
  private final EventLog<Login> logins = new EventLog<>();
  private final EventLog<Ended> ended = new EventLog<>();
  private final AtomicInteger ids = new AtomicInteger();

  Site(MessengerSettings settings, Accounts accounts) {
    this.settings = settings;
    this.accounts = accounts;
  }

  MessengerSettings settings() {
    return settings;
  }

  Accounts accounts() {
    return accounts;
  }

  EventLog<Received> received() {
    return received;
  }

  EventLog<Login> logins() {
    return logins;
  }

  EventLog<Ended> ended() {
    return ended;
  }

  /** {@return a new unique id} */
  String newId() {
    return Integer.toHexString(0xa000 + ids.incrementAndGet());
  }

  void join(Session session) {
    sessions.add(session);
  }

  void leave(Session session) {
    sessions.remove(session);
  }

  List<Session> sessions() {
    return sessions;
  }

  List<Session> sessionsOf(Account account) {
    return sessions.stream().filter(each -> each.account() == account).toList();
  }
}
