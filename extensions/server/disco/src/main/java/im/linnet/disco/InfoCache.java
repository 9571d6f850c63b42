package im.linnet.disco;

import im.linnet.jid.Jid;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded cache of answers to info queries, which expire; the least recently used one is dropped
 * first. Equal queries at the same time share one answer. Failures are not cached, nor are answers
 * so large that a hostile peer could fill the memory with them.
 *
 * <p>Safe for use by any thread; the lock is held for map operations only.
 */
final class InfoCache {

  /** In characters of XML; the largest answers of real servers have some 12,000. */
  private static final int MAX_WEIGHT = 32_768;

  private record Key(Jid jid, @Nullable String node) {}

  /** An answer, received or pending. */
  private static final class Entry {

    private final CompletableFuture<DiscoInfo> answer = new CompletableFuture<>();
    private final long since;

    /** How many callers have asked and not cancelled. */
    private int askers;

    Entry(long since) {
      this.since = since;
    }
  }

  private final int size;
  private final long lifetime;
  private final LongSupplier clock;
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  InfoCache(int size, Duration lifetime, LongSupplier clock) {
    this.size = size;
    this.lifetime = lifetime.toNanos();
    this.clock = clock;
  }

  /** The cached or pending answer, or else that of a new query. */
  CompletableFuture<DiscoInfo> get(
      Jid jid, @Nullable String node, Supplier<CompletableFuture<DiscoInfo>> query) {
    Key key = new Key(jid, node);
    Entry mine = new Entry(clock.getAsLong());
    Entry entry = take(key, mine);
    if (entry == mine) {
      ask(key, mine, query);
    }
    CompletableFuture<DiscoInfo> own = new CompletableFuture<>();
    follow(entry.answer, own);
    own.whenComplete(
        (info, failure) -> {
          if (own.isCancelled()) {
            cancelled(key, entry);
          }
        });
    return own;
  }

  private void ask(Key key, Entry mine, Supplier<CompletableFuture<DiscoInfo>> query) {
    CompletableFuture<DiscoInfo> asked = asked(query);
    asked.whenComplete(
        (info, failure) -> {
          if (failure != null || info.toElement().weight() > MAX_WEIGHT) {
            remove(key, mine);
          }
        });
    follow(asked, mine.answer);
    mine.answer.whenComplete((info, failure) -> asked.cancel(false));
  }

  /** Completes a future like another, with the same failure. */
  private static void follow(
      CompletableFuture<DiscoInfo> first, CompletableFuture<DiscoInfo> second) {
    first.whenComplete(
        (info, failure) -> {
          if (failure == null) {
            second.complete(info);
          } else {
            second.completeExceptionally(failure);
          }
        });
  }

  /** Forgets a query once all its callers have cancelled it. */
  private void cancelled(Key key, Entry entry) {
    synchronized (this) {
      entry.askers--;
      if (entry.askers > 0 || entry.answer.isDone()) {
        return;
      }
      entries.remove(key, entry);
    }
    entry.answer.cancel(false);
  }

  /** Sends a query. If it can't be sent, the future fails. */
  private static CompletableFuture<DiscoInfo> asked(Supplier<CompletableFuture<DiscoInfo>> query) {
    try {
      return query.get();
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /** The fresh entry of a key, or else the new one, which is stored. */
  private synchronized Entry take(Key key, Entry fresh) {
    Entry known = entries.get(key);
    if (known != null && fresh.since - known.since < lifetime) {
      known.askers++;
      return known;
    }
    fresh.askers++;
    entries.put(key, fresh);
    if (entries.size() > size) {
      entries.remove(entries.keySet().iterator().next());
    }
    return fresh;
  }

  private synchronized void remove(Key key, Entry entry) {
    entries.remove(key, entry);
  }

  /** Drops the answers of an address; for a bare one also those of all its resources. */
  synchronized void forget(Jid jid) {
    entries
        .keySet()
        .removeIf(key -> key.jid.equals(jid) || (jid.isBare() && key.jid.bare().equals(jid)));
  }

  /** Drops all answers. */
  synchronized void clear() {
    entries.clear();
  }

  synchronized int size() {
    return entries.size();
  }
}
