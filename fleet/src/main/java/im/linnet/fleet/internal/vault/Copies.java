package im.linnet.fleet.internal.vault;

import im.linnet.connection.SavedStream;
import im.linnet.fleet.internal.wire.Held;
import im.linnet.fleet.internal.wire.StreamRecord;
import im.linnet.journal.StreamCopy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest copy of each stream, and from which epoch on records are taken. Of a stream that ended
 * the epoch is remembered for a while, for what may still be on the way. Not thread-safe.
 */
public final class Copies {

  /** Longer than any message is on its way. */
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private final Map<String, Entry> entries = new HashMap<>();
  private long streams;

  /** Creates an empty store. */
  public Copies() {}

  private static final class Entry {
    private long owner;
    private long epoch;
    private long promised;
    private long revision;
    private @Nullable StreamCopy copy;
    private @Nullable Instant ended;
  }

  /**
   * Applies a record. One that was applied before changes nothing.
   *
   * @param owner the uid of the node that sends it
   * @param entry the record
   * @param now the time
   * @return false if a later session has claimed the account: the record is refused
   */
  public boolean apply(long owner, StreamRecord entry, Instant now) {
    Entry known = entries.get(entry.account());
    if (known != null && entry.epoch() < Math.max(known.promised, known.epoch)) {
      return false;
    }
    if (entry.change() instanceof StreamRecord.Opened opened) {
      open(owner, entry, opened.whole(), known);
      return true;
    }
    if (known == null || known.epoch != entry.epoch() || entry.revision() <= known.revision) {
      return true;
    }
    known.revision = entry.revision();
    StreamCopy copy = known.copy;
    if (copy != null) {
      change(known, copy, entry.change(), now);
    }
    return true;
  }

  private void open(long owner, StreamRecord entry, SavedStream whole, @Nullable Entry before) {
    if (before != null
        && before.epoch == entry.epoch()
        && before.owner == owner
        && entry.revision() < before.revision) {
      return;
    }
    Entry opened = before == null ? new Entry() : before;
    streams += opened.copy == null ? 1 : 0;
    opened.owner = owner;
    opened.epoch = entry.epoch();
    opened.promised = Math.max(opened.promised, entry.epoch());
    opened.revision = entry.revision();
    opened.copy = new StreamCopy(whole);
    opened.ended = null;
    entries.put(entry.account(), opened);
  }

  private void change(Entry known, StreamCopy copy, StreamRecord.Change change, Instant now) {
    if (change instanceof StreamRecord.Sent sent) {
      copy.sending(sent.stanzas());
    } else if (change instanceof StreamRecord.Acked acked) {
      copy.acknowledged(acked.h());
    } else if (change instanceof StreamRecord.Handled handled) {
      copy.handled(handled.h());
    } else if (change instanceof StreamRecord.Ended) {
      end(known, now);
    }
  }

  private void end(Entry known, Instant now) {
    streams -= known.copy == null ? 0 : 1;
    known.copy = null;
    known.ended = now;
  }

  /**
   * Tells what is known of an account, and promises to take nothing more from its former sessions.
   *
   * @param account the bare address
   * @param now the time
   * @return what is known, or null
   */
  public @Nullable Held claim(String account, Instant now) {
    Entry known = entries.get(account);
    if (known == null) {
      return null;
    }
    long newest = Math.max(known.epoch, known.promised);
    known.promised = newest + 1;
    return held(account, known, newest, now);
  }

  /**
   * Tells what is known of an account, and changes nothing.
   *
   * @param account the bare address
   * @param now the time
   * @return what is known, or null
   */
  public @Nullable Held peek(String account, Instant now) {
    Entry known = entries.get(account);
    return known == null ? null : held(account, known, Math.max(known.epoch, known.promised), now);
  }

  private static Held held(String account, Entry known, long newest, Instant now) {
    StreamCopy copy = known.copy;
    SavedStream saved = copy == null ? null : copy.saved(now);
    return new Held(account, newest, known.epoch, known.revision, saved);
  }

  /**
   * Whether a session may connect.
   *
   * @param account the bare address
   * @param epoch the session's epoch
   * @return false if a later session has claimed the account
   */
  public boolean mayConnect(String account, long epoch) {
    Entry known = entries.get(account);
    return known == null || epoch >= Math.max(known.promised, known.epoch);
  }

  /**
   * Forgets an older copy.
   *
   * @param account the bare address
   * @param epoch the epoch of the session that took the stream up
   * @param now the time
   */
  public void takenUp(String account, long epoch, Instant now) {
    Entry known = entries.get(account);
    if (known != null && known.epoch < epoch) {
      known.promised = Math.max(known.promised, epoch);
      end(known, now);
    }
  }

  /**
   * Forgets an account at once.
   *
   * @param account the bare address
   */
  public void remove(String account) {
    Entry known = entries.remove(account);
    streams -= known == null || known.copy == null ? 0 : 1;
  }

  /**
   * Forgets the copies of a node.
   *
   * @param owner the node's uid
   */
  public void forget(long owner) {
    of(owner).forEach(this::remove);
  }

  /**
   * The accounts whose streams a node holds.
   *
   * @param owner the node's uid
   * @return their bare addresses
   */
  public List<String> of(long owner) {
    List<String> accounts = new ArrayList<>();
    entries.forEach(
        (account, entry) -> {
          if (entry.owner == owner && entry.copy != null) {
            accounts.add(account);
          }
        });
    return accounts;
  }

  /**
   * Whether a node is still the last one known to hold an account's stream.
   *
   * @param account the bare address
   * @param owner the node's uid
   * @return whether there is such a copy
   */
  public boolean holds(String account, long owner) {
    Entry known = entries.get(account);
    return known != null && known.copy != null && known.owner == owner;
  }

  /** {@return the accounts with a stream} */
  public List<String> accounts() {
    List<String> accounts = new ArrayList<>();
    entries.forEach(
        (account, entry) -> {
          if (entry.copy != null) {
            accounts.add(account);
          }
        });
    return accounts;
  }

  /** {@return how many streams there are} */
  public long size() {
    return streams;
  }

  /**
   * Forgets the epochs of streams that ended long ago.
   *
   * @param now the time
   */
  public void sweep(Instant now) {
    entries
        .values()
        .removeIf(entry -> entry.ended != null && entry.ended.plus(REMEMBERED).isBefore(now));
  }
}
