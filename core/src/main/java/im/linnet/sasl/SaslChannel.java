package im.linnet.sasl;

import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a mechanism signs in on.
 *
 * @param account the address given to the client: its local part is the user name, where there is
 *     one
 * @param offered the names of the mechanisms that the server offers, in its order
 * @param tls the TLS session with a verified server, or null in clear text
 * @param endpoint the place connected to, or null where it is not known
 */
public record SaslChannel(
    Jid account, Set<String> offered, @Nullable SSLSession tls, @Nullable Endpoint endpoint) {

  /** Keeps an unchangeable copy of the names, in their order. */
  public SaslChannel {
    offered = Collections.unmodifiableSet(new LinkedHashSet<>(offered));
  }

  /** {@return whether TLS protects the connection} */
  public boolean secure() {
    return tls != null;
  }
}
