package im.linnet;

import im.linnet.connection.Backlog;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.Dropped;
import im.linnet.connection.SavedStream;
import im.linnet.connection.Subscription;
import im.linnet.failure.RefusedException;
import im.linnet.failure.XmppException;
import im.linnet.internal.session.Lifecycle;
import im.linnet.internal.session.Router;
import im.linnet.internal.session.Sender;
import im.linnet.internal.session.StanzaIds;
import im.linnet.jid.Jid;
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
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The client that {@link ClientBuilder} builds. */
final class BuiltClient implements XmppClient {

  private final Jid account;
  private final ServiceProfile profile;
  private final Duration requestLimit;
  private final int answerBytes;
  private final Router router;
  private final Lifecycle lifecycle;
  private final @Nullable ClientResources ownResources;
  private final StanzaIds ids = new StanzaIds();
  private final Extensions extensions = new Extensions();

  /** Until the client is closed. */
  private volatile DropWatch.@Nullable Watched watched;

  /** For the builder. */
  BuiltClient(
      ClientBuilder builder, Router router, Lifecycle lifecycle, @Nullable ClientResources own) {
    this.account = builder.account;
    this.profile = builder.profile;
    this.requestLimit = builder.requestLimit;
    this.answerBytes = builder.answerBytes;
    this.router = router;
    this.lifecycle = lifecycle;
    this.ownResources = own;
  }

  /** Makes the extensions, which may already use the client to subscribe. */
  void extend(List<Function<? super XmppClient, ? extends Extension>> factories) {
    extensions.make(this, factories);
  }

  /** It is watched, so that it is closed if the program drops it. */
  void watched(DropWatch.Watched by) {
    watched = by;
  }

  /** The program has closed it, so it may be dropped. */
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
  public CompletableFuture<BoundStream> connect() {
    return Held.until(lifecycle.connect(), this);
  }

  @Override
  public void networkChanged() {
    lifecycle.networkChanged();
  }

  @Override
  public void inactive() {
    lifecycle.inactive(true);
  }

  @Override
  public void active() {
    lifecycle.inactive(false);
  }

  @Override
  public CompletableFuture<Void> shutdown() {
    unwatched();
    return closed(lifecycle.close());
  }

  @Override
  public CompletableFuture<Void> shutdown(Duration limit) {
    if (limit.isNegative()) {
      throw new IllegalArgumentException("limit: %s (expected: >= 0)".formatted(limit));
    }
    unwatched();
    return closed(lifecycle.close(limit));
  }

  private CompletableFuture<Void> closed(CompletableFuture<Void> closed) {
    ClientResources own = ownResources;
    return own == null ? closed : closed.thenCompose(done -> own.shutdown());
  }

  @Override
  public CompletableFuture<SavedStream> suspend() {
    ClientResources own = ownResources;
    CompletableFuture<SavedStream> suspended =
        Held.until(lifecycle.suspend(InstantSource.system()), this);
    var unused = suspended.thenRun(this::unwatched);
    return own == null
        ? suspended
        : suspended.thenCompose(saved -> own.shutdown().thenApply(done -> saved));
  }

  @Override
  public CompletableFuture<Void> send(Stanza stanza) {
    String refusal = profile.refusal(stanza);
    if (refusal != null) {
      return CompletableFuture.failedFuture(new RefusedException(refusal));
    }
    try {
      return sending(lifecycle.sender().send(ids.identified(stanza).element()));
    } catch (XmppException noSession) {
      return CompletableFuture.failedFuture(noSession);
    }
  }

  @Override
  public CompletableFuture<Void> deliver(Stanza stanza) {
    String refusal = profile.refusal(stanza);
    if (refusal != null) {
      return CompletableFuture.failedFuture(new RefusedException(refusal));
    }
    try {
      return sending(lifecycle.sender().deliver(ids.identified(stanza).element()));
    } catch (XmppException noSession) {
      return CompletableFuture.failedFuture(Sender.notSent(noSession));
    }
  }

  @Override
  public CompletableFuture<Iq> request(Iq request) {
    return request(request, requestLimit);
  }

  @Override
  public CompletableFuture<Iq> request(Iq request, Duration limit) {
    return request(request, limit, answerBytes);
  }

  @Override
  public CompletableFuture<Iq> request(Iq request, Duration limit, int answerBytes) {
    if (!request.isRequest()) {
      throw new IllegalArgumentException(
          "type: %s (expected: get or set)".formatted(request.type()));
    }
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("limit: %s (expected: > 0)".formatted(limit));
    }
    if (answerBytes < 1) {
      throw new IllegalArgumentException("answerBytes: %d (expected: >= 1)".formatted(answerBytes));
    }
    String refusal = profile.refusal(request);
    if (refusal != null) {
      return CompletableFuture.failedFuture(new RefusedException(refusal));
    }
    try {
      return sending(lifecycle.sender().request(ids.identified(request), limit, answerBytes));
    } catch (XmppException noSession) {
      return CompletableFuture.failedFuture(noSession);
    }
  }

  /** What the server has to see to comes only if reading goes on, which may have paused. */
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
  public Subscription onState(Consumer<ConnectionState> subscriber) {
    return router.states(new Held.Subscriber<>(this, subscriber));
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
