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
 * Makes the handlers that speak TLS, after one policy. Safe for all threads.
 *
 * <p>The handlers share a cache of sessions, in which a session belongs to a domain and a port; a
 * session for one domain is never offered for another, and the certificate that it rests on is held
 * against the domain again. Sessions last an hour, so that revocation is noticed. Data is never
 * sent ahead of the handshake (0-RTT).
 */
public final class TlsEngines {

  /** The protocol that direct TLS announces (XEP-0368, section 4). */
  public static final String ALPN = "xmpp-client";

  /** For how long a session may go on without the server's certificates being looked at again. */
  private static final long SESSION_SECONDS = 3600;

  private static final int MAX_SESSIONS = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(TlsEngines.class);

  /** Of what the platform has enabled, what is forward secret and not known to be broken. */
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
   * Prepares all that a policy needs. Blocks while files are read; not for event loops.
   *
   * @param policy what the user decided
   * @return the engines
   * @throws TransportException with {@code TLS_FAILED} if the platform can't do it
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
            .protocols("TLSv1.3", "TLSv1.2")
            .ciphers(null, (asked, enabled, supported) -> withoutWeak(enabled, supported))
            .trustManager(trust)
            .sessionTimeout(SESSION_SECONDS)
            .sessionCacheSize(MAX_SESSIONS)
            // The platform's check is laxer than ours, and would be for the wrong name at times.
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
   * Makes a handler for one connection; the handshake starts when it is added to a channel that is
   * active, and has no time limit of its own: the caller ends it by closing the channel.
   *
   * @param allocator the channel's
   * @param domain whom the certificate has to name: the account's domain with A-labels, whatever
   *     host the connection goes to
   * @param endpoint where the connection goes to
   * @param worker for checking certificates, which takes time and may block
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
   * Makes an engine for a connection that somebody else secures.
   *
   * @param allocator for its buffers
   * @param host whom the certificate has to name
   * @param endpoint where the connection goes to
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
   * Draws the conclusion from the end of a stream: a server that ends one by {@code reset} wants
   * TLS negotiated from scratch (RFC 6120, section 4.9.3.16).
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
   * Forgets all sessions, so that each connection from now on begins with a full handshake, as the
   * stream error {@code reset} demands it (RFC 6120, section 4.9.3.16). Connections that are open
   * can't bring theirs back.
   */
  void forgetSessions() {
    context = fresh();
  }

  /** A context without sessions. */
  private SslContext fresh() {
    try {
      return newContext();
    } catch (SSLException e) {
      // It could be made once of the very same parts.
      throw new IllegalStateException("TLS can't be set up again", e);
    }
  }
}
