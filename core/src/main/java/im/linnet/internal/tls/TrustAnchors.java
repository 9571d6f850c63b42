package im.linnet.internal.tls;

import im.linnet.tls.Revocation;
import im.linnet.tls.TlsPolicy;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The platform's PKIX path validation (RFC 5280) with a policy's trust anchors. */
final class TrustAnchors {

  private TrustAnchors() {}

  /** May block: the platform's trust anchors are in a file. */
  static X509TrustManager of(TlsPolicy policy) throws GeneralSecurityException, IOException {
    List<PKIXCertPathChecker> checkers = checkers(policy);
    if (policy.platformAnchors() && policy.anchors().isEmpty() && checkers.isEmpty()) {
      return platform();
    }
    List<X509Certificate> anchors = new ArrayList<>(policy.anchors());
    if (policy.platformAnchors()) {
      anchors.addAll(List.of(platform().getAcceptedIssuers()));
    }
    return pkix(store(anchors), checkers);
  }

  /** Trusts these certificates instead of the policy's, and does not check revocation. */
  static X509TrustManager of(Collection<X509Certificate> anchors, TlsPolicy policy)
      throws GeneralSecurityException, IOException {
    return pkix(store(anchors), strength(policy));
  }

  /** Trusts these certificates instead of the policy's, and checks revocation as it says. */
  static X509TrustManager instead(Collection<X509Certificate> anchors, TlsPolicy policy)
      throws GeneralSecurityException, IOException {
    return pkix(store(anchors), checkers(policy));
  }

  private static List<PKIXCertPathChecker> checkers(TlsPolicy policy)
      throws GeneralSecurityException {
    List<PKIXCertPathChecker> checkers = new ArrayList<>(strength(policy));
    if (policy.revocation() == Revocation.QUERIED) {
      checkers.add(
          (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker());
    }
    return checkers;
  }

  private static List<PKIXCertPathChecker> strength(TlsPolicy policy) {
    return policy.boringSsl() && ServerTrust.requiresStrength(policy)
        ? List.of(new StrongPath())
        : List.of();
  }

  private static X509TrustManager platform() throws GeneralSecurityException {
    return pkix(null);
  }

  private static X509TrustManager pkix(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return only(factory);
  }

  private static X509TrustManager pkix(KeyStore store, List<PKIXCertPathChecker> checkers)
      throws GeneralSecurityException {
    if (checkers.isEmpty()) {
      return pkix(store);
    }
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(store, new X509CertSelector());
    parameters.setRevocationEnabled(
        checkers.stream().anyMatch(PKIXRevocationChecker.class::isInstance));
    checkers.forEach(parameters::addCertPathChecker);
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(new CertPathTrustManagerParameters(parameters));
    return only(factory);
  }

  private static KeyStore store(Collection<X509Certificate> anchors)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (X509Certificate anchor : anchors) {
      store.setCertificateEntry("anchor-" + number++, anchor);
    }
    return store;
  }

  private static X509TrustManager only(TrustManagerFactory factory) {
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new IllegalStateException("The platform has no X.509 trust manager");
  }
}
