package im.linnet.internal.tls;

import im.linnet.tls.TlsPolicy;
import io.netty.handler.ssl.ResumableX509ExtendedTrustManager;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the server's certificates during the handshake, so that a bad one ends it with an alert
 * before anything is sent. First checks whether they are trusted, have a pinned key and are not
 * revoked, then whether they match the domain, which is the engine's peer host.
 */
final class ServerTrust extends X509ExtendedTrustManager
    implements ResumableX509ExtendedTrustManager {

  /** How the platform's trust manager wants the key exchange of TLS 1.3 to be called. */
  private static final String UNKNOWN = "UNKNOWN";

  /** How BoringSSL calls it, in Conscrypt and netty-tcnative. */
  private static final String OTHERS_UNKNOWN = "GENERIC";

  private static final X509Certificate[] NONE = {};

  private final @Nullable X509TrustManager chains;
  private final TlsPolicy policy;
  private final PinnedKeys pins;
  private final @Nullable StapledStatus stapled;

  /**
   * Prepares the checks of a policy.
   *
   * @param chains verifies chains of certificates; null for a policy by which keys alone count
   * @param policy the policy
   */
  ServerTrust(@Nullable X509TrustManager chains, TlsPolicy policy) {
    this.chains = chains;
    this.policy = policy;
    pins = new PinnedKeys(policy);
    stapled =
        switch (policy.revocation()) {
          case UNCHECKED, QUERIED -> null;
          case STAPLED, STAPLED_ALWAYS ->
              policy.trustManager() == null
                  ? new StapledStatus(policy.revocation(), getAcceptedIssuers())
                  : null;
        };
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    if (policy.trustManager() == null) {
      // PKIX accepts a certificate that is itself an anchor, however old or weak.
      CertificateDates.check(chain[0]);
    }
    String type = authType.equals(OTHERS_UNKNOWN) ? UNKNOWN : authType;
    if (chains != null) {
      check(chains, chain, type, engine);
    }
    if (!policy.pins().isEmpty()) {
      pins.check(chain, getAcceptedIssuers(), type, engine);
    }
    if (stapled != null) {
      stapled.check(chain, engine);
    }
    if (requiresStrength(policy)) {
      checkStrength(chain);
    }
    checkIdentity(chain, engine);
  }

  static void check(
      X509TrustManager manager, X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    if (manager instanceof X509ExtendedTrustManager extended) {
      extended.checkServerTrusted(chain, type, engine);
    } else {
      manager.checkServerTrusted(chain, type);
    }
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
    Set<X509Certificate> anchors = new LinkedHashSet<>(policy.anchors());
    Arrays.stream(chain).filter(pins::isPinned).forEach(anchors::add);
    for (X509Certificate anchor : anchors) {
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
    return chains == null ? NONE : chains.getAcceptedIssuers();
  }

  private static CertificateException noEngine() {
    return new CertificateException("Only servers are checked, and only by an engine's peer host");
  }
}
