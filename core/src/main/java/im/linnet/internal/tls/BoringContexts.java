package im.linnet.internal.tls;

import im.linnet.tls.Revocation;
import im.linnet.tls.TlsPolicy;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS by BoringSSL, of netty-tcnative: one context for each protocol that is announced, because
 * only a context has that setting. Certificates are verified as with the platform's TLS, on the
 * worker.
 *
 * <p>Contexts and engines are native memory with reference counts. An {@code SslHandler} releases
 * its engine when it leaves the pipeline, which includes the end of the connection; contexts, and
 * engines that a transport forgets, are released by their finalizers.
 */
final class BoringContexts extends TlsContexts {

  private final TlsPolicy policy;
  private final TrustManager trust;
  private final SslContext plain;

  /** As many as transports have protocols. */
  private final Map<String, SslContext> announcing = new ConcurrentHashMap<>();

  BoringContexts(TlsPolicy policy, TrustManager trust) throws SSLException {
    this.policy = policy;
    this.trust = trust;
    plain = newContext(null);
  }

  private SslContext newContext(@Nullable String protocol) throws SSLException {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.OPENSSL)
            .protocols(PROTOCOLS)
            .ciphers(null, BoringContexts::withoutWeak)
            .trustManager(trust)
            .sessionTimeout(SESSION_SECONDS)
            .sessionCacheSize(MAX_SESSIONS)
            // Our check is stricter than the platform's, which would sometimes check the wrong
            // name.
            .endpointIdentificationAlgorithm(null)
            .enableOcsp(policy.revocation() != Revocation.UNCHECKED && OpenSsl.isOcspSupported());
    X509KeyManager key = policy.clientKey();
    if (key != null) {
      builder.keyManager(key);
    }
    if (protocol != null) {
      builder.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              protocol));
    }
    SslContext context = builder.build();
    if (!policy.resumed()) {
      ((OpenSslSessionContext) context.sessionContext()).setSessionCacheEnabled(false);
    }
    return context;
  }

  private static String[] withoutWeak(
      @Nullable Iterable<String> asked, List<String> enabled, Set<String> supported) {
    return withoutWeak(enabled.stream().filter(supported::contains));
  }

  /**
   * The context for one connection.
   *
   * @param protocol the protocol to announce by ALPN, or null
   */
  SslContext context(@Nullable String protocol) {
    return protocol == null ? plain : announcing.computeIfAbsent(protocol, this::another);
  }

  private SslContext another(String protocol) {
    try {
      return newContext(protocol);
    } catch (SSLException e) {
      // Creating the first succeeded, from the same parts.
      throw new IllegalStateException("TLS can't be set up again", e);
    }
  }

  @Override
  SslHandler handler(ByteBufAllocator allocator, Towards to, Executor worker) {
    SslHandler handler =
        context(to.protocol()).newHandler(allocator, to.name().text(), to.port(), worker);
    prepare(handler.engine(), to);
    return handler;
  }

  @Override
  SSLEngine engine(ByteBufAllocator allocator, Towards to) {
    SSLEngine engine = context(to.protocol()).newEngine(allocator, to.name().text(), to.port());
    prepare(engine, to);
    return engine;
  }

  private static void prepare(SSLEngine engine, Towards to) {
    SSLParameters parameters = new SSLParameters();
    parameters.setServerNames(to.announced());
    engine.setSSLParameters(parameters);
  }
}
