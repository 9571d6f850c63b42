package im.linnet.internal.tls;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.Certificate;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Applies {@link StrongSignatures} to the path from a certificate to its anchor, for an
 * implementation of TLS whose engines don't take such constraints.
 */
final class StrongPath extends PKIXCertPathChecker {

  private static final StrongSignatures STRENGTH = new StrongSignatures();

  @Override
  public void init(boolean forward) {}

  @Override
  public boolean isForwardCheckingSupported() {
    return true;
  }

  @Override
  public @Nullable Set<String> getSupportedExtensions() {
    return null;
  }

  @Override
  public void check(Certificate certificate, Collection<String> unresolvedExtensions)
      throws CertPathValidatorException {
    if (certificate instanceof X509Certificate x509
        && !STRENGTH.permits(null, x509.getSigAlgName(), x509.getPublicKey(), null)) {
      throw new CertPathValidatorException(
          "signed by %s, with a key of %s"
              .formatted(x509.getSigAlgName(), x509.getPublicKey().getAlgorithm()),
          null,
          null,
          -1,
          BasicReason.ALGORITHM_CONSTRAINED);
    }
  }
}
