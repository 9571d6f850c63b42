package im.linnet.internal.tls;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import im.linnet.internal.dane.Dane;
import im.linnet.tls.ReferenceName;
import im.linnet.tls.TlsPolicy;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
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

  private static final Logger LOG = LoggerFactory.getLogger(TlsEngines.class);

  private final TlsPolicy policy;
  private final TrustManager trust;
  private volatile TlsContexts contexts;

  private TlsEngines(TlsPolicy policy, TrustManager trust)
      throws SSLException, GeneralSecurityException {
    this.policy = policy;
    this.trust = trust;
    this.contexts = TlsContexts.of(policy, trust);
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
    if (policy.keysAlone()) {
      return new ServerTrust(null, policy);
    }
    var manager = policy.trustManager();
    return new ServerTrust(manager == null ? TrustAnchors.of(policy) : manager, policy);
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
    return handler(allocator, domain, endpoint, Dane.NOTHING, worker);
  }

  /**
   * Creates the handler for one connection, as {@link #handler(ByteBufAllocator, String, Endpoint,
   * Executor)} does.
   *
   * @param allocator the channel's allocator
   * @param domain the name that the certificate must contain
   * @param endpoint the endpoint of the connection
   * @param dane what the DNS says of the server; no session is shared if it says something
   * @param worker verifies certificates, which takes time and may block
   * @return the handler
   * @throws IllegalArgumentException if the domain is neither a host name nor an IP address
   */
  public SslHandler handler(
      ByteBufAllocator allocator, String domain, Endpoint endpoint, Dane dane, Executor worker) {
    String protocol = endpoint.directTls() ? ALPN : null;
    return handler(contexts(dane), allocator, domain, endpoint, protocol, worker);
  }

  private TlsContexts contexts(Dane dane) {
    return !dane.equals(Dane.NOTHING) && trust instanceof ServerTrust usual
        ? newContexts(new DaneTrust(dane, usual))
        : contexts;
  }

  /** {@return whether the DNS may name the certificates, or the policy alone decides} */
  public boolean heedsDane() {
    return policy.verified() && policy.trustManager() == null && !policy.keysAlone();
  }

  /**
   * Creates the handler for one connection, as {@link #handler(ByteBufAllocator, String, Endpoint,
   * Executor)} does.
   *
   * @param allocator the channel's allocator
   * @param domain the name that the certificate must contain
   * @param endpoint the endpoint of the connection
   * @param protocol the protocol that is announced by ALPN, or null
   * @param worker verifies certificates, which takes time and may block
   * @return the handler
   * @throws IllegalArgumentException if the domain is neither a host name nor an IP address
   */
  public SslHandler handler(
      ByteBufAllocator allocator,
      String domain,
      Endpoint endpoint,
      @Nullable String protocol,
      Executor worker) {
    return handler(contexts, allocator, domain, endpoint, protocol, worker);
  }

  private SslHandler handler(
      TlsContexts by,
      ByteBufAllocator allocator,
      String domain,
      Endpoint endpoint,
      @Nullable String protocol,
      Executor worker) {
    ReferenceName name = ReferenceName.of(domain);
    warn(endpoint, name);
    SslHandler handler =
        by.handler(allocator, new TlsContexts.Towards(name, endpoint.port(), protocol), worker);
    handler.setHandshakeTimeoutMillis(0);
    // One record for each buffer: Netty would fill records with parts of stanzas.
    handler.setWrapDataSize(0);
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
    return contexts.engine(allocator, new TlsContexts.Towards(name, endpoint.port(), null));
  }

  private void warn(Endpoint endpoint, ReferenceName name) {
    if (!policy.verified()) {
      LOG.warn("INSECURE: whoever answers at {} is taken for {}", endpoint, name.text());
    }
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
    contexts = newContexts(trust);
  }

  private TlsContexts newContexts(TrustManager verifier) {
    try {
      return TlsContexts.of(policy, verifier);
    } catch (SSLException | GeneralSecurityException e) {
      // Creating them succeeded before, from the same parts.
      throw new IllegalStateException("TLS can't be set up again", e);
    }
  }
}
