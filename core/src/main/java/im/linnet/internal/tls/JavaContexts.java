package im.linnet.internal.tls;

import im.linnet.tls.ReferenceName;
import im.linnet.tls.TlsPolicy;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import java.security.AlgorithmConstraints;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS by the platform or by a provider of its {@code SSLContext}s: one context for all. */
final class JavaContexts extends TlsContexts {

  private static final AlgorithmConstraints STRENGTH = new StrongSignatures();

  private final TlsPolicy policy;
  private final TrustManager trust;
  private final SslContext shared;

  JavaContexts(TlsPolicy policy, TrustManager trust) throws SSLException {
    this.policy = policy;
    this.trust = trust;
    shared = newContext();
  }

  private SslContext newContext() throws SSLException {
    return builder(policy, trust)
        .sslProvider(SslProvider.JDK)
        .sslContextProvider(policy.provider())
        .build();
  }

  @Override
  SslContext context(@Nullable String protocol) {
    return policy.resumed() ? shared : withoutSessions();
  }

  private SslContext withoutSessions() {
    try {
      return newContext();
    } catch (SSLException e) {
      // Creating it succeeded before, from the same parts.
      throw new IllegalStateException("TLS can't be set up again", e);
    }
  }

  @Override
  void prepare(SSLEngine engine, ReferenceName name, @Nullable String protocol) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setServerNames(announced(name));
    if (protocol != null) {
      parameters.setApplicationProtocols(new String[] {protocol});
    }
    if (ServerTrust.requiresStrength(policy)) {
      parameters.setAlgorithmConstraints(STRENGTH);
    }
    engine.setSSLParameters(parameters);
  }
}
