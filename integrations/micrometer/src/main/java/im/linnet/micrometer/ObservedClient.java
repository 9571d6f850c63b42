package im.linnet.micrometer;

import im.linnet.ClientContext;
import im.linnet.Extension;
import im.linnet.RequestOptions;
import im.linnet.ServiceProfile;
import im.linnet.XmppClient;
import im.linnet.connection.Backlog;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.Dropped;
import im.linnet.connection.SavedStream;
import im.linnet.connection.Subscription;
import im.linnet.jid.Jid;
import im.linnet.journal.Arrival;
import im.linnet.observe.Health;
import im.linnet.observe.StanzaKind;
import im.linnet.routing.Claim;
import im.linnet.stanza.Iq;
import im.linnet.stanza.IqHandler;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Reply;
import im.linnet.stanza.Stanza;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client whose calls and callbacks are observed: {@link ClientObservation} lists how.
 *
 * <pre>{@code
 * XmppClient observed = ObservedClient.of(client, ObservationRegistry.create());
 * }</pre>
 *
 * <p>A call is a child of the observation that is current when it is made. What depends on its
 * future runs in the context of the caller, and a callback in its own observation, so what these
 * call in turn belongs to the same trace. The context is that of Micrometer's context-propagation.
 * Nothing of it is sent to others.
 *
 * <p>Only what goes through this object is observed. Extensions use the client itself; their
 * stanzas and requests appear in the meters of {@link ClientMeters}.
 */
public final class ObservedClient implements XmppClient {

  private final XmppClient client;
  private final ObservationRegistry registry;

  private ObservedClient(XmppClient client, ObservationRegistry registry) {
    this.client = client;
    this.registry = registry;
  }

  /**
   * Observes a client.
   *
   * @param client the client
   * @param registry receives the observations
   * @return the same client, observed
   */
  public static XmppClient of(XmppClient client, ObservationRegistry registry) {
    return new ObservedClient(client, registry);
  }

  private Call begin(ClientObservation kind, @Nullable StanzaKind stanza) {
    return Call.begin(kind, stanza, registry);
  }

  @Override
  public CompletableFuture<BoundStream> connect() {
    return begin(ClientObservation.CONNECT, null).until(client::connect);
  }

  @Override
  public CompletableFuture<Void> send(Stanza stanza) {
    return begin(ClientObservation.SEND, StanzaKind.of(stanza)).until(() -> client.send(stanza));
  }

  @Override
  public CompletableFuture<Void> deliver(Stanza stanza) {
    return begin(ClientObservation.DELIVER, StanzaKind.of(stanza))
        .until(() -> client.deliver(stanza));
  }

  @Override
  public <T> CompletableFuture<T> request(
      Iq request, RequestOptions options, Function<? super Iq, ? extends T> reader) {
    Call call = begin(ClientObservation.REQUEST, null);
    Function<Iq, T> observed = call.within(reader);
    return call.until(() -> client.request(request, options, observed));
  }

  private <S extends Stanza> Consumer<S> observed(Consumer<? super S> callback) {
    return stanza ->
        begin(ClientObservation.RECEIVE, StanzaKind.of(stanza)).run(() -> callback.accept(stanza));
  }

  @Override
  public Subscription onMessage(Consumer<Message> subscriber) {
    return client.onMessage(observed(subscriber));
  }

  @Override
  public Subscription onPresence(Consumer<Presence> subscriber) {
    return client.onPresence(observed(subscriber));
  }

  @Override
  public Subscription claim(Claim claim, Consumer<Stanza> taker) {
    return client.claim(claim, observed(taker));
  }

  @Override
  public Subscription onRequest(Iq.Type type, String name, String namespace, IqHandler handler) {
    return client.onRequest(type, name, namespace, request -> answer(handler, request));
  }

  private CompletionStage<Reply> answer(IqHandler handler, Iq request) {
    return begin(ClientObservation.ANSWER, null)
        .until(() -> handler.handle(request).toCompletableFuture());
  }

  @Override
  public Jid account() {
    return client.account();
  }

  @Override
  public @Nullable BoundStream stream() {
    return client.stream();
  }

  @Override
  public ServiceProfile profile() {
    return client.profile();
  }

  @Override
  public ConnectionState state() {
    return client.state();
  }

  @Override
  public void networkChanged() {
    client.networkChanged();
  }

  @Override
  public CompletableFuture<Void> shutdown() {
    return client.shutdown();
  }

  @Override
  public CompletableFuture<Void> shutdown(Duration limit) {
    return client.shutdown(limit);
  }

  @Override
  public CompletableFuture<SavedStream> suspend() {
    return client.suspend();
  }

  @Override
  public Flow.Publisher<Stanza> stanzas() {
    return client.stanzas();
  }

  @Override
  public Backlog backlog() {
    return client.backlog();
  }

  @Override
  public Subscription onDropped(Consumer<Dropped> subscriber) {
    return client.onDropped(subscriber);
  }

  @Override
  public long dropped() {
    return client.dropped();
  }

  @Override
  public Health health() {
    return client.health();
  }

  @Override
  public Subscription onState(Consumer<ConnectionState> subscriber) {
    return client.onState(subscriber);
  }

  @Override
  public @Nullable Arrival arrival() {
    return client.arrival();
  }

  @Override
  public ClientContext context() {
    return client.context();
  }

  @Override
  public <T extends Extension> T get(Class<T> type) {
    return client.get(type);
  }

  @Override
  public List<Extension> extensions() {
    return client.extensions();
  }
}
