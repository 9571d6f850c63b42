package im.linnet.rostersync;

import im.linnet.ClientContext;
import im.linnet.RequestChain;
import im.linnet.failure.TransportException;
import im.linnet.jid.Jid;
import im.linnet.roster.Contact;
import im.linnet.roster.Roster;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Applies suggestions: a few contacts at a time, those of one contact in order, at a limited rate,
 * and only while the roster is known. Called in order with the client's callbacks, so without
 * locks.
 */
final class Work {

  /** How often a suggestion is tried when the connection fails. */
  private static final int MOST_ATTEMPTS = 5;

  /** The pause after a failure of the connection, unless the roster is loaded before. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final ClientContext context;
  private final Roster roster;
  private final Room room;
  private final Pace pace;
  private final int atOnce;
  private final Consumer<SyncEvent> events;

  /** What waits, by contact, in order. */
  private final Map<Jid, Deque<Task>> ready = new LinkedHashMap<>();

  /** The contacts that are being changed, and what waits for each. */
  private final Map<Jid, Deque<Task>> busy = new HashMap<>();

  private boolean paused;
  private boolean timed;

  /** A suggestion and how often it was tried. */
  private record Task(Suggestion suggestion, int attempts) {}

  Work(
      ClientContext context,
      Roster roster,
      Room room,
      Pace pace,
      int atOnce,
      Consumer<SyncEvent> events) {
    this.context = context;
    this.roster = roster;
    this.room = room;
    this.pace = pace;
    this.atOnce = atOnce;
    this.events = events;
  }

  /** Adds a suggestion, for which there is room already. Of end states the latest counts. */
  void add(Suggestion suggestion) {
    Deque<Task> queue = busy.get(suggestion.contact());
    if (queue == null) {
      queue = ready.computeIfAbsent(suggestion.contact(), contact -> new ArrayDeque<>());
    }
    Task last = queue.peekLast();
    if (last != null
        && last.suggestion().wanted().isEndState()
        && suggestion.wanted().isEndState()) {
      queue.removeLast();
      room.leave(last.suggestion());
    }
    queue.addLast(new Task(suggestion, 0));
  }

  /** The roster is known again: what failed before may succeed now. */
  void resume() {
    paused = false;
    start();
  }

  /** Starts as much as the limits allow. */
  void start() {
    while (!ready.isEmpty() && busy.size() < atOnce && !paused && roster.isLoaded()) {
      Duration wait = pace.untilNext();
      if (!wait.isZero()) {
        startIn(wait);
        return;
      }
      Map.Entry<Jid, Deque<Task>> next = ready.entrySet().iterator().next();
      ready.remove(next.getKey());
      Task task = next.getValue().removeFirst();
      busy.put(next.getKey(), next.getValue());
      pace.started();
      CompletableFuture<Void> applied = apply(task.suggestion());
      applied.whenComplete(
          (done, failure) -> context.callbacks().execute(() -> ended(task, failure)));
    }
  }

  private void startIn(Duration wait) {
    if (!timed) {
      timed = true;
      context.after(
          wait,
          () -> {
            timed = false;
            start();
          });
    }
  }

  private CompletableFuture<Void> apply(Suggestion suggestion) {
    Contact own = roster.contact(suggestion.contact());
    Jid contact = own == null ? suggestion.contact() : own.jid();
    RequestChain<Void> applied = new RequestChain<>();
    take(Plan.steps(own, suggestion), 0, contact, applied);
    return applied;
  }

  private void take(List<Step> steps, int next, Jid contact, RequestChain<Void> applied) {
    if (next == steps.size()) {
      applied.complete(null);
    } else {
      applied.then(send(steps.get(next), contact), sent -> take(steps, next + 1, contact, applied));
    }
  }

  private CompletableFuture<Void> send(Step step, Jid contact) {
    if (step instanceof Step.Put put) {
      return roster.add(contact, put.name(), put.groups());
    } else if (step instanceof Step.Say say) {
      return switch (say.type()) {
        case SUBSCRIBE -> roster.subscribe(contact);
        case SUBSCRIBED -> roster.approve(contact);
        case UNSUBSCRIBE -> roster.unsubscribe(contact);
        default -> roster.cancel(contact);
      };
    }
    return roster.remove(contact);
  }

  private void ended(Task task, @Nullable Throwable failure) {
    Suggestion suggestion = task.suggestion();
    Deque<Task> more = busy.remove(suggestion.contact());
    Deque<Task> left = more == null ? new ArrayDeque<>() : more;
    if (failure instanceof TransportException && task.attempts() + 1 < MOST_ATTEMPTS) {
      left.addFirst(new Task(suggestion, task.attempts() + 1));
      pause();
    } else {
      room.leave(suggestion);
      events.accept(
          failure == null
              ? new SyncEvent.Applied(suggestion)
              : new SyncEvent.Failed(suggestion, failure));
    }
    if (!left.isEmpty()) {
      ready.put(suggestion.contact(), left);
    }
    start();
  }

  private void pause() {
    if (!paused) {
      paused = true;
      context.after(PAUSE, this::resume);
    }
  }
}
