package im.linnet.blocking;

import im.linnet.jid.Jid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The client's copy of the block list. Answers and pushes change it on different threads, hence the
 * lock, which is held for collection operations only. An answer may be handled before or after a
 * push that precedes it on the stream, so each request under way records the pushes since it was
 * sent, and its answer does not undo them.
 */
final class BlockList {

  /** The most entries. */
  static final int MOST = 100_000;

  /** The most characters of all entries together. */
  static final long MOST_CHARACTERS = 16L << 20;

  private final Set<Jid> entries = new LinkedHashSet<>();
  private final List<PendingChange> pending = new ArrayList<>();
  private final Queue<BlockingEvent> events = new ArrayDeque<>();
  private long characters;

  /** Whether the entries are those of the server, as far as pushes have arrived. */
  private boolean complete;

  synchronized Set<Jid> entries() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(entries));
  }

  synchronized boolean isComplete() {
    return complete;
  }

  /** The entry that applies to an address (XEP-0191, section 6), or null. */
  synchronized @Nullable Jid match(Jid jid) {
    if (entries.contains(jid)) {
      return jid;
    }
    if (entries.contains(jid.bare())) {
      return jid.bare();
    }
    return entries.contains(jid.domainJid()) ? jid.domainJid() : null;
  }

  /** The next event to deliver, or null. */
  synchronized @Nullable BlockingEvent nextEvent() {
    return events.poll();
  }

  /** A new stream: changes since the last one may have been missed. */
  synchronized void outdated() {
    complete = false;
  }

  /** Starts a request. */
  synchronized PendingChange begin() {
    PendingChange change = new PendingChange();
    pending.add(change);
    return change;
  }

  /** Ends a request, in any way. */
  @SuppressWarnings("ReferenceEquality") // the same request, not an equal one
  synchronized void end(PendingChange change) {
    pending.removeIf(other -> other == change);
  }

  /** Applies the whole list, followed by the pushes since it was requested. */
  synchronized void loaded(PendingChange load, Collection<Jid> list) {
    Set<Jid> now = load.over(list);
    List.copyOf(entries).stream().filter(jid -> !now.contains(jid)).forEach(this::remove);
    complete = !load.missed();
    now.forEach(this::add);
  }

  /** Applies a block request that the server has accepted. */
  synchronized void blocked(PendingChange change, Collection<Jid> jids) {
    jids.stream().filter(jid -> !change.knows(jid)).forEach(jid -> recorded(jid, true));
  }

  /** Applies an unblock request that the server has accepted. */
  synchronized void unblocked(PendingChange change, Collection<Jid> jids) {
    jids.stream().filter(jid -> !change.knows(jid)).forEach(jid -> recorded(jid, false));
  }

  /** Applies a request to unblock all that the server has accepted. */
  synchronized void cleared(PendingChange change) {
    unblocked(change, List.copyOf(entries));
  }

  /** Applies a push; returns whether there was room for all entries. */
  synchronized boolean pushed(Collection<Jid> jids, boolean block) {
    boolean room = true;
    for (Jid jid : jids) {
      room &= recorded(jid, block);
    }
    return room;
  }

  /** Applies a push that unblocks all. */
  synchronized void pushedClear() {
    pending.forEach(PendingChange::clear);
    List.copyOf(entries).forEach(this::remove);
  }

  private boolean recorded(Jid jid, boolean block) {
    pending.forEach(change -> change.record(jid, block));
    if (block) {
      return add(jid);
    }
    remove(jid);
    return true;
  }

  private boolean add(Jid jid) {
    if (entries.contains(jid)) {
      return true;
    }
    int length = jid.toString().length();
    if (entries.size() >= MOST || characters + length > MOST_CHARACTERS) {
      complete = false;
      return false;
    }
    entries.add(jid);
    characters += length;
    events.add(new BlockingEvent.Blocked(jid));
    return true;
  }

  private void remove(Jid jid) {
    if (entries.remove(jid)) {
      characters -= jid.toString().length();
      events.add(new BlockingEvent.Unblocked(jid));
    }
  }
}
