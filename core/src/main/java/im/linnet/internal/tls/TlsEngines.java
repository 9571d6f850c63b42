package im.linnet.internal.tls;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import im.linnet.tls.ReferenceName;
import im.linnet.tls.TlsPolicy;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmConstraints;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the TLS handlers of one policy. Safe for use by any thread.
 *
 * <p>The handlers share a session cache, keyed by domain and port. A session for one domain is
 * never offered for another, and its certificate is checked against the domain again. Sessions last
 * an hour, so that revocation takes effect. 0-RTT data is never sent.
 */
public final class TlsEngines {

  /** The ALPN protocol name of direct TLS (XEP-0368, section 4). */
  public static final String ALPN = "xmpp-client";

  /** How long a session may be resumed without verifying the server's certificates again. */
  private static final long SESSION_SECONDS = 3600;

  private static final int MAX_SESSIONS = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(TlsEngines.class);

  /**
   * The suites with forward secrecy and without known breaks, out of those that the platform
   * enables.
   */
  private static final Pattern SUITES =
      Pattern.compile("TLS_((ECDHE|DHE)_(ECDSA|RSA)_WITH_)?(AES|CHACHA20)_[A-Z0-9_]+");

  private static final AlgorithmConstraints STRENGTH = new StrongSignatures();

  private final TlsPolicy policy;
  private final TrustManager trust;
  private volatile SslContext context;

  private TlsEngines(TlsPolicy policy, TrustManager trust) throws SSLException {
    this.policy = policy;
    this.trust = trust;
    this.context = newContext();
  }

  /**
   * Prepares everything that a policy needs. Blocks while files are read; not for event loops.
   *
   * @param policy the user's policy
   * @return the engines
   * @throws TransportException with {@code TLS_FAILED} if the platform can't provide them
   */
  public static TlsEngines of(TlsPolicy policy) {
    try {
      return new TlsEngines(policy, trust(policy));
    } catch (GeneralSecurityException | IOException e) {
      throw new TransportException(
          TransportException.Reason.TLS_FAILED,
          "TLS can't be set up: %s; are the platform's trust store and the %s in order?"
              .formatted(e.getMessage(), policy),
          e);
    }
  }

  private static TrustManager trust(TlsPolicy policy) throws GeneralSecurityException, IOException {
    if (!policy.verified()) {
      return InsecureTrustManagerFactory.INSTANCE.getTrustManagers()[0];
    }
    var manager = policy.trustManager();
    return new ServerTrust(manager == null ? TrustAnchors.of(policy) : manager, policy);
  }

  private SslContext newContext() throws SSLException {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .sslContextProvider(policy.provider())
            .protocols("TLSv1.3", "TLSv1.2")
            .ciphers(null, (asked, enabled, supported) -> withoutWeak(enabled, supported))
            .trustManager(trust)
            .sessionTimeout(SESSION_SECONDS)
            .sessionCacheSize(MAX_SESSIONS)
            // Our check is stricter than the platform's, which would sometimes check the wrong
            // name.
            .endpointIdentificationAlgorithm(null);
    return (policy.clientKey() == null ? builder : builder.keyManager(policy.clientKey())).build();
  }

  private static String[] withoutWeak(List<String> enabled, Set<String> supported) {
    return enabled.stream()
        .filter(supported::contains)
        .filter(suite -> SUITES.matcher(suite.toUpperCase(Locale.ROOT)).matches())
        .toArray(String[]::new);
  }

  /**
   * Creates the handler for one connection. The handshake starts when it is added to an active
   * channel and has no time limit of its own: the caller ends it by closing the channel.
   *
   * @param allocator the channel's allocator
   * @param domain the name that the certificate must contain: the account's domain with A-labels,
   *     whatever the host of the connection
   * @param endpoint the endpoint of the connection
   * @param worker verifies certificates, which takes time and may block
   * @return the handler
   * @throws IllegalArgumentException if the domain is neither a host name nor an IP address
   */
  public SslHandler handler(
      ByteBufAllocator allocator, String domain, Endpoint endpoint, Executor worker) {
    ReferenceName name = ReferenceName.of(domain);
    warn(endpoint, name);
    SslHandler handler = used().newHandler(allocator, name.text(), endpoint.port(), worker);
    handler.setHandshakeTimeoutMillis(0);
    restrict(handler.engine(), name, endpoint.directTls());
    return handler;
  }

  /**
   * Creates an engine for a connection that a transport secures.
   *
   * @param allocator allocates its buffers
   * @param host the name that the certificate must contain
   * @param endpoint the endpoint of the connection
   * @return the engine
   * @throws IllegalArgumentException if the host is neither a host name nor an IP address
   */
  public SSLEngine engine(ByteBufAllocator allocator, String host, Endpoint endpoint) {
    ReferenceName name = ReferenceName.of(host);
    warn(endpoint, name);
    SSLEngine engine = used().newEngine(allocator, name.text(), endpoint.port());
    restrict(engine, name, false);
    return engine;
  }

  private SslContext used() {
    return policy.resumed() ? context : fresh();
  }

  private void warn(Endpoint endpoint, ReferenceName name) {
    if (!policy.verified()) {
      LOG.warn("INSECURE: whoever answers at {} is taken for {}", endpoint, name.text());
    }
  }

  private void restrict(SSLEngine engine, ReferenceName name, boolean directTls) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setServerNames(
        name.address()
            ? List.of()
            : List.of(new SNIHostName(name.text().getBytes(StandardCharsets.US_ASCII))));
    if (directTls) {
      parameters.setApplicationProtocols(new String[] {ALPN});
    }
    if (ServerTrust.requiresStrength(policy)) {
      parameters.setAlgorithmConstraints(STRENGTH);
    }
    engine.setSSLParameters(parameters);
  }

  /**
   * Handles the end of a stream: after the stream error {@code reset}, TLS must be negotiated from
   * scratch (RFC 6120, section 4.9.3.16).
   *
   * @param why why the stream ended
   */
  public void streamEnded(XmppException why) {
    if (why instanceof StreamException ended
        && ended.by() == StreamException.By.SERVER
        && ended.verified()
        && ended.error().condition() == StreamError.Condition.RESET) {
      forgetSessions();
    }
  }

  /**
   * Discards all sessions, so that each further connection begins with a full handshake, as the
   * stream error {@code reset} requires (RFC 6120, section 4.9.3.16). Open connections can't
   * restore theirs.
   */
  void forgetSessions() {
    context = fresh();
  }

  /** A context without cached sessions. */
  private SslContext fresh() {
    try {
      return newContext();
    } catch (SSLException e) {
      // Creating it succeeded before, from the same parts.
      throw new IllegalStateException("TLS can't be set up again", e);
    }
  }
}
