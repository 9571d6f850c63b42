package im.linnet.fleet.internal.session;

import im.linnet.fleet.AccountState;
import im.linnet.fleet.FleetChange;
import im.linnet.jid.Jid;

/** How a session stands, as told to the program and counted. Used by its actor alone. */
final class Standing {

  private final NodeParts parts;
  private final String account;
  private AccountState state = new AccountState.Absent();
  private boolean online;
  private boolean counted;

  Standing(NodeParts parts, String account) {
    this.parts = parts;
    this.account = account;
  }

  AccountState state() {
    return state;
  }

  boolean isOnline() {
    return online;
  }

  /** There is a session from now on. */
  void began() {
    counted = true;
    parts.figures().sessions.increment();
  }

  /** There is none any more; whether there was one. */
  boolean ended() {
    setOnline(false);
    if (counted) {
      parts.figures().sessions.decrement();
    }
    return counted;
  }

  void connecting() {
    become(new AccountState.Connecting(parts.node()));
  }

  void online(boolean resumed, boolean taken) {
    setOnline(true);
    (resumed ? parts.figures().resumed : parts.figures().bound).increment();
    if (taken && resumed) {
      parts.figures().takenUp.increment();
    }
    become(new AccountState.Online(parts.node()));
    parts.changes().accept(new FleetChange.Bound(jid(), resumed, taken));
  }

  void interrupted(String words) {
    setOnline(false);
    become(new AccountState.Interrupted(parts.node(), words));
  }

  void failed(String words) {
    setOnline(false);
    become(new AccountState.Failed(parts.node(), words));
  }

  void leaving() {
    become(new AccountState.Leaving(parts.node()));
  }

  void fenced() {
    parts.figures().fenced.increment();
    parts.changes().accept(new FleetChange.Fenced(jid()));
    absent();
  }

  void absent() {
    setOnline(false);
    become(new AccountState.Absent());
  }

  private void setOnline(boolean now) {
    if (online != now) {
      online = now;
      parts.figures().online.add(now ? 1 : -1);
    }
  }

  private void become(AccountState now) {
    if (!now.equals(state)) {
      state = now;
      parts.changes().accept(new FleetChange.Session(jid(), now));
    }
  }

  private Jid jid() {
    return Jid.of(account);
  }
}
