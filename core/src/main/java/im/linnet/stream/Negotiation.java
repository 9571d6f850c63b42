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
 * The stream as a {@link StreamFeature} sees it while it runs: what is known, and the verbs {@link
 * #ask}, {@link #secure} and {@link #note}.
 *
 * <p>Methods may be called by any thread: a step goes on where its work was done, such as on {@link
 * #worker()}. The stages returned complete on the connection's event loop. All are completed
 * exceptionally if the connection ends or the time for negotiating passes.
 */
public interface Negotiation {

  /** {@return what the server offers now} */
  Features features();

  /** {@return the server's header of this stream, with its {@code id}, {@code from}, version} */
  StreamHeader header();

  /** {@return what has been established} */
  Facts facts();

  /**
   * The stream that was lost and could be resumed here (XEP-0198, section 5).
   *
   * @return the stream, or null if there is none; only to be asked for on the event loop
   */
  @Nullable LostStream lost();

  /**
   * Asks the client's {@link Inline} requests for what belongs inside an element that this step is
   * about to send. On the event loop.
   *
   * @param carrier the namespace of that element
   * @param offer the server's offer of what may be inside
   * @return what to put there, and how to read what comes back
   */
  Inlined inline(String carrier, Element offer);

  /**
   * The account that is signing in: the local part may be absent, the domain never is.
   *
   * @return the address given to the client
   */
  Jid account();

  /** {@return the place connected to, after all redirects} */
  Endpoint endpoint();

  /** {@return the TLS session, or null while the stream is in clear text} */
  @Nullable SSLSession tls();

  /** {@return an executor for work that may wait; not the event loop} */
  Executor worker();

  /**
   * When this is done, whatever the step still computes or waits for is of no use.
   *
   * @return done when the connection is lost, the time limit has passed or the client was closed;
   *     never completed exceptionally
   */
  CompletionStage<Void> ended();

  /**
   * Sends an element and takes the next one as its answer: to an IQ the answer of the same id, to
   * anything else what comes next but a stanza. What the server sends behind the answer is read
   * when the step asks again or has ended.
   *
   * @param element what to send
   * @return the server's next element
   */
  CompletionStage<Element> ask(Element element);

  /**
   * Makes the TLS handshake, now: nothing but the server's side of it may come before it is done.
   *
   * @return done when the channel is secure and the server's certificate verified
   */
  CompletionStage<Void> secure();

  /**
   * Notes what the step has established: all at once, and before the next element from the server
   * is read. TLS is noted by {@link #secure()} alone.
   *
   * @param change gets the facts as they are and gives them with what is new; runs on the event
   *     loop, at once if this is it, and may throw an {@link im.linnet.failure.XmppException}
   * @return the new facts; exceptionally if {@code change} threw, or a stream that the server
   *     claims to have resumed is not the one that was lost
   */
  CompletionStage<Facts> note(UnaryOperator<Facts> change);
}
