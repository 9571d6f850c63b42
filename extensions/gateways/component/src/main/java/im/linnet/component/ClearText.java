package im.linnet.component;

import im.linnet.endpoint.Endpoint;
import java.util.regex.Pattern;

/** Where the handshake may be sent without TLS. */
enum ClearText {
  /** Only to a loopback address: nobody else can read it, or answer in place of the server. */
  ON_THIS_MACHINE,
  /** To any address, because the user trusts the network. */
  ANYWHERE;

  /** Addresses only: a name may lead anywhere. */
  private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}|::1");

  /** Whether it may be sent to this endpoint. */
  boolean allows(Endpoint endpoint) {
    return this == ANYWHERE
        || (endpoint.uri() == null && LOOPBACK.matcher(endpoint.host()).matches());
  }
}
