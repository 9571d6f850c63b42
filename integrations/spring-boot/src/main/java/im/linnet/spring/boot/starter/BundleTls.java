package im.linnet.spring.boot.starter;

import im.linnet.tls.TlsPolicy;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.stream.Stream;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslStoreBundle;

/** The TLS policy that an SSL bundle describes. */
final class BundleTls {

  private BundleTls() {}

  /**
   * Converts a bundle.
   *
   * @throws IllegalArgumentException if the bundle has something that a policy can't have, or its
   *     stores can't be used
   */
  static TlsPolicy of(SslBundle bundle) {
    if (bundle.getOptions().isSpecified()) {
      throw new IllegalArgumentException(
          "it sets cipher suites or protocols, and those of Linnet can't be changed");
    }
    TlsPolicy.Builder policy = TlsPolicy.builder();
    trust(policy, bundle);
    KeyStore keys = bundle.getStores().getKeyStore();
    if (keys != null) {
      char[] password = password(bundle);
      policy.clientCertificate(chosen(keys, bundle.getKey(), password), password);
    }
    return policy.build();
  }

  /** Without a trust store the trust managers are the platform's, or the application's own. */
  private static void trust(TlsPolicy.Builder policy, SslBundle bundle) {
    KeyStore anchors = bundle.getStores().getTrustStore();
    if (anchors == null) {
      policy.trust(
          Stream.of(bundle.getManagers().getTrustManagers())
              .filter(X509TrustManager.class::isInstance)
              .map(X509TrustManager.class::cast)
              .findFirst()
              .orElseThrow(
                  () -> new IllegalArgumentException("it has no trust manager for X.509")));
    } else {
      policy.trust(anchors);
    }
  }

  private static char[] password(SslBundle bundle) {
    SslBundleKey key = bundle.getKey();
    SslStoreBundle stores = bundle.getStores();
    @Nullable String password =
        key.getPassword() == null ? stores.getKeyStorePassword() : key.getPassword();
    return password == null ? new char[0] : password.toCharArray();
  }

  /** The store, or one with the key of the bundle's alias alone. */
  private static KeyStore chosen(KeyStore store, SslBundleKey key, char[] password) {
    @Nullable String alias = key.getAlias();
    if (alias == null) {
      return store;
    }
    try {
      Certificate[] chain = store.getCertificateChain(alias);
      if (chain == null) {
        throw new IllegalArgumentException("it has no key with its alias " + alias);
      }
      KeyStore one = KeyStore.getInstance("PKCS12");
      one.load(null, null);
      one.setKeyEntry(alias, store.getKey(alias, password), password, chain);
      return one;
    } catch (GeneralSecurityException | java.io.IOException failure) {
      throw new IllegalArgumentException("its key " + alias + " can't be used", failure);
    }
  }
}
