package im.linnet.archive;

import im.linnet.archive.CatchUpEvent.AnchorLost;
import im.linnet.archive.CatchUpEvent.Archived;
import im.linnet.archive.CatchUpEvent.Begin;
import im.linnet.archive.CatchUpEvent.CaughtUp;
import im.linnet.archive.CatchUpEvent.Failed;
import im.linnet.archive.CatchUpEvent.Live;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState.Closed;
import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.failure.RefusedException;
import im.linnet.forwarding.StanzaId;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins an archive and the live messages to one sequence, for a timeline: first what the archive
 * has after the end of the timeline, then what arrives, without a gap and without anything twice.
 *
 * <pre>{@code
 * Anchor anchor = Anchor.after("09af3-cc343-b409f").orSince(Instant.parse("2026-11-01T10:00:00Z"));
 * CatchUp timeline =
 *     client.get(MessageArchive.class).own().catchUp(anchor, event -> System.out.println(event));
 * client.onMessage(timeline::live);
 * timeline.start();
 * }</pre>
 *
 * <p>The program passes each live message of the archive's owner to {@link #live}: for the account
 * those of {@code onMessage} and the carbons, for a room those of the room. They are matched with
 * the archive by the id that its owner gave them (XEP-0359), so the account or room must have the
 * feature {@link StanzaId#NAMESPACE}. While the archive is being read, live messages with such an
 * id wait: at most 1000, and 4 Mi characters; beyond that they are read from the archive. Others,
 * such as typing notices, are delivered at once. Messages that this client sends appear when the
 * archive is read next, except in rooms, which reflect them; match them by their own ids.
 *
 * <p>When a new stream is bound, live messages wait again. That of the account then starts by
 * itself, once it was started; that of a room has to be started after each join. On a resumed
 * stream nothing needs to be done. Call {@link #pause()} before leaving a room to join it again.
 *
 * <p>If the archive does not know the ids of the anchor (expired, or never archived), reading
 * begins at its time, and {@link AnchorLost} says so: there may be a gap. This is detected in all
 * three ways in which servers answer. Of the last 4096 messages none is delivered twice.
 *
 * <p>Events come in order with the client's callbacks, and the next page is requested when the
 * listener has taken the last one. Safe for use by any thread.
 */
public final class CatchUp implements Subscription {

  private sealed interface State {}

  /** Live messages wait for {@link #start()}. */
  private record Behind() implements State {}

  /** The archive is being read, live messages wait. */
  private record Reading(
      CatchUpRun run, CompletableFuture<Anchor> outcome, @Nullable BoundStream stream)
      implements State {}

  /** Live messages are delivered, and the anchor follows them. */
  private record Following() implements State {}

  /** Live messages are delivered behind a gap, before which the anchor stays. */
  private record Detached() implements State {}

  /** The connection is lost; live messages wait for the resumption or a start. */
  private record Lost(State before) implements State {}

  private record Over() implements State {}

  private final Archive archive;
  private final Subscribers<CatchUpEvent> listener = new Subscribers<>(CatchUp.class);
  private final Consumer<CatchUp> whenOver;
  private final Executor order;

  // These belong to the executor of the client's callbacks.
  private final SeenIds seen = new SeenIds();
  private final HeldMessages held = new HeldMessages();
  private State state = new Behind();
  private Anchor archived;
  private @Nullable String live;

  private volatile Anchor anchor;

  CatchUp(
      Archive archive,
      Anchor anchor,
      Consumer<? super CatchUpEvent> listener,
      Consumer<CatchUp> whenOver) {
    this.archive = archive;
    this.archived = anchor;
    this.anchor = anchor;
    this.whenOver = whenOver;
    this.order = archive.client().context().callbacks();
    this.listener.add(listener);
  }

  /**
   * Reads the archive from the end of the timeline on. If it is being read, this waits for its end.
   *
   * @return the new end of the timeline, once {@link CaughtUp} was delivered. Fails as {@link
   *     Archive#page} does, after {@link Failed} was delivered, and with a {@link RefusedException}
   *     if this or the client is closed; cancelling it {@linkplain #pause() pauses} if this call
   *     began the reading. A callback must not block on it: it is completed in order with the
   *     callbacks
   */
  public CompletableFuture<Anchor> start() {
    CompletableFuture<Anchor> outcome = new CompletableFuture<>();
    order.execute(() -> start(outcome));
    if (archive.client().state() instanceof Closed) {
      // The order may take nothing more.
      outcome.completeExceptionally(
          new RefusedException("The client is closed, so it catches up no more: use a new one"));
    }
    outcome.whenComplete(
        (done, failure) -> {
          if (outcome.isCancelled()) {
            order.execute(() -> cancelled(outcome));
          }
        });
    return outcome;
  }

  private void start(CompletableFuture<Anchor> outcome) {
    if (state instanceof Over) {
      outcome.completeExceptionally(new RefusedException("The catch-up is closed"));
    } else if (state instanceof Reading reading) {
      reading.outcome.whenComplete((done, failure) -> pass(done, failure, outcome));
    } else if (!outcome.isDone()) {
      run(outcome);
    }
  }

  private static void pass(
      @Nullable Anchor done, @Nullable Throwable failure, CompletableFuture<Anchor> outcome) {
    if (done != null) {
      outcome.complete(done);
    } else if (failure != null) {
      outcome.completeExceptionally(failure);
    }
  }

  private void run(CompletableFuture<Anchor> outcome) {
    Progress progress = new Progress();
    CatchUpRun run = new CatchUpRun(archive, anchor, progress);
    progress.run = run;
    state = new Reading(run, outcome, archive.client().stream());
    run.begin();
  }

  private void cancelled(CompletableFuture<Anchor> outcome) {
    if (state instanceof Reading reading && reading.outcome == outcome) {
      reading.run.cancel();
      state = new Behind();
    }
  }

  /**
   * Passes a live message, in the order in which they arrive. One that the archive delivered
   * before, or that was passed before, is dropped.
   *
   * @param message a message that the archive's owner delivered
   */
  public void live(Message message) {
    order.execute(() -> take(message));
  }

  private void take(Message message) {
    String id = idOf(message);
    if (id == null) {
      tell(new Live(message, null));
    } else if (state instanceof Following || state instanceof Detached) {
      deliver(message, id);
    } else if (!(state instanceof Over)) {
      held.add(message, id);
    }
  }

  private @Nullable String idOf(Message message) {
    Jid from = message.from();
    Jid owner = archive.address();
    boolean vouched = archive.isOwn() || (from != null && from.bare().equals(owner));
    return vouched ? StanzaId.of(message, owner) : null;
  }

  private void deliver(Message message, String id) {
    if (!seen.add(id)) {
      return;
    }
    if (state instanceof Following) {
      live = id;
      moved();
    }
    tell(new Live(message, id));
  }

  private void deliverHeld() {
    for (HeldMessages.Held waiting : held.take()) {
      deliver(waiting.message(), waiting.id());
    }
  }

  /** A live id can be forged where the server keeps such, so the last archived one stays behind. */
  private void moved() {
    Anchor next = archived;
    if (live != null) {
      next = Anchor.after(live).orSince(archived.since());
      for (String id : archived.ids().subList(0, Math.min(1, archived.ids().size()))) {
        next = next.or(id);
      }
    }
    anchor = next;
  }

  /** {@return the end of the timeline, to continue from in another catch-up} */
  public Anchor anchor() {
    return anchor;
  }

  /**
   * Stops reading, and lets live messages wait until {@link #start()}. The future of the reading
   * that was stopped is cancelled.
   */
  public void pause() {
    order.execute(
        () -> {
          if (!(state instanceof Over)) {
            stop(new Behind());
          }
        });
  }

  /** Ends the catch-up; nothing more is delivered. */
  @Override
  public void close() {
    whenOver.accept(this);
    order.execute(
        () -> {
          stop(new Over());
          held.take();
        });
  }

  private void stop(State next) {
    State before = state;
    state = next;
    if (before instanceof Reading reading) {
      reading.run.cancel();
      reading.outcome.cancel(false);
    }
  }

  /** A new stream: what arrived in between is in the archive. In order with the callbacks. */
  @SuppressWarnings("ReferenceEquality") // Another stream may well be equal.
  void bound(BoundStream stream) {
    State before = state instanceof Lost lost ? lost.before : state;
    if (before instanceof Reading reading && reading.stream == stream) {
      return;
    }
    if (before instanceof Behind || !archive.isOwn()) {
      stop(before instanceof Over ? before : new Behind());
    } else if (before instanceof Reading reading) {
      reading.run.cancel();
      run(reading.outcome);
    } else if (!(before instanceof Over)) {
      run(new CompletableFuture<>());
    }
  }

  /** The same stream goes on. In order with the callbacks. */
  void resumed() {
    if (state instanceof Lost lost) {
      state = lost.before;
      if (!(state instanceof Behind)) {
        deliverHeld();
      }
    }
  }

  /** The connection is lost. In order with the callbacks. */
  void lost() {
    if (state instanceof Behind || state instanceof Following || state instanceof Detached) {
      state = new Lost(state);
    }
  }

  private void tell(CatchUpEvent event) {
    if (!(state instanceof Over)) {
      listener.tell(event);
    }
  }

  /** What the present reading brings; that of an earlier one is ignored. */
  private final class Progress implements CatchUpRun.Reader {

    private @Nullable CatchUpRun run;
    private boolean brought;

    private @Nullable Reading current() {
      return state instanceof Reading reading && reading.run == run ? reading : null;
    }

    @Override
    public void anchorLost(Begin begin) {
      restart(Anchor.oldest());
      tell(new AnchorLost(begin));
    }

    @Override
    public void found(String id) {
      restart(Anchor.after(id));
    }

    private void restart(Anchor from) {
      archived = from.orSince(archived.since());
      live = null;
      moved();
    }

    @Override
    public void read(List<ArchivedMessage> messages) {
      for (ArchivedMessage message : messages) {
        if (current() == null) {
          return;
        }
        Instant time = message.time();
        archived = Anchor.after(message.id()).orSince(time == null ? archived.since() : time);
        live = null;
        moved();
        if (seen.add(message.id())) {
          brought = true;
          tell(new Archived(message));
        }
      }
    }

    @Override
    public void ended() {
      Reading reading = current();
      if (reading == null) {
        return;
      }
      if (held.isFull() && brought) {
        held.forget(seen);
        run(reading.outcome);
        return;
      }
      state = new Following();
      tell(new CaughtUp(anchor));
      deliverHeld();
      reading.outcome.complete(anchor);
    }

    @Override
    public void failed(Throwable cause) {
      Reading reading = current();
      if (reading == null) {
        return;
      }
      state = new Detached();
      tell(new Failed(cause));
      deliverHeld();
      reading.outcome.completeExceptionally(cause);
    }
  }
}
