package im.linnet.stream;

import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The stream as a {@link StreamFeature} sees it while it runs: what is known, and the verbs {@link
 * #ask}, {@link #secure}, {@link #authenticated} and {@link #bound}.
 *
 * <p>Methods may be called by any thread: a step goes on where its work was done, such as on {@link
 * #worker()}. The stages returned complete on the connection's event loop. All are completed
 * exceptionally if the connection ends or the time for negotiating passes.
 */
public interface Negotiation {

  /** {@return what the server offers now} */
  Features features();

  /** {@return what has been reached} */
  Progress progress();

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
   * Sends an element and takes the next one as its answer. Whatever else is sent by the server in
   * the meantime is a fault and ends the stream.
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
   * Notes that the user is signed in.
   *
   * @param mechanism how
   */
  void authenticated(String mechanism);

  /**
   * Notes the address that the server bound.
   *
   * @param jid the full address
   */
  void bound(Jid jid);
}
