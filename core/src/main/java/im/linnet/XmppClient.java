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
 * A client of one XMPP account: connects, sends, asks, and tells of what arrives. {@link
 * #builder(String)} makes one; it is an interface so that a framework can put a proxy in front of
 * it and a test can put a double in its place.
 *
 * <pre>{@code
 * try (XmppClient client =
 *     XmppClient.builder("juliet@example.com").sasl(Sasl.password("secret")).build()) {
 *   System.out.println("Connected as " + client.connect().join().jid());
 *   client.deliver(Message.chat(Jid.of("romeo@example.com"), "Hello")).join();
 * }
 * }</pre>
 *
 * <p>All its threads are daemons: a program that is to wait for what arrives has to stay, and one
 * that is interrupted says goodbye only if a shutdown hook closes the client.
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
 * <h2>A client that is dropped</h2>
 *
 * A client is to be closed. One that nobody can hear of any more counts as dropped once the garbage
 * collector finds it: the log is told, once, with the account's bare address, and the client is
 * closed as by {@link #shutdown()}, with its threads if they are its own. A client does not count
 * as dropped
 *
 * <ul>
 *   <li>while the program refers to it, to one of its extensions or to one of its subscriptions;
 *   <li>while a future that it gave has not ended: of connecting, sending, asking, suspending;
 *   <li>while it is connected, connecting or about to connect again, and somebody has subscribed to
 *       anything, or answers requests: the program or an extension. It works on though the program
 *       refers to nothing of it.
 * </ul>
 *
 * So what a bot needs is a subscription; a client that is to do nothing but be online has to be
 * referred to. What watches the client by its builder, such as {@link ClientBuilder#onWire}, does
 * not count.
 *
 * <h2>Threads</h2>
 *
 * All methods may be called by any thread and none blocks. What was subscribed is called in order,
 * one call at a time, never on an event loop; what a call throws is logged. Futures are completed
 * by a thread that waits for them, or else on other threads than subscribers are called on; so
 * {@code client.request(..).join()} inside a subscriber waits for the answer and not for itself.
 *
 * <h2>Failures</h2>
 *
 * Every future ends exactly once; if it fails, with an {@link XmppException} that says what
 * happened, where, and whether another try makes sense.
 *
 * <p>A method that gives a future does not throw for anything that shows only while the program
 * runs: a client that is closed or not connected, a service that refuses, a text or an address of a
 * user's that can't be sent. All that fails the future. It throws {@link NullPointerException} for
 * a null where none is allowed, and {@link IllegalArgumentException} only where its Javadoc says
 * so, for what is wrong in the program itself. The methods of extensions keep to that.
 */
public interface XmppClient extends AutoCloseable {

  /**
   * Starts to set up a client.
   *
   * @param account the account, such as {@code juliet@example.com}; a domain alone where the
   *     credentials say who the user is
   * @return a builder, for one thread
   * @throws IllegalArgumentException if the address is malformed
   */
  static ClientBuilder builder(String account) {
    return builder(Jid.of(account));
  }

  /**
   * Starts to set up a client.
   *
   * @param account the account; a resourcepart is asked for when binding
   * @return a builder, for one thread
   */
  static ClientBuilder builder(Jid account) {
    return new ClientBuilder(account);
  }

  /** {@return the bare address of the account, as it was given to the builder} */
  Jid account();

  /**
   * The stream that is bound, or was bound last; {@link #state()} tells whether there is one now.
   * It changes before any state, stanza or {@link Extension#bound} of the new stream is told.
   *
   * @return the stream, with the address that the server bound; null before the first
   */
  @Nullable BoundStream stream();

  /**
   * The own address.
   *
   * @return the one that the server bound last, a full one for an account; before that {@link
   *     #account()}
   */
  default Jid address() {
    BoundStream bound = stream();
    return bound == null ? account() : bound.jid();
  }

  /** {@return the profile of the service} */
  ServiceProfile profile();

  /** {@return what the connection is doing now} */
  ConnectionState state();

  /**
   * Connects: looks up the service, secures the connection, signs in and binds a resource. While
   * the client {@linkplain ConnectionState.Waiting waits} to connect by itself it does so at once,
   * and an attempt that it has begun by itself is joined.
   *
   * @return what was negotiated. Fails with the first attempt, even if the {@link
   *     im.linnet.connection.ReconnectPolicy} has more of them made; with {@link RefusedException}
   *     if the client is connected, about to be by another call, or closed. Cancelling it gives the
   *     attempt up, and reconnecting with it
   */
  CompletableFuture<BoundStream> connect();

  /**
   * Tells the client that the machine's network has changed, such as from Wi-Fi to mobile, or is
   * back, or that the machine was suspended. An attempt to reconnect that is waited for is made at
   * once, and so is one by a client that has given up, whatever its policy says and for whatever
   * reason; not by one that was never told to connect, or whose {@link #connect} was cancelled. A
   * connection is tried at once and given up if the server does not answer within 5 seconds, where
   * it can be asked: on a {@linkplain BoundStream#managed() managed} stream, or if {@link
   * ClientBuilder#keepAlive} is to ping. A connection that is lost within the next minute is made
   * anew at once, if the policy heeds it. Harmless at any time.
   */
  void networkChanged();

  /**
   * Closes the client for good: sends what waits to be sent, ends the stream in order, closes the
   * connection and, if they are its own, the threads. All of it takes as long as {@link
   * ClientBuilder#closeLimit} says at most. More than once is harmless.
   *
   * @return done when nothing is open any more
   */
  CompletableFuture<Void> shutdown();

  /**
   * Closes the client for good, as {@link #shutdown()} within another limit. May be called while it
   * is being closed, to hurry: the shortest limit counts. Like all that waits it may be called in a
   * callback.
   *
   * <p>What was not sent by then fails, and so does what the server had not acknowledged where it
   * acknowledges: see {@link #deliver}.
   *
   * @param limit how long sending what waits and the server's goodbye may take; zero to close at
   *     once
   * @return done when nothing is open any more
   * @throws IllegalArgumentException if the limit is negative
   */
  CompletableFuture<Void> shutdown(Duration limit);

  /**
   * Closes the client and waits until nothing is open any more, for {@code try}: like {@link
   * #shutdown()} followed by {@code join()}. Never called on an event loop, so it may be called in
   * a callback.
   */
  @Override
  default void close() {
    shutdown().join();
  }

  /**
   * Leaves the stream without ending it, for another client to resume, such as that of this program
   * when it is started anew (XEP-0198, section 5): give it to {@link ClientBuilder#resume}. This
   * client is closed by it. Subscribers finish with what they were given and what they send is
   * written first, within {@link ClientBuilder#closeLimit}. What was sent and not acknowledged is
   * saved with the stream, and behind it what was not sent; the futures of both fail, as this
   * program will not know. Requests that were not sent are not saved.
   *
   * @return the stream, after subscribers were called with all that had arrived on it. Fails with
   *     {@link RefusedException} if there is no stream that can be resumed; then nothing has
   *     changed
   */
  CompletableFuture<SavedStream> suspend();

  /**
   * Sends a stanza. A message without id is given one. While a managed stream that was lost is
   * about to be resumed ({@link ConnectionState.Waiting}, {@link ConnectionState.Connecting}), the
   * stanza is kept, and follows those that are sent again.
   *
   * @param stanza the stanza
   * @return done when it was written to the connection, which does not tell that it arrived. Fails
   *     with {@link RefusedException} if the service can't handle it or too much waits to be sent,
   *     with a {@link im.linnet.failure.TransportException} if there is no connection
   */
  CompletableFuture<Void> send(Stanza stanza);

  /**
   * Sends a stanza and awaits that the server takes responsibility for it (XEP-0198). A message
   * without id is given one. If the connection is lost before, the outcome is open until the stream
   * is resumed in time, by {@link #connect()} or by the client itself, when the stanza is sent
   * again if need be, or until it can't be any more. Cancelling the future does not call the stanza
   * back.
   *
   * <p>When a stream ends for good, all that was given to it and not acknowledged fails, so that
   * who sends it again, under the same ids and in the same order, before anything new, neither
   * loses nor reorders it.
   *
   * @param stanza the stanza
   * @return done when the server has acknowledged it; where the stream is not {@linkplain
   *     BoundStream#managed() managed}, when it was written as with {@link #send}. Fails with
   *     {@link RefusedException} as {@link #send} does; with a {@link
   *     im.linnet.failure.TransportException} of reason {@code NOT_SENT} if it was never sent, or
   *     of reason {@code UNCERTAIN} if nobody knows whether it arrived
   */
  CompletableFuture<Void> deliver(Stanza stanza);

  /**
   * Asks, and awaits the answer for as long as the builder's {@link ClientBuilder#requestLimit}
   * says.
   *
   * @param request an IQ of type get or set; without id it is given one
   * @return the answer, of type result; fails as {@link #request(Iq, RequestOptions, Function)}
   * @throws IllegalArgumentException if the IQ is an answer
   */
  default CompletableFuture<Iq> request(Iq request) {
    return request(request, RequestOptions.standard(), answer -> answer);
  }

  /**
   * Asks, and awaits the answer.
   *
   * @param request an IQ of type get or set; without id it is given one
   * @param options how it is asked
   * @return the answer, of type result; fails as {@link #request(Iq, RequestOptions, Function)}
   * @throws IllegalArgumentException if the IQ is an answer
   */
  default CompletableFuture<Iq> request(Iq request, RequestOptions options) {
    return request(request, options, answer -> answer);
  }

  /**
   * Asks, and reads the answer.
   *
   * @param request an IQ of type get or set; without id it is given one
   * @param reader reads the answer, see {@link #request(Iq, RequestOptions, Function)}
   * @param <T> what is read
   * @return what was read; fails as {@link #request(Iq, RequestOptions, Function)}
   * @throws IllegalArgumentException if the IQ is an answer
   */
  default <T> CompletableFuture<T> request(Iq request, Function<? super Iq, ? extends T> reader) {
    return request(request, RequestOptions.standard(), reader);
  }

  /**
   * Asks, and reads the answer: the one way to ask, which the others are short for.
   *
   * @param request an IQ of type get or set; without id it is given one
   * @param options how it is asked
   * @param reader makes something of the answer, which is of type result; called on no event loop.
   *     Throws {@link IllegalArgumentException} if it is malformed
   * @param <T> what is read
   * @return what was read. Fails with {@link im.linnet.failure.StanzaException} if the answer is an
   *     error, with {@link im.linnet.failure.UnreadableAnswerException} if the reader throws or
   *     returns null, with {@link im.linnet.failure.TransportException} if there was no answer in
   *     time or the connection was lost, with {@link im.linnet.failure.FilterException} if a filter
   *     stopped the one or the other, with {@link RefusedException} if nothing was sent. The
   *     failure is that of this very future, not wrapped in another. Cancelling it forgets the
   *     request
   * @throws IllegalArgumentException if the IQ is an answer
   */
  <T> CompletableFuture<T> request(
      Iq request, RequestOptions options, Function<? super Iq, ? extends T> reader);

  /**
   * Subscribes to messages. All are delivered: also one that was sent from here and came back, of
   * which {@link Message#error()} says why it was not delivered and the body are the own words; and
   * one without a body, such as a typing notice.
   *
   * @param subscriber is called with each message
   * @return ends the subscription
   */
  Subscription onMessage(Consumer<Message> subscriber);

  /**
   * Subscribes to presences. One of type error is the answer to a presence sent from here: see
   * {@link Presence#isUnavailable()}.
   *
   * @param subscriber is called with each presence
   * @return ends the subscription
   */
  Subscription onPresence(Consumer<Presence> subscriber);

  /**
   * Messages and presences for who wants to say how many, by the rules of Reactive Streams. Each
   * subscription has what is delivered from its beginning on, in the order of the stream, on an
   * order of callbacks of its own; it ends after {@link #shutdown}, when what was left is demanded.
   * What is not demanded counts in the {@link #backlog}, so a subscription that demands nothing
   * makes the client stop reading, for all its subscribers.
   *
   * @return the stanzas, for any number of subscriptions
   */
  Flow.Publisher<Stanza> stanzas();

  /**
   * What waits for subscribers, and answers that wait to be handed to who asked. While it is more
   * than {@link ClientBuilder#backlog} allows, nothing is read from the connection, nor is its loss
   * noticed but by what is written to it.
   *
   * @return what waits now
   */
  Backlog backlog();

  /**
   * Subscribes to what was received and is given to nobody, such as a stanza whose address can't be
   * read.
   *
   * @param subscriber is called with each, in its place among all that arrives
   * @return ends the subscription
   */
  Subscription onDropped(Consumer<Dropped> subscriber);

  /** {@return how much was received and given to nobody, since the client was built} */
  long dropped();

  /**
   * Subscribes to changes of the connection's state.
   *
   * @param subscriber is called with the present state, unless the client has never been asked to
   *     connect, and then with each new one; what is sent in a state is delivered between its
   *     beginning and its end
   * @return ends the subscription
   */
  Subscription onState(Consumer<ConnectionState> subscriber);

  /**
   * Takes messages and presences out of the general flow. They are delivered in their place among
   * the client's callbacks, to one subscriber: that of the narrowest claim that holds, and of
   * several equally narrow ones the first. Nobody else is given them.
   *
   * @param claim which stanzas
   * @param taker is called with each
   * @return gives them back
   */
  Subscription claim(Claim claim, Consumer<Stanza> taker);

  /**
   * Answers the requests of one kind that others send. Requests that nobody answers are returned
   * with {@code service-unavailable} (RFC 6120, section 8.4).
   *
   * @param type get or set
   * @param name the payload's local name
   * @param namespace the payload's namespace name
   * @param handler answers them
   * @return gives them back
   * @throws IllegalArgumentException if the type is neither get nor set
   * @throws IllegalStateException if there is a handler for them already
   */
  Subscription onRequest(Iq.Type type, String name, String namespace, IqHandler handler);

  /** {@return what the client gives to extensions, beyond what its users need} */
  ExtensionContext context();

  /**
   * An extension of this client.
   *
   * @param type its class
   * @param <T> its type
   * @return the extension
   * @throws IllegalArgumentException if the client was built without it
   */
  <T extends Extension> T get(Class<T> type);

  /** {@return the extensions of this client, in the order given to the builder} */
  List<Extension> extensions();
}
