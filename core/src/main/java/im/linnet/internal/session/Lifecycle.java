package im.linnet.internal.session;

import im.linnet.connection.Backlog;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ConnectionState.Closed;
import im.linnet.connection.ConnectionState.Closing;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ConnectionState.Connecting;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.connection.ConnectionState.Waiting;
import im.linnet.connection.KeepAlive;
import im.linnet.connection.SavedStream;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.internal.callbacks.Completions;
import im.linnet.internal.incoming.Router;
import im.linnet.internal.netty.Confined;
import im.linnet.internal.netty.Farewell;
import im.linnet.internal.outgoing.Sender;
import im.linnet.internal.stream.Faults;
import im.linnet.observe.Health;
import im.linnet.xml.Element;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state of a client's connection and everything that changes it. The state belongs to one event
 * loop, which also runs the client's connections, so it needs no lock; other threads may read it.
 *
 * <pre>
 *   Nothing ──connect(), a redirect, the timer──► Attempt ──bound──► InSession
 *      ▲                                            │                  │
 *      └──────────────────failed────────────────────┴──────ended───────┘
 * </pre>
 */
public final class Lifecycle {

  private final EventLoop loop;
  private final Router router;
  private final Completions completions;
  private final KeepAlive keepAlive;
  private final Duration closeLimit;
  private final Reconnector reconnector;
  private final ConnectionJournal journal;
  private final SessionCarryOver continuity;
  private final Function<@Nullable StreamException, CompletableFuture<BoundStream>> connector;

  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private volatile ConnectionState state = new Disconnected(null);
  private volatile @Nullable Sender sender;
  private volatile @Nullable BoundStream stream;
  private final Confined confined;
  private Current current = new Nothing();
  private @Nullable SessionHandler last;
  private @Nullable Suspension leaving;

  /** The current connection. */
  private sealed interface Current {}

  /** No connection. */
  private record Nothing() implements Current {}

  /**
   * A connection is being made.
   *
   * @param outcome the attempt's future
   * @param waiting the caller, or null if the client connects by itself
   */
  private record Attempt(CompletableFuture<BoundStream> outcome, @Nullable Caller waiting)
      implements Current {}

  /** The future of a user's call of {@link #connect()}. */
  private static final class Caller extends CompletableFuture<BoundStream> {

    private final Executor completer;

    /** A future that this executor completes. */
    Caller(Executor completer) {
      this.completer = completer;
    }
  }

  /** A stream is bound. */
  private record InSession(SessionHandler session) implements Current {}

  /**
   * A client that has not connected yet.
   *
   * @param loop the client's event loop
   * @param router receives each new state
   * @param completions completes users' futures
   * @param keepAlive the keep-alive settings
   * @param closeLimit how long the server may take to answer the closing tag
   * @param reconnector decides whether and when to reconnect
   * @param continuity what a session leaves to the next connection
   * @param connector makes a connection, given the redirect that ended the last one or null; {@link
   *     #begin} creates its session
   */
  public Lifecycle(
      EventLoop loop,
      Router router,
      Completions completions,
      KeepAlive keepAlive,
      Duration closeLimit,
      Reconnector reconnector,
      SessionCarryOver continuity,
      Function<@Nullable StreamException, CompletableFuture<BoundStream>> connector) {
    this.loop = loop;
    this.confined = new Confined(loop);
    this.router = router;
    this.completions = completions;
    this.keepAlive = keepAlive;
    this.closeLimit = closeLimit;
    this.reconnector = reconnector;
    this.continuity = continuity;
    this.connector = connector;
    this.journal =
        new ConnectionJournal(router.listeners(), loop.ticker()::nanoTime, reconnector.clock());
  }

  /** {@return the current state} */
  public ConnectionState state() {
    return state;
  }

  /**
   * The client's health; from any thread.
   *
   * @param backlog what waits for callbacks
   * @param dropped how many stanzas were dropped
   * @return the health
   */
  public Health health(Backlog backlog, long dropped) {
    return journal.health(backlog, dropped);
  }

  /** {@return the stream that was bound last, or null if none was} */
  public @Nullable BoundStream stream() {
    return stream;
  }

  /**
   * The sender of the bound stream, or of the lost one that is about to be resumed.
   *
   * @return the sender
   * @throws TransportException if there is neither
   */
  public Sender sender() {
    Sender now = sender;
    if (now != null) {
      return now;
    }
    if (state instanceof Closing || state instanceof Closed) {
      throw new TransportException(Reason.CLOSED_HERE, "The client is closed: use a new one");
    }
    throw new TransportException(
        Reason.NOT_CONNECTED,
        state instanceof Waiting
            ? "The connection was lost and will be made anew: await the state Connected"
            : "There is no connection: call connect() first and await it");
  }

  /**
   * Connects: at once if a reconnect is scheduled, or joins the attempt already under way. From any
   * thread.
   *
   * @return the bound stream; cancelling it gives the attempt up
   */
  public CompletableFuture<BoundStream> connect() {
    Caller connected = new Caller(completions.forCaller());
    try {
      loop.execute(() -> connect(connected));
    } catch (RejectedExecutionException shutDown) {
      connected.completeExceptionally(
          new RefusedException("The client's resources are shut down: use a new client"));
    }
    connected.whenComplete(
        (stream, failure) -> {
          if (connected.isCancelled() && !loop.isShuttingDown()) {
            loop.execute(() -> giveUp(connected));
          }
        });
    return connected;
  }

  private void connect(Caller connected) {
    confined.check();
    if (connected.isDone()) {
      return;
    }
    if (state instanceof Connecting
        && current instanceof Attempt attempt
        && attempt.waiting == null) {
      current = new Attempt(attempt.outcome, connected);
    } else if (state instanceof Disconnected || state instanceof Waiting) {
      if (state instanceof Disconnected) {
        reconnector.startOver();
      }
      again(connected);
    } else {
      RefusedException refused =
          new RefusedException(
              "connect() is for a client that is not connected; this one is " + words(state));
      completions.execute(() -> connected.completeExceptionally(refused));
    }
  }

  private void again() {
    again(null);
  }

  /** Starts again at the domain; {@code waiting} is the caller, or null. */
  private void again(@Nullable Caller waiting) {
    enter(new Connecting());
    start(null, waiting);
  }

  /**
   * Notes a change of network: a scheduled reconnect is made at once, and the existing connection
   * is checked because it may be dead. From any thread.
   */
  public void networkChanged() {
    hint(this::changed);
  }

  /**
   * Sends an element that is not a stanza. From any thread.
   *
   * @param nonza the element
   * @return completes when it has been written
   */
  public CompletableFuture<Void> sendNonza(Element nonza) {
    return new NonzaSender(loop, completions, this::session).send(nonza);
  }

  /**
   * Sets whether requests for acknowledgement are answered at once on this connection. From any
   * thread.
   *
   * @param always whether they are
   */
  public void acknowledgeAtOnce(boolean always) {
    hint(
        () -> {
          SessionHandler now = session();
          if (now != null) {
            now.acknowledgeAtOnce(always);
          }
        });
  }

  private void hint(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException shutDown) {
      // The loop has shut down: there is no connection, nor will there be.
    }
  }

  private void changed() {
    if (reconnector.networkChanged()) {
      again();
    } else if (current instanceof InSession now) {
      now.session.check();
    }
  }

  private void start(@Nullable StreamException redirect, @Nullable Caller waiting) {
    reconnector.starting();
    journal.starting();
    CompletableFuture<BoundStream> started = connector.apply(redirect);
    current = new Attempt(started, waiting);
    started.whenComplete(
        (stream, failure) -> {
          if (failure != null) {
            onLoop(() -> failed(started, Faults.of(failure)));
          }
        });
  }

  /**
   * Runs immediately on the event loop, so that a caller who cancels can connect again without
   * waiting.
   */
  private void onLoop(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }

  private void giveUp(CompletableFuture<BoundStream> connected) {
    if (current instanceof Attempt attempt && attempt.waiting == connected) {
      attempt.outcome.cancel(false);
    }
  }

  /**
   * Begins a session; called on the event loop at the moment a stream is bound.
   *
   * @param stream the bound stream
   * @return the handler that takes over
   */
  public SessionHandler begin(BoundStream stream) {
    return new SessionHandler(stream, router, completions, keepAlive, continuity, this::begun);
  }

  private void begun(SessionHandler begun) {
    confined.check();
    if (!(state instanceof Connecting)
        || !(current instanceof Attempt attempt)
        || attempt.outcome.isCancelled()) {
      // Cancelled at the same moment: the caller knows already and gets no further result.
      begun.abandon(new TransportException(Reason.CLOSED_HERE, "Given up by this side"));
      return;
    }
    begun.ended().thenAccept(why -> loop.execute(() -> ended(begun, why)));
    current = new InSession(begun);
    stream = begun.stream();
    last = begun;
    reconnector.connected();
    journal.bound(begun.stream());
    enter(new Connected(begun.stream()));
    Caller connected = attempt.waiting;
    if (connected != null) {
      connected.completer.execute(() -> hand(begun, connected));
    }
  }

  /**
   * Completes the user's future; the session is abandoned if it was cancelled at the last moment.
   */
  private void hand(SessionHandler begun, CompletableFuture<BoundStream> connected) {
    if (!connected.complete(begun.stream())) {
      begun.close(closeLimit);
    }
  }

  private void failed(CompletableFuture<BoundStream> started, XmppException failure) {
    if (!(current instanceof Attempt attempt) || attempt.outcome != started) {
      return;
    }
    current = new Nothing();
    journal.failed(failure);
    CompletableFuture<BoundStream> connected = attempt.waiting;
    if (state instanceof Closing) {
      finish();
    } else {
      enter(reconnector.after(failure, this::again));
    }
    if (connected != null) {
      completions.execute(() -> connected.completeExceptionally(failure));
    }
  }

  private void ended(SessionHandler ended, XmppException why) {
    if (session() != ended) {
      return;
    }
    current = new Nothing();
    journal.ended(why);
    if (leaving != null && continuity.kept() != null) {
      // Stanzas that subscribers still send are left with the stream.
      leaving.lost();
      return;
    }
    if (state instanceof Closing) {
      finish();
    } else if (why instanceof StreamException said && reconnector.follows(said)) {
      enter(new Connecting());
      start(said, null);
    } else {
      enter(reconnector.after(why, this::again));
    }
  }

  /** {@return the result of {@link #close(Duration)} with the configured limit} */
  public CompletableFuture<Void> close() {
    return close(closeLimit);
  }

  /**
   * Closes the client for good; from any thread, any number of times: the shortest limit counts.
   *
   * @param limit how long the server may take to answer the closing tag; zero for no wait
   * @return completes when nothing is open any more
   */
  public CompletableFuture<Void> close(Duration limit) {
    try {
      loop.execute(() -> closeNow(limit));
    } catch (RejectedExecutionException shutDown) {
      // Nothing else changes the state once the loop has terminated.
      loop.terminationFuture().addListener(terminated -> closeWithoutLoop());
    }
    return closed.copy();
  }

  /**
   * Leaves the stream without ending it, and closes the client; from any thread.
   *
   * @param clock used to compute until when the stream can be resumed
   * @return the saved stream, once nothing is open any more
   */
  public CompletableFuture<SavedStream> suspend(InstantSource clock) {
    Suspension suspension = new Suspension(loop);
    try {
      loop.execute(() -> suspend(suspension, clock));
    } catch (RejectedExecutionException shutDown) {
      suspension.refused("the client is closed");
    }
    return suspension.outcome();
  }

  private void suspend(Suspension suspension, InstantSource clock) {
    boolean over = state instanceof Closing || state instanceof Closed || leaving != null;
    if (over || !continuity.canBeLeft()) {
      String why = leaving == null ? "is " + words(state) : "is leaving it already";
      completions.execute(() -> suspension.refused("the client " + why));
      return;
    }
    leaving = suspension;
    reconnector.stop();
    SessionHandler session = session();
    if (session != null) {
      session.leave();
    }
    suspension.begin(
        router,
        session == null ? null : session.sender(),
        closeLimit,
        () -> left(suspension, clock.instant()));
    if (current instanceof Attempt) {
      // An attempt to resume is given up, and the stream is saved as it was before it.
      suspension.finish();
    }
  }

  private void left(Suspension suspension, Instant time) {
    leaving = null;
    SavedStream saved = continuity.save(time, router.unseen());
    CompletableFuture<?> recorded = saved == null ? closed : continuity.leave(saved);
    router.leave();
    SessionHandler session = session();
    if (session != null) {
      session.depart(new TransportException(Reason.CLOSED_HERE, "This side left the stream"));
    }
    closeNow(session == null ? Duration.ZERO : Farewell.LEAVE_LIMIT);
    closed
        .thenCombine(recorded, (over, kept) -> kept)
        .whenCompleteAsync((done, failure) -> suspension.ended(saved, failure), completions);
  }

  private void closeNow(Duration limit) {
    Suspension suspension = leaving;
    if (suspension != null) {
      suspension.finish();
      return;
    }
    SessionHandler lingering = last;
    if (lingering != null) {
      lingering.close(limit);
    }
    if (state instanceof Closing || state instanceof Closed) {
      return;
    }
    reconnector.stop();
    enter(new Closing());
    if (current instanceof Attempt attempt) {
      attempt.outcome.cancel(false);
    } else if (current instanceof Nothing) {
      finish();
    }
  }

  /** The client is closed once its last connection is, which may still be ending its stream. */
  private void finish() {
    continuity.giveUp();
    SessionHandler lingering = last;
    if (lingering == null) {
      finished();
    } else {
      lingering.gone().thenRun(this::finished);
    }
  }

  private void finished() {
    enter(new Closed());
    router.end();
    completions.execute(() -> closed.complete(null));
  }

  private void closeWithoutLoop() {
    if (!(state instanceof Closed)) {
      continuity.giveUp();
      enter(new Closed());
      router.end();
    }
    closed.completeAsync(() -> null);
  }

  private void enter(ConnectionState next) {
    sender = sender(next);
    state = next;
    journal.entered(next);
    router.deliver(next);
  }

  /** Stanzas sent while a lost stream is about to be resumed wait behind those sent again. */
  private @Nullable Sender sender(ConnectionState next) {
    if (current instanceof InSession now) {
      return now.session.sender();
    }
    return next instanceof Waiting || next instanceof Connecting ? continuity.kept() : null;
  }

  private @Nullable SessionHandler session() {
    return current instanceof InSession now ? now.session : null;
  }

  private static String words(ConnectionState state) {
    return state.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
