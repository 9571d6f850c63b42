package im.linnet.internal.tls;

import im.linnet.tls.Revocation;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Checks the OCSP response (RFC 6960) that a server staples for its own certificate, with the
 * platform's PKIX and without any query. The chain itself is verified elsewhere, before.
 */
final class StapledStatus {

  /** The TLS feature extension (RFC 7633, section 6). */
  private static final String TLS_FEATURE = "1.3.6.1.5.5.7.1.24";

  /** The end of its value if the feature is status_request (5), in DER. */
  private static final byte[] STATUS_REQUEST = {2, 1, 5};

  private final Revocation revocation;
  private final Set<TrustAnchor> anchors;

  /**
   * Prepares the checks.
   *
   * @param revocation {@link Revocation#STAPLED} or {@link Revocation#STAPLED_ALWAYS}
   * @param anchors the trusted certificates
   */
  StapledStatus(Revocation revocation, X509Certificate... anchors) {
    this.revocation = revocation;
    this.anchors =
        Arrays.stream(anchors)
            .map(anchor -> new TrustAnchor(anchor, null))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Checks the response of a handshake.
   *
   * @param chain the server's certificates, its own first
   * @param engine the engine in the handshake
   * @throws CertificateException if the certificate is revoked, or must be taken to be
   */
  void check(X509Certificate[] chain, SSLEngine engine) throws CertificateException {
    if (anchors.stream().anyMatch(anchor -> chain[0].equals(anchor.getTrustedCert()))) {
      // Its issuer is itself.
      return;
    }
    byte[] response = response(engine);
    try {
      if (response != null) {
        check(chain, response);
      } else if (revocation == Revocation.STAPLED_ALWAYS || mustStaple(chain[0])) {
        throw undetermined("the server staples no OCSP response", null);
      }
    } catch (GeneralSecurityException e) {
      throw new CertificateException(e);
    }
  }

  private static byte @Nullable [] response(SSLEngine engine) {
    if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
      List<byte[]> responses = session.getStatusResponses();
      return responses.isEmpty() || responses.get(0).length == 0 ? null : responses.get(0);
    }
    return null;
  }

  private static boolean mustStaple(X509Certificate certificate) {
    byte[] value = certificate.getExtensionValue(TLS_FEATURE);
    if (value == null) {
      return false;
    }
    int at = value.length - STATUS_REQUEST.length;
    return at > 0
        && Arrays.equals(value, at, value.length, STATUS_REQUEST, 0, STATUS_REQUEST.length);
  }

  private void check(X509Certificate[] chain, byte[] response) throws GeneralSecurityException {
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target(chain[0]));
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(List.of(chain))));
    parameters.setRevocationEnabled(false);
    CertPath path = CertPathBuilder.getInstance("PKIX").build(parameters).getCertPath();
    CertPathValidator validator = CertPathValidator.getInstance("PKIX");
    PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
    checker.setOptions(EnumSet.of(Option.ONLY_END_ENTITY, Option.NO_FALLBACK));
    checker.setOcspResponses(Map.of(chain[0], response));
    parameters.addCertPathChecker(checker);
    try {
      validator.validate(path, parameters);
    } catch (CertPathValidatorException e) {
      throw e.getReason() == BasicReason.REVOKED
          ? e
          : undetermined("the stapled OCSP response: " + e.getMessage(), e);
    }
  }

  private static CertPathValidatorException undetermined(String why, @Nullable Exception cause) {
    BasicReason reason = BasicReason.UNDETERMINED_REVOCATION_STATUS;
    return new CertPathValidatorException(why, cause, null, -1, reason);
  }

  private static X509CertSelector target(X509Certificate certificate) {
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(certificate);
    return target;
  }
}
