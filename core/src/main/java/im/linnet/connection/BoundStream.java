package im.linnet.connection;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Redirect;
import im.linnet.jid.Jid;
import im.linnet.stream.Features;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A negotiated stream, on which stanzas can be exchanged.
 *
 * @param jid the address that the server bound (RFC 6120, section 7); may differ from the requested
 *     one
 * @param endpoint the endpoint connected to
 * @param redirects the redirects that led there, oldest first
 * @param mechanism the SASL mechanism used
 * @param tlsProtocol the TLS protocol, such as {@code TLSv1.3}, or null if the stream is in clear
 *     text
 * @param cipherSuite the cipher suite, or null if the stream is in clear text
 * @param features the features that the server offered last
 * @param managed whether the server acknowledges stanzas (XEP-0198)
 * @param resumed whether this resumes an earlier stream, with its address, its presence and its
 *     undelivered stanzas (XEP-0198, section 5)
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

  /** Copies the redirects. */
  public BoundStream {
    redirects = List.copyOf(redirects);
  }
}
