package im.linnet.internal.tls;

import im.linnet.tls.ReferenceName;
import im.linnet.tls.TlsPolicy;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
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
        builder(policy, trust)
            .sslProvider(SslProvider.OPENSSL)
            .enableOcsp(policy.revocationChecked() && OpenSsl.isOcspSupported());
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

  @Override
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
  void prepare(SSLEngine engine, ReferenceName name, @Nullable String protocol) {
    SSLParameters parameters = new SSLParameters();
    parameters.setServerNames(announced(name));
    engine.setSSLParameters(parameters);
  }
}
