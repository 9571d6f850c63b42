package im.linnet.internal.tls;

import im.linnet.tls.TlsPolicy;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
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
final class ServerTrust extends EngineTrust {

  /** How the platform's trust manager wants the key exchange of TLS 1.3 to be called. */
  private static final String UNKNOWN = "UNKNOWN";

  /** How BoringSSL calls it, in Conscrypt and netty-tcnative. */
  private static final String OTHERS_UNKNOWN = "GENERIC";

  private static final X509Certificate[] NONE = {};

  private final @Nullable X509TrustManager chains;
  private final Set<X509Certificate> anchors;
  private final TlsPolicy policy;
  private final Set<String> alsoAccepted;
  private final PinnedKeys pins;
  private final @Nullable StapledStatus stapled;

  /**
   * Prepares the checks of a policy.
   *
   * @param chains verifies chains of certificates; null for a policy by which keys alone count
   * @param policy the policy
   */
  ServerTrust(@Nullable X509TrustManager chains, TlsPolicy policy) {
    this(chains, policy.anchors(), policy, policy.alsoAccepted());
  }

  private ServerTrust(
      @Nullable X509TrustManager chains,
      Set<X509Certificate> anchors,
      TlsPolicy policy,
      Set<String> alsoAccepted) {
    this.chains = chains;
    this.anchors = anchors;
    this.policy = policy;
    this.alsoAccepted = alsoAccepted;
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
    if (chains != null) {
      check(chains, chain, authType, engine);
    }
    checkPins(chain, authType, engine);
    if (stapled != null) {
      stapled.check(chain, engine);
    }
    checkStrength(chain);
    checkIdentity(chain, engine);
  }

  /** The same checks, but the certificate may be for further names. */
  ServerTrust accepting(Collection<String> names) {
    Set<String> all = new LinkedHashSet<>(alsoAccepted);
    all.addAll(names);
    return new ServerTrust(chains, anchors, policy, all);
  }

  /** The same checks, with these authorities instead of the policy's. */
  ServerTrust trusting(Set<X509Certificate> authorities) throws CertificateException {
    try {
      X509TrustManager manager = TrustAnchors.instead(authorities, policy);
      return new ServerTrust(manager, authorities, policy, alsoAccepted);
    } catch (GeneralSecurityException | IOException unusable) {
      throw new CertificateException("These authorities can't be used: " + authorities, unusable);
    }
  }

  /** Checks that a pinned key vouches for the server, if there are any. */
  void checkPins(X509Certificate[] chain, String authType, SSLEngine engine) throws PinMismatch {
    if (!policy.pins().isEmpty()) {
      pins.check(chain, getAcceptedIssuers(), authType, engine);
    }
  }

  static void check(
      X509TrustManager manager, X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    String type = authType.equals(OTHERS_UNKNOWN) ? UNKNOWN : authType;
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
  void checkStrength(X509Certificate[] chain) throws WeakCertificate {
    if (!requiresStrength(policy)) {
      return;
    }
    if (!StrongSignatures.isStrong(chain[0].getPublicKey())) {
      throw new WeakCertificate("its key is too short");
    }
    Set<X509Certificate> trusted = new LinkedHashSet<>(anchors);
    Arrays.stream(chain).filter(pins::isPinned).forEach(trusted::add);
    for (X509Certificate anchor : trusted) {
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
    ServerIdentity.of(engine.getPeerHost(), alsoAccepted).check(chain[0]);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return chains == null ? NONE : chains.getAcceptedIssuers();
  }
}
