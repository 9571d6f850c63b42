package im.linnet.avatar;

import im.linnet.avatar.Fetch.Outcome;
import im.linnet.connection.BoundStream;
import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fetches avatars: from the cache, else from their owner. Few at the same time, at most one of each
 * owner and of each hash, automatic ones spread over time, and those that a caller waits for first.
 * Automatic ones wait while there is no connection, and begin again on the next stream if the
 * connection is lost.
 *
 * <p>Safe for use by any thread; the lock is held for map operations only.
 */
final class Fetches {

  private final PictureSource source;
  private final AvatarCache cache;
  private final AvatarSettings settings;
  private final Supplier<@Nullable BoundStream> streams;
  private final BiConsumer<Fetch, Outcome> ended;

  private final Map<Jid, Fetch> waiting = new LinkedHashMap<>();
  private final Map<Jid, Fetch> running = new HashMap<>();
  private final Set<String> runningHashes = new HashSet<>();
  private final AtomicInteger turns = new AtomicInteger();

  /** When the next automatic fetch may ask; compared with {@link System#nanoTime()}. */
  private long nextTurn = System.nanoTime();

  /** Whether a timer for that moment runs. */
  private boolean waking;

  /**
   * Fetches nothing yet.
   *
   * @param streams returns the current stream, or null if there is no connection
   * @param ended is called with each fetch that ended, before its callers learn of it
   */
  Fetches(
      PictureSource source,
      AvatarCache cache,
      AvatarSettings settings,
      Supplier<@Nullable BoundStream> streams,
      BiConsumer<Fetch, Outcome> ended) {
    this.source = source;
    this.cache = cache;
    this.settings = settings;
    this.streams = streams;
    this.ended = ended;
  }

  /**
   * Fetches an avatar that was announced; replaces what waits for the same owner.
   *
   * @return null, or the failure if too many wait
   */
  @Nullable RefusedException announced(
      Jid owner, boolean occupant, String hash, Origin origin, @Nullable String tag) {
    synchronized (this) {
      Fetch now = running.get(owner);
      if (now == null || !hash.equals(now.hash)) {
        now = replaced(owner, occupant, hash, origin);
        if (now == null) {
          return full();
        }
      }
      now.automatic = true;
      now.tag = tag;
    }
    next();
    return null;
  }

  /** The fetch that waits for an owner, of this hash; null if too many wait. */
  private @Nullable Fetch replaced(
      Jid owner, boolean occupant, @Nullable String hash, Origin origin) {
    Fetch before = waiting.get(owner);
    if (before != null && Objects.equals(before.hash, hash)) {
      return before;
    }
    if (before == null && waiting.size() >= settings.owners()) {
      return null;
    }
    Fetch now = new Fetch(owner, occupant, hash, origin);
    if (before != null) {
      now.callers.addAll(before.callers);
      now.automatic = before.automatic;
    }
    waiting.put(owner, now);
    return now;
  }

  private static RefusedException full() {
    return RefusedException.full(
        "Too many avatars wait to be fetched. Ask for this one again later.");
  }

  /** Notes that a presence has named an owner whose card may be on its way. */
  synchronized void named(Jid owner) {
    for (Map<Jid, Fetch> fetches : List.of(waiting, running)) {
      Fetch fetch = fetches.get(owner);
      if (fetch != null) {
        fetch.named = true;
      }
    }
  }

  /** Gives up what was announced of an owner and waits, unless a caller waits for it. */
  synchronized void withdrawn(Jid owner) {
    Fetch fetch = waiting.get(owner);
    if (fetch != null) {
      fetch.automatic = false;
      if (fetch.isAbandoned()) {
        waiting.remove(owner);
      }
    }
  }

  /** Fetches an avatar for a caller, who may cancel. */
  CompletableFuture<Optional<Avatar>> demanded(
      Jid owner, boolean occupant, @Nullable String hash, Origin origin) {
    CompletableFuture<Optional<Avatar>> caller = new CompletableFuture<>();
    synchronized (this) {
      Fetch fetch = running.get(owner);
      if (fetch == null || !Objects.equals(fetch.hash, hash)) {
        fetch = replaced(owner, occupant, hash, origin);
      }
      if (fetch == null) {
        return CompletableFuture.failedFuture(full());
      }
      fetch.callers.add(caller);
    }
    caller.whenComplete(
        (avatar, failure) -> {
          if (caller.isCancelled()) {
            cancelled(owner, caller);
          }
        });
    next();
    return caller;
  }

  private void cancelled(Jid owner, CompletableFuture<Optional<Avatar>> caller) {
    CompletableFuture<FetchedCard> unwanted = null;
    synchronized (this) {
      Fetch fetch = waiting.get(owner);
      if (fetch != null && fetch.leave(caller)) {
        waiting.remove(owner);
      }
      fetch = running.get(owner);
      if (fetch != null && fetch.leave(caller)) {
        unwanted = fetch.request;
      }
    }
    if (unwanted != null) {
      unwanted.cancel(false);
    }
  }

  /** Starts what may start. Not recursive, because a fetch may end at once. */
  void next() {
    if (turns.getAndIncrement() != 0) {
      return;
    }
    int missed = 1;
    do {
      for (Fetch fetch = started(); fetch != null; fetch = started()) {
        begin(fetch);
      }
      missed = turns.addAndGet(-missed);
    } while (missed != 0);
  }

  /** Takes the next fetch that may start; null if none may now. */
  private @Nullable Fetch started() {
    BoundStream stream = streams.get();
    boolean online = stream != null;
    synchronized (this) {
      if (running.size() >= settings.parallel()) {
        return null;
      }
      long wait = Math.max(0, nextTurn - System.nanoTime());
      Fetch first =
          online ? first(fetch -> fetch.mayAskOn(stream) && (!fetch.lookedUp || wait == 0)) : null;
      Fetch demanded = first(fetch -> !fetch.callers.isEmpty());
      Fetch taken = demanded == null ? first : demanded;
      if (taken != null) {
        take(taken);
      } else if (online && wait > 0 && !waiting.isEmpty() && !waking) {
        waking = true;
        CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS).execute(this::wake);
      }
      return taken;
    }
  }

  private @Nullable Fetch first(Predicate<Fetch> wanted) {
    for (Fetch fetch : waiting.values()) {
      if (isFree(fetch) && wanted.test(fetch)) {
        return fetch;
      }
    }
    return null;
  }

  /** Whether neither its owner nor its hash is being fetched. */
  private boolean isFree(Fetch fetch) {
    String hash = fetch.hash;
    return !running.containsKey(fetch.owner) && (hash == null || !runningHashes.contains(hash));
  }

  private void take(Fetch fetch) {
    waiting.remove(fetch.owner);
    running.put(fetch.owner, fetch);
    if (fetch.hash != null) {
      runningHashes.add(fetch.hash);
    }
    if (fetch.lookedUp && fetch.callers.isEmpty()) {
      nextTurn = System.nanoTime() + settings.pace().toNanos();
    }
  }

  private void giveBack(Fetch fetch) {
    running.remove(fetch.owner);
    if (fetch.hash != null) {
      runningHashes.remove(fetch.hash);
    }
  }

  /** Lets a fetch wait again, unless a later one of the same owner waits, which takes its place. */
  private void waitAgain(Fetch fetch) {
    Fetch later = waiting.putIfAbsent(fetch.owner, fetch);
    if (later != null) {
      later.callers.addAll(fetch.callers);
      later.automatic |= fetch.automatic;
    }
  }

  /** Others with the same avatar find it in the cache now. */
  private void lookAgain(String hash) {
    for (Fetch fetch : waiting.values()) {
      if (hash.equals(fetch.hash)) {
        fetch.lookedUp = false;
      }
    }
  }

  private void wake() {
    synchronized (this) {
      waking = false;
    }
    next();
  }

  /** Looks into the cache first; what is not there waits for its turn. */
  private void begin(Fetch fetch) {
    String hash = fetch.hash;
    if (hash == null || fetch.lookedUp) {
      request(fetch);
      return;
    }
    cache
        .find(hash)
        .whenComplete(
            (avatar, failure) -> {
              if (failure == null && avatar.isPresent()) {
                end(fetch, new Outcome.Cached(avatar.get()));
                return;
              }
              synchronized (this) {
                fetch.lookedUp = true;
                giveBack(fetch);
                if (!fetch.isAbandoned()) {
                  waitAgain(fetch);
                }
              }
              next();
            });
  }

  private void request(Fetch fetch) {
    fetch.asked = streams.get();
    CompletableFuture<FetchedCard> request = source.fetch(fetch);
    boolean abandoned;
    synchronized (this) {
      fetch.request = request;
      abandoned = fetch.isAbandoned();
    }
    request.whenComplete((card, failure) -> end(fetch, outcome(fetch, card, failure)));
    if (abandoned) {
      request.cancel(false);
    }
  }

  private static Outcome outcome(
      Fetch fetch, @Nullable FetchedCard card, @Nullable Throwable failure) {
    if (card != null) {
      return new Outcome.Fetched(card);
    }
    if (failure instanceof RejectedPictureException rejected) {
      return new Outcome.Failed(rejected.of(fetch.owner));
    }
    return new Outcome.Failed(
        failure instanceof XmppException known
            ? known
            : new UnreadableAnswerException(
                "The avatar of " + fetch.owner + " was not fetched", failure));
  }

  private void end(Fetch fetch, Outcome outcome) {
    Avatar avatar = outcome instanceof Outcome.Fetched fetched ? fetched.card().avatar() : null;
    if (avatar != null) {
      cache.put(avatar);
    }
    List<CompletableFuture<Optional<Avatar>>> callers;
    boolean again;
    synchronized (this) {
      giveBack(fetch);
      if (avatar != null) {
        lookAgain(avatar.hash());
      }
      callers = List.copyOf(fetch.callers);
      again = callers.isEmpty() && isToBeRepeated(fetch, outcome);
      if (again) {
        fetch.attempts--;
        fetch.request = null;
        waitAgain(fetch);
      }
    }
    if (!again) {
      ended.accept(fetch, outcome);
      callers.forEach(caller -> complete(caller, outcome));
    }
    next();
  }

  /**
   * A lost connection is no reason to give up: a resumed stream repeats no presences. The fetch
   * waits for the next stream.
   */
  private static boolean isToBeRepeated(Fetch fetch, Outcome outcome) {
    return outcome instanceof Outcome.Failed failed
        && failed.failure() instanceof TransportException lost
        && lost.reason() != TransportException.Reason.NO_ANSWER
        && fetch.automatic
        && fetch.attempts > 0;
  }

  private static void complete(CompletableFuture<Optional<Avatar>> caller, Outcome outcome) {
    if (outcome instanceof Outcome.Cached cached) {
      caller.complete(Optional.of(cached.avatar()));
    } else if (outcome instanceof Outcome.Fetched fetched) {
      caller.complete(Optional.ofNullable(fetched.card().avatar()));
    } else if (outcome instanceof Outcome.Failed failed) {
      caller.completeExceptionally(failed.failure());
    }
  }
}
