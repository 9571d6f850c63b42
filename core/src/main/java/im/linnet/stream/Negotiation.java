package im.linnet.stream;

import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import im.linnet.xml.StreamHeader;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The stream as seen by a running {@link StreamFeature}: its properties and the operations {@link
 * #ask}, {@link #secure} and {@link #note}.
 *
 * <p>Methods may be called by any thread, such as that of a task on {@link #worker()}, unless
 * noted. The returned stages complete on the connection's event loop, exceptionally if the
 * connection ends or the time limit for negotiation expires.
 */
public interface Negotiation {

  /** {@return the features that the server currently offers} */
  Features features();

  /** {@return the server's header of this stream, with its {@code id}, {@code from} and version} */
  StreamHeader header();

  /** {@return the facts established so far} */
  Facts facts();

  /**
   * Returns the lost stream that could be resumed now (XEP-0198, section 5). Call it on the event
   * loop only.
   *
   * @return the lost stream, or null if there is none
   */
  @Nullable LostStream lost();

  /**
   * Collects the client's {@link Inline} requests for an element that this step is about to send.
   * Call it on the event loop only.
   *
   * @param carrier the namespace of that element
   * @param offer the server's offer of inline requests
   * @return the requests to put inside, and the readers of their answers
   */
  Inlined inline(String carrier, Element offer);

  /**
   * Returns the account that is signing in. Its local part may be absent.
   *
   * @return the address given to the client
   */
  Jid account();

  /** {@return the endpoint connected to, after all redirects} */
  Endpoint endpoint();

  /** {@return the TLS session, or null while the stream is in clear text} */
  @Nullable SSLSession tls();

  /**
   * Returns channel binding data, which binds a sign-in to this TLS connection (RFC 5056).
   *
   * @param type the type of the binding: {@code tls-exporter} (RFC 9266) or {@code
   *     tls-server-end-point} (RFC 5929, section 4)
   * @return the data; null in clear text, for another type, and if this connection has none of the
   *     type. By default null
   */
  default byte @Nullable [] channelBinding(String type) {
    return null;
  }

  /** {@return an executor for work that may block; not the event loop} */
  Executor worker();

  /**
   * Completes when the step's result is no longer needed: it can then abandon its work.
   *
   * @return done when the connection is lost, the time limit has expired or the client is closed;
   *     not when the step itself finishes; never completed exceptionally
   */
  CompletionStage<Void> ended();

  /**
   * Sends an element and returns the answer: for an IQ the answer with the same id, for anything
   * else the next element that is not a stanza. What the server sends after the answer is read when
   * the step asks again or has ended.
   *
   * @param element the element to send
   * @return the answer
   */
  CompletionStage<Element> ask(Element element);

  /**
   * Performs the TLS handshake. Until it is done, the server may send nothing else.
   *
   * @return done when the handshake is complete and the server's certificate is verified as the
   *     client's {@link im.linnet.tls.TlsPolicy} requires
   */
  CompletionStage<Void> secure();

  /**
   * Adds the facts that the step has established, atomically and before the next element from the
   * server is read. That TLS is active is noted only by {@link #secure()}.
   *
   * @param change maps the current facts to the new ones; runs on the event loop, immediately if
   *     called there, and may throw an {@link im.linnet.failure.XmppException}
   * @return the new facts; fails if {@code change} throws, or if the stream that the server claims
   *     to have resumed is not the lost one
   */
  CompletionStage<Facts> note(UnaryOperator<Facts> change);
}
