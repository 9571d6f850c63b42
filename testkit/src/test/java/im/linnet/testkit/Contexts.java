package im.linnet.testkit;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** A certificate for localhost: the server's context, and that of a client that trusts it. */
public record Contexts(SSLContext server, SSLContext client) {

  /** Makes a new certificate. */
  public static Contexts create() {
    try {
      X509Bundle bundle =
          new CertificateBuilder()
              .ecp256()
              .subject("CN=localhost")
              .addSanDnsName("localhost")
              .setIsCertificateAuthority(true)
              .buildSelfSigned();
      return new Contexts(
          context(bundle.toKeyManagerFactory().getKeyManagers(), null),
          context(null, bundle.toTrustManagerFactory().getTrustManagers()));
    } catch (Exception e) {
      throw new IllegalStateException("no certificate", e);
    }
  }

  private static SSLContext context(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust)
      throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust, null);
    return context;
  }
}
