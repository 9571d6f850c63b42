package im.linnet.reactor;

import im.linnet.RequestOptions;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.SavedStream;
import im.linnet.connection.Subscription;
import im.linnet.failure.XmppException;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.publisher.Mono;

/**
 * A client as {@link Flux} and {@link Mono}. It adds nothing to the client and keeps no state, so
 * both can be used side by side. The client remains the program's to close.
 *
 * <pre>{@code
 * ReactiveClient reactive = ReactiveClient.of(client);
 * reactive
 *     .messages()
 *     .filter(message -> message.body() != null && message.error() == null)
 *     .concatMap(message -> reactive.send(Message.chat(message.from(), message.body())))
 *     .subscribe();
 * }</pre>
 *
 * <p><b>Monos are cold.</b> Nothing happens until one is subscribed to, and each subscription, and
 * so each {@code retry}, does it again. Cancelling a subscription cancels the client's future, with
 * the effect that its method describes. They fail with the {@link XmppException} itself; {@link
 * XmppException#retryable()} says whether a {@code retryWhen} makes sense.
 *
 * <p><b>Fluxes are hot.</b> A subscription receives what arrives from then on, in order.
 *
 * <p><b>Threads.</b> Items and results arrive on the client's threads for callbacks, never on an
 * event loop, so operators may block, if need be. {@code publishOn} moves them elsewhere.
 *
 * <p>Safe for use by any thread.
 */
public final class ReactiveClient {

  private final XmppClient client;

  private ReactiveClient(XmppClient client) {
    this.client = Objects.requireNonNull(client, "client");
  }

  /**
   * Views a client.
   *
   * @param client the client, in any state
   * @return the view
   */
  public static ReactiveClient of(XmppClient client) {
    return new ReactiveClient(client);
  }

  /** {@return the client} */
  public XmppClient client() {
    return client;
  }

  /**
   * Messages and presences, with the back-pressure of {@link XmppClient#stanzas()}: what a
   * subscription has not requested counts in the client's {@linkplain XmppClient#backlog backlog},
   * which is bounded. Above {@link im.linnet.ClientBuilder#backlog} the client stops reading, and
   * the server holds back what it sends. So a slow subscription loses nothing, and one that
   * requests nothing makes the client stop for all its subscribers.
   *
   * @return completes when the client is closed and what arrived before has been requested
   */
  public Flux<Stanza> stanzas() {
    return JdkFlowAdapter.flowPublisherToFlux(client.stanzas());
  }

  /**
   * Messages: as {@link #stanzas()}, without the presences. A bounced one has {@link
   * Message#error()}.
   *
   * @return completes as {@link #stanzas()} does
   */
  public Flux<Message> messages() {
    return stanzas().ofType(Message.class);
  }

  /**
   * Presences: as {@link #stanzas()}, without the messages.
   *
   * @return completes as {@link #stanzas()} does
   */
  public Flux<Presence> presences() {
    return stanzas().ofType(Presence.class);
  }

  /**
   * The states of the connection, beginning with the current one as {@link XmppClient#onState}
   * does. A subscription that is slow receives the latest state and misses those between: states
   * that have passed are of no use, and waiting for them must not hold up the stanzas.
   *
   * @return completes after {@link ConnectionState.Closed}
   */
  public Flux<ConnectionState> states() {
    return Flux.<ConnectionState>create(this::subscribe, OverflowStrategy.LATEST)
        .takeUntil(state -> state instanceof ConnectionState.Closed);
  }

  private void subscribe(FluxSink<ConnectionState> sink) {
    Subscription subscription = client.onState(sink::next);
    sink.onDispose(subscription::close);
    // A client that is closed calls nobody any more.
    if (client.state() instanceof ConnectionState.Closed closed) {
      sink.next(closed);
    }
  }

  /**
   * What an extension reports to a subscriber, such as {@code events(rooms::onEvent, 256)}. Its
   * source knows no demand, so events wait in a buffer of this size.
   *
   * @param source subscribes, at each subscription to the Flux
   * @param capacity how many events may wait
   * @param <T> the type of the events
   * @return never completes by itself; fails with {@link
   *     reactor.core.Exceptions#failWithOverflow()} when more events wait
   * @throws IllegalArgumentException if the capacity is not positive
   */
  public static <T> Flux<T> events(
      Function<Consumer<T>, ? extends Subscription> source, int capacity) {
    Objects.requireNonNull(source, "source");
    return Flux.<T>create(sink -> subscribe(source, sink), OverflowStrategy.IGNORE)
        .onBackpressureBuffer(capacity);
  }

  private static <T> void subscribe(
      Function<Consumer<T>, ? extends Subscription> source, FluxSink<T> sink) {
    Subscription subscription = source.apply(sink::next);
    sink.onDispose(subscription::close);
  }

  /**
   * Connects, see {@link XmppClient#connect()}.
   *
   * @return the bound stream. Cancelling it aborts the attempt and any reconnecting
   */
  public Mono<BoundStream> connect() {
    return Mono.fromFuture(client::connect);
  }

  /**
   * Closes the client, see {@link XmppClient#shutdown()}.
   *
   * @return done when nothing is open any more
   */
  public Mono<Void> shutdown() {
    return Mono.fromFuture(() -> client.shutdown());
  }

  /**
   * Closes the client and leaves its stream open, see {@link XmppClient#suspend()}.
   *
   * @return the stream
   */
  public Mono<SavedStream> suspend() {
    return Mono.fromFuture(client::suspend);
  }

  /**
   * Sends a stanza, see {@link XmppClient#send}.
   *
   * @param stanza the stanza; a message without an id gets one now, so that what a {@code retry}
   *     sends again can be recognised
   * @return done when it is written to the connection
   */
  public Mono<Void> send(Stanza stanza) {
    Stanza identified = identified(stanza);
    return Mono.fromFuture(() -> client.send(identified));
  }

  /**
   * Sends a stanza and waits for the server's acknowledgement, see {@link XmppClient#deliver}.
   *
   * @param stanza the stanza, see {@link #send}
   * @return done when the server has acknowledged it. Cancelling it does not recall the stanza
   */
  public Mono<Void> deliver(Stanza stanza) {
    Stanza identified = identified(stanza);
    return Mono.fromFuture(() -> client.deliver(identified));
  }

  private static Stanza identified(Stanza stanza) {
    return stanza instanceof Message message && message.id() == null
        ? message.toBuilder().id(UUID.randomUUID().toString()).build()
        : stanza;
  }

  /**
   * Sends a request, see {@link XmppClient#request(Iq)}.
   *
   * @param request an IQ of type get or set; without an id, each subscription gives it a new one
   * @return the answer, of type result. Cancelling it discards the request
   */
  public Mono<Iq> request(Iq request) {
    return request(request, RequestOptions.standard(), answer -> answer);
  }

  /**
   * Sends a request and reads its answer, see {@link XmppClient#request(Iq, RequestOptions,
   * Function)}.
   *
   * @param request an IQ of type get or set; without an id, each subscription gives it a new one
   * @param options limits for this request
   * @param reader converts the answer
   * @param <T> the type of the result
   * @return what the reader returned. Cancelling it discards the request
   */
  public <T> Mono<T> request(
      Iq request, RequestOptions options, Function<? super Iq, ? extends T> reader) {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(reader, "reader");
    return Mono.fromFuture(() -> client.<T>request(request, options, reader));
  }
}
