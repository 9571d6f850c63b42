package im.linnet.internal.tls;

import im.linnet.tls.TlsPolicy;
import io.netty.handler.ssl.ResumableX509ExtendedTrustManager;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Verifies the server's certificates during the handshake, so that a bad one ends it with an alert
 * before anything is sent. First checks whether they are trusted, then whether they match the
 * domain, which is the engine's peer host.
 */
final class ServerTrust extends X509ExtendedTrustManager
    implements ResumableX509ExtendedTrustManager {

  /** How the platform's trust manager wants the key exchange of TLS 1.3 to be called. */
  private static final String UNKNOWN = "UNKNOWN";

  /** How BoringSSL calls it, in Conscrypt and netty-tcnative. */
  private static final String OTHERS_UNKNOWN = "GENERIC";

  private final X509TrustManager chains;
  private final TlsPolicy policy;

  ServerTrust(X509TrustManager chains, TlsPolicy policy) {
    this.chains = chains;
    this.policy = policy;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    if (policy.trustManager() == null) {
      // PKIX accepts a certificate that is itself an anchor, however old or weak.
      CertificateDates.check(chain[0]);
    }
    String type = authType.equals(OTHERS_UNKNOWN) ? UNKNOWN : authType;
    if (chains instanceof X509ExtendedTrustManager extended) {
      extended.checkServerTrusted(chain, type, engine);
    } else {
      chains.checkServerTrusted(chain, type);
    }
    if (requiresStrength(policy)) {
      checkStrength(chain);
    }
    checkIdentity(chain, engine);
  }

  /** Whether stricter limits than the platform's apply to keys and signatures. */
  static boolean requiresStrength(TlsPolicy policy) {
    return policy.verified() && policy.trustManager() == null && !policy.weakCertificates();
  }

  /** Checks what the platform does not pass to {@link StrongSignatures}. */
  private void checkStrength(X509Certificate[] chain) throws WeakCertificate {
    if (!StrongSignatures.isStrong(chain[0].getPublicKey())) {
      throw new WeakCertificate("its key is too short");
    }
    for (X509Certificate anchor : policy.anchors()) {
      if (!StrongSignatures.isStrong(anchor.getPublicKey())
          && Arrays.stream(chain).anyMatch(certificate -> isIssued(certificate, anchor))) {
        throw new WeakCertificate(
            "the key of " + anchor.getSubjectX500Principal().getName() + " is too short");
      }
    }
  }

  private static boolean isIssued(X509Certificate certificate, X509Certificate issuer) {
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException byAnother) {
      return false;
    }
  }

  /** A resumed session was verified when it began, but possibly for another name. */
  @Override
  public void resumeServerTrusted(X509Certificate[] chain, SSLEngine engine)
      throws CertificateException {
    if (policy.trustManager() == null) {
      CertificateDates.check(chain[0]);
    }
    checkIdentity(chain, engine);
  }

  private void checkIdentity(X509Certificate[] chain, SSLEngine engine) throws IdentityMismatch {
    ServerIdentity.of(engine.getPeerHost(), policy.alsoAccepted()).check(chain[0]);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw noEngine();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw noEngine();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw noEngine();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw noEngine();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw noEngine();
  }

  @Override
  public void resumeClientTrusted(X509Certificate[] chain, SSLEngine engine)
      throws CertificateException {
    throw noEngine();
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return chains.getAcceptedIssuers();
  }

  private static CertificateException noEngine() {
    return new CertificateException("Only servers are checked, and only by an engine's peer host");
  }
}
