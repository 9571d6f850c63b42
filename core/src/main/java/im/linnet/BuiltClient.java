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
import im.linnet.internal.session.Lifecycle;
import im.linnet.jid.Jid;
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
  private final ExtensionContext context;
  private final @Nullable ClientResources ownResources;
  private final Extensions extensions = new Extensions();

  /** For the builder. */
  BuiltClient(
      ClientBuilder builder,
      Router router,
      Lifecycle lifecycle,
      Outgoing outgoing,
      ExtensionContext context,
      @Nullable ClientResources own) {
    this.account = builder.account;
    this.profile = builder.profile;
    this.requestLimit = builder.requestLimit;
    this.answerBytes = builder.answerBytes;
    this.closeLimit = builder.closeLimit;
    this.router = router;
    this.lifecycle = lifecycle;
    this.outgoing = outgoing;
    this.context = context;
    this.ownResources = own;
  }

  /** Makes the extensions, which may already use the client to subscribe. */
  void extend(List<Function<? super XmppClient, ? extends Extension>> factories) {
    extensions.make(this, factories);
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
    return lifecycle.connect();
  }

  @Override
  public void networkChanged() {
    lifecycle.networkChanged();
  }

  @Override
  public CompletableFuture<Void> shutdown() {
    return close(closeLimit);
  }

  @Override
  public CompletableFuture<Void> shutdown(Duration limit) {
    if (limit.isNegative()) {
      throw new IllegalArgumentException("limit: %s (expected: >= 0)".formatted(limit));
    }
    return close(limit);
  }

  /** What filters have not judged yet goes first, within the same limit. */
  private CompletableFuture<Void> close(Duration limit) {
    CompletableFuture<Void> passed = outgoing.passed();
    CompletableFuture<Void> closed =
        passed.isDone() || limit.isZero() ? lifecycle.close(limit) : closeAfter(passed, limit);
    ClientResources own = ownResources;
    return own == null ? closed : closed.thenCompose(done -> own.shutdown());
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
    ClientResources own = ownResources;
    CompletableFuture<SavedStream> suspended = lifecycle.suspend(InstantSource.system());
    return own == null
        ? suspended
        : suspended.thenCompose(saved -> own.shutdown().thenApply(done -> saved));
  }

  @Override
  public CompletableFuture<Void> send(Stanza stanza) {
    return nudging(outgoing.send(stanza));
  }

  @Override
  public CompletableFuture<Void> deliver(Stanza stanza) {
    return nudging(outgoing.deliver(stanza));
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
    return nudging(
        outgoing.request(request, new Asking<>(limit, most, options.isInOrder(), reader)));
  }

  /** What the server has to see to comes only if reading goes on, which may have paused. */
  private <T> T nudging(T awaited) {
    router.inflow().nudge();
    return awaited;
  }

  @Override
  public Subscription onMessage(Consumer<Message> subscriber) {
    return router.messages(subscriber);
  }

  @Override
  public Subscription onPresence(Consumer<Presence> subscriber) {
    return router.presences(subscriber);
  }

  @Override
  public Flow.Publisher<Stanza> stanzas() {
    return router.stanzas();
  }

  @Override
  public Backlog backlog() {
    return router.inflow().backlog();
  }

  @Override
  public Subscription onDropped(Consumer<Dropped> subscriber) {
    return router.drops(subscriber);
  }

  @Override
  public long dropped() {
    return router.dropped();
  }

  @Override
  public Subscription onState(Consumer<ConnectionState> subscriber) {
    return router.states(subscriber);
  }

  @Override
  public Subscription claim(Claim claim, Consumer<Stanza> taker) {
    return router.claim(claim, taker);
  }

  @Override
  public ExtensionContext context() {
    return context;
  }

  @Override
  public Subscription onRequest(Iq.Type type, String name, String namespace, IqHandler handler) {
    return router.requests(type, name, namespace, handler);
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
