package im.linnet.fleet.internal.vault;

import im.linnet.failure.RefusedException;
import im.linnet.fleet.internal.wire.FleetMessage;
import im.linnet.fleet.internal.wire.Held;
import im.linnet.fleet.internal.wire.StreamRecord;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What goes to the next node: one batch at a time, so that records group themselves under load. For
 * a new next node, all own streams go first, from a mirror that has each record applied. Bounded,
 * as a session has few records open at a time. Not thread-safe.
 */
public final class Outgoing {

  /** A batch is closed when it is larger, in bytes. */
  private static final long BATCH = 256 << 10;

  private final long owner;
  private final Copies mirror = new Copies();
  private final Deque<LocalRecord> queue = new ArrayDeque<>();
  private final Deque<String> again = new ArrayDeque<>();
  private List<LocalRecord> flying = List.of();
  private FleetMessage.@Nullable Batch inFlight;
  private boolean first = true;
  private boolean covered;
  private long seq;

  /**
   * Creates one without records.
   *
   * @param owner the uid of this node
   */
  public Outgoing(long owner) {
    this.owner = owner;
  }

  /**
   * Takes a record.
   *
   * @param own the record
   * @param now the time
   */
  public void add(LocalRecord own, Instant now) {
    mirror.apply(owner, own.entry(), now);
    queue.add(own);
  }

  /**
   * Stops mirroring a session that left this node; the copy of the next node stays.
   *
   * @param account the bare address
   * @param epoch the session's epoch
   * @param now the time
   */
  public void gone(String account, long epoch, Instant now) {
    Held known = mirror.peek(account, now);
    if (known != null && known.copied() <= epoch) {
      mirror.remove(account);
    }
  }

  /** Begins anew with another next node, or the same that has forgotten. */
  public void restart() {
    covered = false;
    for (int i = flying.size() - 1; i >= 0; i--) {
      queue.addFirst(flying.get(i));
    }
    flying = List.of();
    inFlight = null;
    first = true;
    again.clear();
    again.addAll(mirror.accounts());
  }

  /** Completes what waits, as there is no other node to keep it. */
  public void complete() {
    covered = false;
    inFlight = null;
    again.clear();
    first = true;
    flying.forEach(own -> own.kept().complete(null));
    flying = List.of();
    queue.forEach(own -> own.kept().complete(null));
    queue.clear();
  }

  /** Fails what waits: nothing is kept any more. */
  public void fail() {
    RefusedException failure = fenced();
    flying.forEach(own -> own.kept().completeExceptionally(failure));
    queue.forEach(own -> own.kept().completeExceptionally(failure));
    flying = List.of();
    queue.clear();
    again.clear();
    inFlight = null;
  }

  private static RefusedException fenced() {
    return new RefusedException("Another node holds this account, so this one may not go on");
  }

  /**
   * The batch to send: a new one if none is under way.
   *
   * @param now the time
   * @return the batch; null if there is nothing to send, or one is under way
   */
  public FleetMessage.@Nullable Batch next(Instant now) {
    if (inFlight != null || (queue.isEmpty() && again.isEmpty() && !first)) {
      return null;
    }
    List<StreamRecord> records = new ArrayList<>();
    List<LocalRecord> taken = new ArrayList<>();
    long size = whole(records, now);
    while (again.isEmpty() && !queue.isEmpty() && size < BATCH) {
      LocalRecord own = queue.removeFirst();
      taken.add(own);
      records.add(own.entry().sendable());
      size += own.entry().size();
    }
    flying = taken;
    inFlight = new FleetMessage.Batch(owner, ++seq, first, records);
    first = false;
    return inFlight;
  }

  /** Adds streams as they are now; records that wait are part of them, and change nothing later. */
  private long whole(List<StreamRecord> records, Instant now) {
    long size = 0;
    while (!again.isEmpty() && size < BATCH) {
      String account = again.removeFirst();
      Held known = mirror.peek(account, now);
      if (known != null && known.saved() != null) {
        StreamRecord opened =
            new StreamRecord(
                account, known.copied(), known.revision(), new StreamRecord.Opened(known.saved()));
        records.add(opened.sendable());
        size += opened.size();
      }
    }
    return size;
  }

  /** {@return the batch under way, or null} */
  public FleetMessage.@Nullable Batch underWay() {
    return inFlight;
  }

  /**
   * A batch is kept.
   *
   * @param done the answer
   * @param now the time
   * @return the accounts of this node that another session holds
   */
  public List<String> done(FleetMessage.BatchDone done, Instant now) {
    FleetMessage.Batch batch = inFlight;
    if (batch == null || done.seq() != batch.seq()) {
      return List.of();
    }
    List<LocalRecord> kept = flying;
    flying = List.of();
    inFlight = null;
    covered = again.isEmpty();
    Set<String> fenced = new HashSet<>(done.fenced());
    for (LocalRecord own : kept) {
      if (fenced.contains(own.entry().account())) {
        own.kept().completeExceptionally(fenced());
      } else {
        own.kept().complete(null);
      }
    }
    return fenced.stream().filter(account -> isCurrent(batch, account, now)).toList();
  }

  /** Whether what was refused is of the session that this node holds now. */
  private boolean isCurrent(FleetMessage.Batch batch, String account, Instant now) {
    Held known = mirror.peek(account, now);
    return known != null
        && batch.records().stream()
            .filter(entry -> entry.account().equals(account))
            .allMatch(entry -> entry.epoch() == known.copied());
  }

  /** {@return whether the next node has all streams} */
  public boolean covered() {
    return covered;
  }

  /** {@return how many records wait} */
  public int waiting() {
    return queue.size() + flying.size();
  }
}
