package im.linnet.stream;

import im.linnet.jid.Jid;
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
 */
public record BoundStream(
    Jid jid,
    Endpoint endpoint,
    List<Redirect> redirects,
    String mechanism,
    @Nullable String tlsProtocol,
    @Nullable String cipherSuite,
    Features features) {

  /** Keeps an unchangeable copy of the redirects. */
  public BoundStream {
    redirects = List.copyOf(redirects);
  }
}
