package im.linnet.sasl;

import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.stream.Features;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The connection on which a mechanism signs in. Thread-safe. */
public interface SaslChannel {

  /** {@return the address given to the client; its local part, if any, is the user name} */
  Jid account();

  /** {@return the names of the mechanisms that the server offers, in its order; unmodifiable} */
  Set<String> offered();

  /**
   * Returns the namespace of the elements that carry the messages, which tells the SASL profile.
   *
   * @return {@code urn:ietf:params:xml:ns:xmpp-sasl} (RFC 6120, section 6), which is the default,
   *     or {@code urn:xmpp:sasl:2} (XEP-0388)
   */
  default String profile() {
    return "urn:ietf:params:xml:ns:xmpp-sasl";
  }

  /** {@return the features that the server currently offers, including the mechanisms} */
  Features features();

  /** {@return the TLS session, or null in clear text} */
  @Nullable SSLSession tls();

  /**
   * Whether secrets may be sent: the stream is under TLS, and the server's certificate is verified
   * or the user allowed secrets without that ({@link
   * im.linnet.tls.TlsPolicy.Builder#insecurelySendSecretsToAnyone}).
   *
   * @return whether a password or a token may be sent
   */
  boolean secure();

  /**
   * Whether TLS has verified that the server is that of the account. Unlike {@link #secure()} it is
   * false if the policy trusts anyone, also where the user allows secrets nevertheless. What is
   * kept for later connections, or taken on the server's word, needs a verified server.
   *
   * @return whether it is verified; by default false
   */
  default boolean verified() {
    return false;
  }

  /** {@return the endpoint connected to, after all redirects} */
  Endpoint endpoint();

  /**
   * Returns channel binding data, which binds a sign-in to this TLS connection, so that it can't be
   * relayed to another one (RFC 5056).
   *
   * @param type the type of the binding: {@code tls-exporter} (RFC 9266), which needs TLS 1.3 and
   *     JDK 25 or an exporter ({@link im.linnet.tls.TlsPolicy.Builder#provider}), or {@code
   *     tls-server-end-point} (RFC 5929, section 4)
   * @return the data; null in clear text, for another type, and if this connection has none of the
   *     type
   */
  byte @Nullable [] channelBinding(String type);

  /**
   * Returns the executor for long computations, such as key derivation. Its few threads are shared
   * by all clients of the same {@code ClientResources}, so split a computation of more than a few
   * milliseconds into slices, each of which submits the next one.
   *
   * @return the executor
   */
  Executor computing();

  /**
   * Completes when the sign-in is cut short: the mechanism can then abandon its work.
   *
   * @return done when the connection is lost, the time limit has expired or the client is closed;
   *     never completed exceptionally
   */
  CompletionStage<Void> ended();
}
