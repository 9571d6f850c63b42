package im.linnet;

import im.linnet.connection.Backlog;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.Dropped;
import im.linnet.connection.SavedStream;
import im.linnet.connection.Subscription;
import im.linnet.failure.RefusedException;
import im.linnet.failure.XmppException;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client of one XMPP account: connects, sends stanzas and requests, and delivers what arrives to
 * subscribers. Created by {@link #builder(String)}. It is an interface so that frameworks can proxy
 * it and tests can replace it.
 *
 * <pre>{@code
 * try (XmppClient client =
 *     XmppClient.builder("juliet@example.com").sasl(Sasl.password("secret")).build()) {
 *   System.out.println("Connected as " + client.connect().join().jid());
 *   client.deliver(Message.chat(Jid.of("romeo@example.com"), "Hello")).join();
 * }
 * }</pre>
 *
 * <p>All threads of a client are daemons. The program must keep running to receive stanzas, and the
 * stream is ended in order on interrupt only if a shutdown hook closes the client.
 *
 * <pre>{@code
 * XmppClient client =
 *     XmppClient.builder("juliet@example.com")
 *         .sasl(Sasl.password("secret"))
 *         .reconnect(ReconnectPolicy.standard())
 *         .build();
 * Runtime.getRuntime().addShutdownHook(new Thread(client::close));
 * }</pre>
 *
 * <h2>Dropped clients</h2>
 *
 * Close every client. An open client that became unreachable is closed when the garbage collector
 * finds it, as by {@link #shutdown()} and with its threads if it owns them, and one warning with
 * the account's bare address is logged. A client does not count as dropped
 *
 * <ul>
 *   <li>while the program references it, one of its extensions or one of its subscriptions;
 *   <li>while a future it returned is not done: of connecting, sending, requesting, suspending;
 *   <li>while it is connected, connecting or waiting to reconnect and has a subscriber or a request
 *       handler, of the program or of an extension. Such a client works on even if the program no
 *       longer references it.
 * </ul>
 *
 * A bot therefore only needs a subscription; a client that merely stays online must be referenced.
 * Watchers set on the builder, such as {@link ClientBuilder#onWire}, do not count.
 *
 * <h2>Threads</h2>
 *
 * All methods may be called by any thread, and none but {@link #close()} blocks. Subscribers are
 * called in order, one call at a time, never on an event loop; what they throw is logged. Futures
 * are completed by the thread that waits for them, or on threads other than those of subscribers,
 * so {@code client.request(..).join()} in a subscriber does not deadlock.
 *
 * <h2>Failures</h2>
 *
 * Every future completes exactly once. It fails with an {@link XmppException}, which says what
 * happened, where, and whether a retry makes sense.
 *
 * <p>A method that returns a future does not throw for conditions that occur at run time: the
 * client is closed or not connected, the service refuses, a user's text or address can't be sent.
 * These fail the future. Such a method throws {@link NullPointerException} for a null that is not
 * allowed, and {@link IllegalArgumentException} only for programming errors that its Javadoc names.
 * The methods of extensions follow the same rule.
 */
public interface XmppClient extends AutoCloseable {

  /**
   * Starts to set up a client.
   *
   * @param account the account, such as {@code juliet@example.com}; only a domain if the
   *     credentials identify the user
   * @return a builder, for one thread
   * @throws IllegalArgumentException if the address is malformed
   */
  static ClientBuilder builder(String account) {
    return builder(Jid.of(account));
  }

  /**
   * Starts to set up a client.
   *
   * @param account the account; its resourcepart, if any, is requested when binding
   * @return a builder, for one thread
   */
  static ClientBuilder builder(Jid account) {
    return new ClientBuilder(account);
  }

  /** {@return the bare address of the account, as given to the builder} */
  Jid account();

  /**
   * The current stream, or the last one if there is none now; {@link #state()} distinguishes the
   * two. It changes before subscribers and extensions learn of the new stream.
   *
   * @return the stream, with the address that the server bound; null before the first one
   */
  @Nullable BoundStream stream();

  /**
   * The client's address.
   *
   * @return the address the server bound last, which for an account is a full one; before that
   *     {@link #account()}
   */
  default Jid address() {
    BoundStream bound = stream();
    return bound == null ? account() : bound.jid();
  }

  /** {@return the profile of the service} */
  ServiceProfile profile();

  /** {@return the current state of the connection} */
  ConnectionState state();

  /**
   * Connects: looks up the service, secures the connection, signs in and binds a resource. If the
   * client is {@linkplain ConnectionState.Waiting waiting} to reconnect, the attempt starts at
   * once; an automatic attempt already in progress is joined.
   *
   * <p>The future completes once the callbacks of the new stream's state have been called, so that
   * extensions know of the stream; after a second it no longer waits for callbacks that are held
   * up, and not at all if this method is called in one.
   *
   * @return the bound stream. Fails when the first attempt fails, even if the {@link
   *     im.linnet.connection.ReconnectPolicy} makes further ones; fails with {@link
   *     RefusedException} if the client is connected, closed, or another call is connecting it.
   *     Cancelling it aborts the attempt and any reconnecting
   */
  CompletableFuture<BoundStream> connect();

  /**
   * Signals that the machine's network has changed, such as from Wi-Fi to mobile, or is back, or
   * that the machine was suspended. Harmless at any time.
   *
   * <ul>
   *   <li>A pending reconnect attempt starts at once, also on a client that has given up,
   *       regardless of its policy; but not on a client on which {@link #connect} was never called
   *       or was cancelled.
   *   <li>An open connection is checked at once, and given up if the server does not answer within
   *       5 seconds. This needs a {@linkplain BoundStream#managed() managed} stream, or a {@link
   *       ClientBuilder#keepAlive} that pings.
   *   <li>A connection lost within the next minute is replaced at once, if the policy honours this.
   * </ul>
   */
  void networkChanged();

  /**
   * Closes the client for good: sends queued stanzas, ends the stream in order, closes the
   * connection and, if the client owns them, the threads. Takes at most {@link
   * ClientBuilder#closeLimit}. Idempotent.
   *
   * @return done when nothing is open any more
   */
  CompletableFuture<Void> shutdown();

  /**
   * Closes the client for good, as {@link #shutdown()} with a different limit. Call it on a client
   * that is closing to hurry it: the shortest limit applies. May be called in a callback.
   *
   * <p>Stanzas not sent within the limit fail, as do those that a managed stream has not
   * acknowledged: see {@link #deliver}.
   *
   * @param limit how long sending queued stanzas and ending the stream may take; zero to close at
   *     once
   * @return done when nothing is open any more
   * @throws IllegalArgumentException if the limit is negative
   */
  CompletableFuture<Void> shutdown(Duration limit);

  /**
   * Closes the client and blocks until nothing is open any more: {@link #shutdown()} followed by
   * {@code join()}, for {@code try}. May be called in a callback, as callbacks never run on an
   * event loop.
   */
  @Override
  default void close() {
    shutdown().join();
  }

  /**
   * Closes this client but leaves the stream open on the server, so that another client can resume
   * it (XEP-0198, section 5), such as this program after a restart: pass the result to {@link
   * ClientBuilder#resume}. First, within {@link ClientBuilder#closeLimit}, subscribers process what
   * was delivered to them and what they send is written. Stanzas sent but not acknowledged are
   * saved with the stream, followed by those not sent; the futures of both fail, as this program
   * never learns their outcome. Requests that were not sent are not saved.
   *
   * @return the stream, once subscribers have been called with all that arrived on it. Fails with
   *     {@link RefusedException}, without any change, if there is no stream that can be resumed
   */
  CompletableFuture<SavedStream> suspend();

  /**
   * Sends a stanza. A message without an id gets one. While a lost managed stream may still be
   * resumed ({@link ConnectionState.Waiting}, {@link ConnectionState.Connecting}), the stanza is
   * queued behind those to be resent.
   *
   * @param stanza the stanza
   * @return done when the stanza is written to the connection, which does not mean that it arrived.
   *     Fails with {@link RefusedException} if the service can't handle it, if it is larger than
   *     the server {@linkplain im.linnet.stream.StreamLimits accepts} (XEP-0478), or if the send
   *     queue is full; with a {@link im.linnet.failure.TransportException} if there is no
   *     connection
   */
  CompletableFuture<Void> send(Stanza stanza);

  /**
   * Sends a stanza and waits for the server's acknowledgement (XEP-0198). A message without an id
   * gets one. If the connection is lost first, the future stays open until the stream is resumed,
   * by {@link #connect()} or automatically, and the stanza is resent if necessary, or until it can
   * no longer be resumed. Cancelling the future does not recall the stanza.
   *
   * <p>When a stream ends for good, all unacknowledged stanzas fail. To neither lose nor reorder
   * any, resend them with the same ids, in the same order, before new ones.
   *
   * @param stanza the stanza
   * @return done when the server has acknowledged the stanza; on a stream that is not {@linkplain
   *     BoundStream#managed() managed}, when it is written, as with {@link #send}. Fails with
   *     {@link RefusedException} as {@link #send} does; with a {@link
   *     im.linnet.failure.TransportException} of reason {@code NOT_SENT} if it was never sent, or
   *     {@code UNCERTAIN} if it may or may not have arrived
   */
  CompletableFuture<Void> deliver(Stanza stanza);

  /**
   * Sends a request and waits for its answer, at most for {@link ClientBuilder#requestLimit}.
   *
   * @param request an IQ of type get or set; without an id it gets one
   * @return the answer, of type result; fails as {@link #request(Iq, RequestOptions, Function)}
   * @throws IllegalArgumentException if the IQ is an answer
   */
  default CompletableFuture<Iq> request(Iq request) {
    return request(request, RequestOptions.standard(), answer -> answer);
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @param request an IQ of type get or set; without an id it gets one
   * @param options limits for this request
   * @return the answer, of type result; fails as {@link #request(Iq, RequestOptions, Function)}
   * @throws IllegalArgumentException if the IQ is an answer
   */
  default CompletableFuture<Iq> request(Iq request, RequestOptions options) {
    return request(request, options, answer -> answer);
  }

  /**
   * Sends a request and reads its answer.
   *
   * @param request an IQ of type get or set; without an id it gets one
   * @param reader reads the answer, see {@link #request(Iq, RequestOptions, Function)}
   * @param <T> the type of the result
   * @return what the reader returned; fails as {@link #request(Iq, RequestOptions, Function)}
   * @throws IllegalArgumentException if the IQ is an answer
   */
  default <T> CompletableFuture<T> request(Iq request, Function<? super Iq, ? extends T> reader) {
    return request(request, RequestOptions.standard(), reader);
  }

  /**
   * Sends a request and reads its answer. The other request methods are shorthands for this one.
   *
   * @param request an IQ of type get or set; without an id it gets one
   * @param options limits for this request
   * @param reader converts the answer, which is of type result; never called on an event loop.
   *     Throws {@link IllegalArgumentException} if the answer is malformed
   * @param <T> the type of the result
   * @return what the reader returned. Fails with {@link im.linnet.failure.StanzaException} if the
   *     answer is an error, with {@link im.linnet.failure.UnreadableAnswerException} if the reader
   *     throws or returns null, with {@link im.linnet.failure.TransportException} if there was no
   *     answer in time or the connection was lost, with {@link im.linnet.failure.FilterException}
   *     if a filter stopped the request or the answer, with {@link RefusedException} if nothing was
   *     sent. The exception is not wrapped in another. Cancelling the future discards the request
   * @throws IllegalArgumentException if the IQ is an answer
   */
  <T> CompletableFuture<T> request(
      Iq request, RequestOptions options, Function<? super Iq, ? extends T> reader);

  /**
   * Subscribes to messages. All are delivered, including those without a body, such as typing
   * notices, and bounced ones: if {@link Message#error()} is set, this client sent the message, it
   * could not be delivered, and the body is this client's own text.
   *
   * @param subscriber is called with each message
   * @return ends the subscription
   */
  Subscription onMessage(Consumer<Message> subscriber);

  /**
   * Subscribes to presences. A presence of type error answers one that this client sent: see {@link
   * Presence#isUnavailable()}.
   *
   * @param subscriber is called with each presence
   * @return ends the subscription
   */
  Subscription onPresence(Consumer<Presence> subscriber);

  /**
   * Messages and presences as a publisher with back-pressure (Reactive Streams). Each subscription
   * receives what is delivered from then on, in stream order, on its own serial executor; it
   * completes after {@link #shutdown} once the remaining items have been requested. Items not yet
   * requested count in the {@link #backlog}, so a subscription that requests nothing makes the
   * client stop reading for all subscribers.
   *
   * @return the publisher, for any number of subscriptions
   */
  Flow.Publisher<Stanza> stanzas();

  /**
   * What waits for subscribers, and answers that wait for delivery to their requesters. While it
   * exceeds {@link ClientBuilder#backlog}, nothing is read from the connection, and a lost
   * connection is noticed only when something is written to it.
   *
   * @return the current backlog
   */
  Backlog backlog();

  /**
   * Subscribes to received elements that are delivered to no one else, such as a stanza with a
   * malformed address.
   *
   * @param subscriber is called with each, in stream order
   * @return ends the subscription
   */
  Subscription onDropped(Consumer<Dropped> subscriber);

  /** {@return the number of elements dropped since the client was built} */
  long dropped();

  /** {@return the state, since when, the last failure, and what waits: for health checks} */
  Health health();

  /**
   * Subscribes to changes of the connection's state.
   *
   * @param subscriber is called with the current state, unless {@link #connect()} was never called,
   *     and then with each new one, in order with the stanzas of that state
   * @return ends the subscription
   */
  Subscription onState(Consumer<ConnectionState> subscriber);

  /**
   * Claims messages and presences for one subscriber: no other receives them. They are delivered in
   * order with the client's callbacks. If several claims match, the narrowest wins, and among
   * equally narrow ones the first.
   *
   * @param claim which stanzas to claim
   * @param taker is called with each
   * @return releases them when closed
   */
  Subscription claim(Claim claim, Consumer<Stanza> taker);

  /**
   * Handles one kind of incoming request. Requests without a handler are answered with {@code
   * service-unavailable} (RFC 6120, section 8.4).
   *
   * @param type get or set
   * @param name the payload's local name
   * @param namespace the payload's namespace name
   * @param handler answers the requests
   * @return removes the handler when closed
   * @throws IllegalArgumentException if the type is neither get nor set
   * @throws IllegalStateException if there is a handler for them already
   */
  Subscription onRequest(Iq.Type type, String name, String namespace, IqHandler handler);

  /**
   * Identifies the stanza whose callback runs on this thread, so that it is known if it comes
   * again: see {@link Arrival}. Available in subscribers, claims and request handlers, and in the
   * events of extensions that these cause; not in subscriptions to {@link #stanzas()}, nor in what
   * runs later.
   *
   * @return the arrival; null outside of such a callback, and for what came on a stream that can't
   *     be resumed
   */
  @Nullable Arrival arrival();

  /** {@return the part of the API that only extensions need} */
  ClientContext context();

  /**
   * Returns an extension of this client.
   *
   * @param type the extension's class
   * @param <T> its type
   * @return the extension
   * @throws IllegalArgumentException if the client was built without it
   */
  <T extends Extension> T get(Class<T> type);

  /** {@return the extensions of this client, in the order given to the builder} */
  List<Extension> extensions();
}
