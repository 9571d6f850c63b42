package im.linnet;

import im.linnet.connection.Backlog;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.Dropped;
import im.linnet.connection.SavedStream;
import im.linnet.connection.Subscription;
import im.linnet.internal.incoming.Router;
import im.linnet.internal.netty.Nanos;
import im.linnet.internal.outgoing.Asking;
import im.linnet.internal.outgoing.Outgoing;
import im.linnet.internal.outgoing.Sender;
import im.linnet.internal.session.Lifecycle;
import im.linnet.internal.stream.Faults;
import im.linnet.jid.Jid;
import im.linnet.journal.Arrival;
import im.linnet.observe.Health;
import im.linnet.routing.Claim;
import im.linnet.stanza.Iq;
import im.linnet.stanza.IqHandler;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The client that {@link ClientBuilder} builds. */
final class BuiltClient implements XmppClient {

  private final Jid account;
  private final ServiceProfile profile;
  private final Duration requestLimit;
  private final int answerBytes;
  private final Duration closeLimit;
  private final Router router;
  private final Lifecycle lifecycle;
  private final Outgoing outgoing;
  private final ClientContext context;
  private final @Nullable ClientResources ownResources;
  private final Extensions extensions = new Extensions();

  /** Closed with the client. */
  private volatile DropWatch.@Nullable Watched watched;

  /** Called by {@link Assembly}. */
  BuiltClient(
      ClientBuilder builder,
      Router router,
      Lifecycle lifecycle,
      Outgoing outgoing,
      Function<XmppClient, ClientContext> context,
      @Nullable ClientResources own) {
    this.account = builder.account;
    this.profile = builder.profile;
    this.requestLimit = builder.requestLimit;
    this.answerBytes = builder.answerBytes;
    this.closeLimit = builder.closeLimit;
    this.router = router;
    this.lifecycle = lifecycle;
    this.outgoing = outgoing;
    this.context = context.apply(this);
    this.ownResources = own;
  }

  /** Creates the extensions; their constructors may subscribe to this client. */
  void extend(List<Function<? super XmppClient, ? extends Extension>> factories) {
    extensions.make(this, factories);
  }

  /** Sets the watch that closes this client if the program drops it. */
  void watched(DropWatch.Watched by) {
    watched = by;
  }

  /** Ends the watch, as the program has closed this client. */
  private void unwatched() {
    DropWatch.Watched by = watched;
    if (by != null) {
      by.closed();
    }
  }

  @Override
  public Jid account() {
    return account;
  }

  @Override
  public ServiceProfile profile() {
    return profile;
  }

  @Override
  public ConnectionState state() {
    return lifecycle.state();
  }

  @Override
  public @Nullable BoundStream stream() {
    return lifecycle.stream();
  }

  @Override
  public CompletableFuture<BoundStream> connect() {
    return Held.until(lifecycle.connect(), this);
  }

  @Override
  public void networkChanged() {
    lifecycle.networkChanged();
  }

  @Override
  public CompletableFuture<Void> shutdown() {
    unwatched();
    return close(closeLimit);
  }

  @Override
  public CompletableFuture<Void> shutdown(Duration limit) {
    if (limit.isNegative()) {
      throw new IllegalArgumentException("limit: %s (expected: >= 0)".formatted(limit));
    }
    unwatched();
    return close(limit);
  }

  /** First waits, within the same limit, for stanzas that are still in the filters. */
  private CompletableFuture<Void> close(Duration limit) {
    CompletableFuture<Void> passed = outgoing.passed();
    CompletableFuture<Void> closed =
        passed.isDone() || limit.isZero() ? lifecycle.close(limit) : closeAfter(passed, limit);
    return withResources(closed);
  }

  /**
   * Then ends the threads, if they are the client's own; who cancels the result only waits no more.
   */
  private <T> CompletableFuture<T> withResources(CompletableFuture<T> closed) {
    ClientResources own = ownResources;
    CompletableFuture<T> all =
        own == null
            ? closed
            : closed.thenCompose(result -> own.shutdown().thenApply(done -> result));
    CompletableFuture<T> given = new CompletableFuture<>();
    var unused =
        all.whenComplete(
            (result, failure) -> {
              if (failure == null) {
                given.complete(result);
              } else {
                given.completeExceptionally(Faults.of(failure));
              }
            });
    return given;
  }

  private CompletableFuture<Void> closeAfter(CompletableFuture<Void> passed, Duration limit) {
    long began = System.nanoTime();
    long most = Nanos.of(limit);
    return passed
        .completeOnTimeout(null, most, TimeUnit.NANOSECONDS)
        .thenCompose(
            over ->
                lifecycle.close(Duration.ofNanos(Math.max(0, most - (System.nanoTime() - began)))));
  }

  @Override
  public CompletableFuture<SavedStream> suspend() {
    CompletableFuture<SavedStream> suspended =
        Held.until(lifecycle.suspend(InstantSource.system()), this);
    var unused = suspended.thenRun(this::unwatched);
    return withResources(suspended);
  }

  @Override
  public CompletableFuture<Void> send(Stanza stanza) {
    return sending(outgoing.send(stanza));
  }

  @Override
  public CompletableFuture<Void> deliver(Stanza stanza) {
    return sending(outgoing.deliver(stanza));
  }

  @Override
  public <T> CompletableFuture<T> request(
      Iq request, RequestOptions options, Function<? super Iq, ? extends T> reader) {
    if (!request.isRequest()) {
      throw new IllegalArgumentException(
          "type: %s (expected: get or set)".formatted(request.type()));
    }
    Duration limit = options.limit() == null ? requestLimit : options.limit();
    int most = options.answerBytes() == 0 ? answerBytes : options.answerBytes();
    return sending(
        outgoing.request(request, new Asking<>(limit, most, options.isInOrder(), reader)));
  }

  /** Resumes reading if it was paused, as the future depends on data from the server. */
  private <T> CompletableFuture<T> sending(CompletableFuture<T> awaited) {
    router.inflow().nudge();
    return Sender.holding(this, awaited);
  }

  @Override
  public Subscription onMessage(Consumer<Message> subscriber) {
    return router.messages(new Held.Subscriber<>(this, subscriber));
  }

  @Override
  public Subscription onPresence(Consumer<Presence> subscriber) {
    return router.presences(new Held.Subscriber<>(this, subscriber));
  }

  @Override
  public Flow.Publisher<Stanza> stanzas() {
    return new Held.Publisher(this, router.stanzas());
  }

  @Override
  public Backlog backlog() {
    return router.inflow().backlog();
  }

  @Override
  public Subscription onDropped(Consumer<Dropped> subscriber) {
    return router.drops(new Held.Subscriber<>(this, subscriber));
  }

  @Override
  public long dropped() {
    return router.dropped();
  }

  @Override
  public Health health() {
    return lifecycle.health(backlog(), dropped());
  }

  @Override
  public Subscription onState(Consumer<ConnectionState> subscriber) {
    return router.states(new Held.Subscriber<>(this, subscriber));
  }

  @Override
  public Subscription claim(Claim claim, Consumer<Stanza> taker) {
    return router.claim(claim, new Held.Subscriber<>(this, taker));
  }

  @Override
  public @Nullable Arrival arrival() {
    return router.arrival();
  }

  @Override
  public ClientContext context() {
    return context;
  }

  @Override
  public Subscription onRequest(Iq.Type type, String name, String namespace, IqHandler handler) {
    return router.requests(type, name, namespace, new Held.Handler(this, handler));
  }

  @Override
  public <T extends Extension> T get(Class<T> type) {
    return extensions.get(type);
  }

  @Override
  public List<Extension> extensions() {
    return extensions.all();
  }
}
