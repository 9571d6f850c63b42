package im.linnet.sasl;

import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.stream.Features;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The connection that a mechanism signs in on. Safe for use by any thread. */
public interface SaslChannel {

  /**
   * {@return the address given to the client: its local part is the user name, where there is one}
   */
  Jid account();

  /** {@return the names of the mechanisms that the server offers, in its order; unchangeable} */
  Set<String> offered();

  /** {@return all that the server offers now, the mechanisms among it} */
  Features features();

  /** {@return the TLS session, or null in clear text} */
  @Nullable SSLSession tls();

  /**
   * Whether a secret that is sent reaches nobody but the server of the account: there is TLS, and
   * the server's certificate was verified, or the user wants secrets sent without that ({@link
   * im.linnet.tls.TlsPolicy.Builder#insecurelySendSecretsToAnyone}).
   *
   * @return whether a password or a token may be sent
   */
  boolean secure();

  /** {@return the place connected to, after all redirects} */
  Endpoint endpoint();

  /**
   * What binds a sign-in to this very TLS connection (RFC 5056), so that nobody in between can pass
   * it on to another.
   *
   * @param type the type of the binding, such as {@code tls-server-end-point} (RFC 5929, section 4)
   * @return the data, or null if there is none of that type here: in clear text, or for a type
   *     other than {@code tls-server-end-point}, which is the only one that there is so far
   */
  byte @Nullable [] channelBinding(String type);

  /**
   * For long computations, such as deriving keys. It has few threads, which all clients of the same
   * {@code ClientResources} share: a computation of more than some milliseconds is cut into pieces,
   * each of which submits the next one, so that all get their turn.
   *
   * @return an executor of computing threads
   */
  Executor computing();

  /**
   * When this is done, whatever the mechanism still computes or waits for is of no use.
   *
   * @return done when signing in is over, by whatever: the connection is lost, the time limit has
   *     passed, the client was closed; never completed exceptionally
   */
  CompletionStage<Void> ended();
}
