package im.linnet.connection;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Redirect;
import im.linnet.jid.Jid;
import im.linnet.stream.Features;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a negotiation: a stream on which stanzas can be exchanged.
 *
 * @param jid the address that the server bound (RFC 6120, section 7); it may differ from the one
 *     asked for
 * @param endpoint the place connected to
 * @param redirects the redirects that led there, oldest first
 * @param mechanism the SASL mechanism that was used
 * @param tlsProtocol the TLS protocol, such as {@code TLSv1.3}, or null if the stream is in clear
 *     text
 * @param cipherSuite the cipher suite, or null if the stream is in clear text
 * @param features the features that the server offered last
 * @param managed whether the server acknowledges stanzas (XEP-0198)
 * @param resumed whether this is the stream that was lost before, which goes on with all that the
 *     server knew of it: address, presence, and what was not delivered (XEP-0198, section 5)
 */
public record BoundStream(
    Jid jid,
    Endpoint endpoint,
    List<Redirect> redirects,
    String mechanism,
    @Nullable String tlsProtocol,
    @Nullable String cipherSuite,
    Features features,
    boolean managed,
    boolean resumed) {

  /** Keeps an unchangeable copy of the redirects. */
  public BoundStream {
    redirects = List.copyOf(redirects);
  }
}
