package im.linnet.sasl;

import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.stream.Features;
import java.util.Set;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The connection that a mechanism signs in on. For any thread. */
public interface SaslChannel {

  /** {@return the client's address: its local part is the user name, where there is one} */
  Jid account();

  /** {@return the names of the mechanisms that the server offers, in its order} */
  Set<String> offered();

  /** {@return all that the server offers now, the mechanisms among it} */
  Features features();

  /** {@return the TLS session with a verified server, or null in clear text} */
  @Nullable SSLSession tls();

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

  /** {@return whether TLS protects the connection} */
  default boolean secure() {
    return tls() != null;
  }
}
