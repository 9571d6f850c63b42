package im.linnet.internal.tls;

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
    return checkers.isEmpty() ? pkix(store(anchors)) : checked(store(anchors), policy, checkers);
  }

  private static List<PKIXCertPathChecker> checkers(TlsPolicy policy)
      throws GeneralSecurityException {
    List<PKIXCertPathChecker> checkers = new ArrayList<>();
    if (policy.revocationChecked()) {
      checkers.add(
          (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker());
    }
    if (policy.boringSsl() && ServerTrust.requiresStrength(policy)) {
      checkers.add(new StrongPath());
    }
    return checkers;
  }

  private static X509TrustManager platform() throws GeneralSecurityException {
    return pkix(null);
  }

  private static X509TrustManager pkix(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return only(factory);
  }

  private static X509TrustManager checked(
      KeyStore store, TlsPolicy policy, List<PKIXCertPathChecker> checkers)
      throws GeneralSecurityException {
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(store, new X509CertSelector());
    parameters.setRevocationEnabled(policy.revocationChecked());
    checkers.forEach(parameters::addCertPathChecker);
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(new CertPathTrustManagerParameters(parameters));
    return only(factory);
  }

  private static KeyStore store(List<X509Certificate> anchors)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < anchors.size(); i++) {
      store.setCertificateEntry("anchor-" + i, anchors.get(i));
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
