package im.linnet.invites;

import im.linnet.jid.Jid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Those whose invitation this user has accepted, and who therefore may see the user's presence once
 * they ask (XEP-0379, section 3.6). Bounded: the oldest is forgotten first. Safe for use by any
 * thread.
 */
final class ExpectedContacts {

  /** The most contacts that are expected at a time. */
  static final int MOST = 256;

  /** How long a contact is expected. */
  static final Duration LIMIT = Duration.ofDays(7);

  private final Map<Jid, Instant> expected = new LinkedHashMap<>();
  private final Clock clock;

  ExpectedContacts(Clock clock) {
    this.clock = clock;
  }

  synchronized void add(Jid contact) {
    expected.remove(contact);
    expected.put(contact, clock.instant().plus(LIMIT));
    if (expected.size() > MOST) {
      expected.remove(expected.keySet().iterator().next());
    }
  }

  /** Whether a contact was expected; from now on it is not. */
  synchronized boolean remove(Jid contact) {
    Instant expiry = expected.remove(contact);
    return expiry != null && clock.instant().isBefore(expiry);
  }
}
