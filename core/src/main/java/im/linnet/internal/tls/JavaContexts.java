package im.linnet.internal.tls;

import im.linnet.tls.TlsPolicy;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.security.AlgorithmConstraints;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import java.util.concurrent.Executor;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;

/**
 * TLS by the platform or by a provider of its {@code SSLContext}s: one context for all.
 *
 * <p>Netty's {@code SslContext} has nothing that this needs, and its first use sets up another
 * context, with the platform's trust anchors, to learn what there is: a tenth of the time of the
 * first login of a JVM.
 */
final class JavaContexts extends TlsContexts {

  private static final AlgorithmConstraints STRENGTH = new StrongSignatures();

  private final TlsPolicy policy;
  private final TrustManager trust;
  private final SSLContext shared;
  private final String[] suites;

  JavaContexts(TlsPolicy policy, TrustManager trust) throws GeneralSecurityException {
    this.policy = policy;
    this.trust = trust;
    shared = newContext();
    suites = suites(shared);
  }

  private SSLContext newContext() throws GeneralSecurityException {
    Provider provider = policy.provider();
    SSLContext context =
        provider == null ? SSLContext.getInstance("TLS") : SSLContext.getInstance("TLS", provider);
    X509KeyManager key = policy.clientKey();
    context.init(key == null ? null : new KeyManager[] {key}, new TrustManager[] {trust}, null);
    SSLSessionContext sessions = context.getClientSessionContext();
    sessions.setSessionCacheSize(MAX_SESSIONS);
    sessions.setSessionTimeout(SESSION_SECONDS);
    return context;
  }

  private static String[] suites(SSLContext context) {
    SSLEngine engine = context.createSSLEngine();
    engine.setEnabledProtocols(PROTOCOLS.toArray(String[]::new));
    return withoutWeak(Arrays.stream(engine.getEnabledCipherSuites()));
  }

  private SSLContext context() {
    return policy.resumed() ? shared : withoutSessions();
  }

  private SSLContext withoutSessions() {
    try {
      return newContext();
    } catch (GeneralSecurityException e) {
      // Creating it succeeded before, from the same parts.
      throw new IllegalStateException("TLS can't be set up again", e);
    }
  }

  @Override
  SslHandler handler(ByteBufAllocator allocator, Towards to, Executor worker) {
    return new SslHandler(engine(allocator, to), worker);
  }

  /** The check of names that is ours is stricter than the platform's, which is left off. */
  @Override
  SSLEngine engine(ByteBufAllocator allocator, Towards to) {
    SSLEngine engine = context().createSSLEngine(to.name().text(), to.port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(PROTOCOLS.toArray(String[]::new));
    parameters.setCipherSuites(suites);
    parameters.setServerNames(to.announced());
    String protocol = to.protocol();
    if (protocol != null) {
      parameters.setApplicationProtocols(new String[] {protocol});
    }
    if (ServerTrust.requiresStrength(policy)) {
      parameters.setAlgorithmConstraints(STRENGTH);
    }
    engine.setSSLParameters(parameters);
    return engine;
  }
}
