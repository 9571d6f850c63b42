package im.linnet.internal.tls;

import im.linnet.tls.ReferenceName;
import im.linnet.tls.TlsPolicy;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of one policy in one implementation of TLS, with the sessions that can be resumed.
 * To forget the sessions, the contexts are replaced.
 */
abstract sealed class TlsContexts permits JavaContexts, BoringContexts {

  /** How long a session may be resumed without verifying the server's certificates again. */
  private static final long SESSION_SECONDS = 3600;

  private static final int MAX_SESSIONS = 1024;

  /**
   * The suites with forward secrecy and without known breaks, out of those that the implementation
   * enables.
   */
  private static final Pattern SUITES =
      Pattern.compile("TLS_((ECDHE|DHE)_(ECDSA|RSA)_WITH_)?(AES|CHACHA20)_[A-Z0-9_]+");

  static TlsContexts of(TlsPolicy policy, TrustManager trust) throws SSLException {
    return policy.boringSsl() ? new BoringContexts(policy, trust) : new JavaContexts(policy, trust);
  }

  /**
   * The context for one connection.
   *
   * @param protocol the protocol to announce by ALPN, or null
   */
  abstract SslContext context(@Nullable String protocol);

  /**
   * Prepares an engine of such a context.
   *
   * @param name the name that the certificate must contain, announced unless it is an address
   * @param protocol that of the context
   */
  abstract void prepare(SSLEngine engine, ReferenceName name, @Nullable String protocol);

  /** What all implementations are set up with. */
  static SslContextBuilder builder(TlsPolicy policy, TrustManager trust) {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .protocols("TLSv1.3", "TLSv1.2")
            .ciphers(null, (asked, enabled, supported) -> withoutWeak(enabled, supported))
            .trustManager(trust)
            .sessionTimeout(SESSION_SECONDS)
            .sessionCacheSize(MAX_SESSIONS)
            // Our check is stricter than the platform's, which would sometimes check the wrong
            // name.
            .endpointIdentificationAlgorithm(null);
    return policy.clientKey() == null ? builder : builder.keyManager(policy.clientKey());
  }

  private static String[] withoutWeak(List<String> enabled, Set<String> supported) {
    return enabled.stream()
        .filter(supported::contains)
        .filter(suite -> SUITES.matcher(suite.toUpperCase(Locale.ROOT)).matches())
        .toArray(String[]::new);
  }

  static List<SNIServerName> announced(ReferenceName name) {
    return name.address()
        ? List.of()
        : List.of(new SNIHostName(name.text().getBytes(StandardCharsets.US_ASCII)));
  }
}
