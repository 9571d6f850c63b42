package im.linnet.commands;

import im.linnet.jid.Jid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The open sessions of those who execute commands of this client, bounded in number and time, and
 * the names of the last ones that have ended. Thread-safe.
 */
final class OfferedSessions {

  static final int MAX_SESSIONS = 256;
  static final int MAX_OF_ONE_ACCOUNT = 4;
  static final int MAX_ENDED = 256;
  static final Duration LIFETIME = Duration.ofMinutes(15);

  private final LongSupplier nanoTime;

  /** In the order in which they were opened. */
  private final Map<String, OfferedSession> open = new LinkedHashMap<>();

  private final Map<String, Jid> ended = new LinkedHashMap<>();

  OfferedSessions(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Opens a session. If the account has too many, its oldest one ends, because users leave sessions
   * open without meaning to. Null if all accounts together have too many.
   */
  synchronized @Nullable OfferedSession open(Offer offer, Jid owner) {
    endOld();
    List<OfferedSession> own = new ArrayList<>();
    for (OfferedSession session : open.values()) {
      if (session.owner().isSameAccount(owner)) {
        own.add(session);
      }
    }
    if (own.size() >= MAX_OF_ONE_ACCOUNT) {
      end(own.get(0));
    }
    if (open.size() >= MAX_SESSIONS) {
      return null;
    }
    // Random, so that nobody guesses it; only the owner can use it anyway.
    String id = UUID.randomUUID().toString();
    OfferedSession session = new OfferedSession(id, owner, offer, nanoTime.getAsLong());
    open.put(id, session);
    return session;
  }

  /** Finds a session of its owner, and keeps it from expiring. */
  synchronized @Nullable OfferedSession find(String id, Jid owner) {
    endOld();
    OfferedSession session = open.get(id);
    if (session == null || !session.owner().equals(owner)) {
      return null;
    }
    session.used(nanoTime.getAsLong());
    return session;
  }

  /** Whether it was a session of this owner, as far as is remembered. */
  synchronized boolean hasEnded(String id, Jid owner) {
    return owner.equals(ended.get(id));
  }

  /** Ends a session. False if it has ended already. */
  synchronized boolean end(OfferedSession session) {
    open.remove(session.id());
    ended.put(session.id(), session.owner());
    if (ended.size() > MAX_ENDED) {
      ended.remove(ended.keySet().iterator().next());
    }
    return session.end();
  }

  /** Ends the sessions of a command that is no longer offered. */
  synchronized void endAll(Offer offer) {
    List.copyOf(open.values()).stream()
        .filter(session -> session.offer() == offer)
        .forEach(this::end);
  }

  private void endOld() {
    long now = nanoTime.getAsLong();
    for (OfferedSession session : List.copyOf(open.values())) {
      if (now - session.usedAt() > LIFETIME.toNanos()) {
        end(session);
      }
    }
  }

  synchronized int size() {
    return open.size();
  }
}
