package im.linnet.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/** Copies the client's keys out of their key store, so that the password is no longer needed. */
final class ClientKey {

  private ClientKey() {}

  static X509KeyManager of(KeyStore store, char[] password) {
    try {
      if (Collections.list(store.aliases()).stream().noneMatch(alias -> isKey(store, alias))) {
        throw new IllegalArgumentException(
            "clientCertificate: the key store has no private key (expected: at least one)");
      }
      // SunX509 copies the keys; the platform's NewSunX509 would keep the password.
      KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
      factory.init(store, password);
      return only(factory.getKeyManagers());
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "clientCertificate: the key can't be used; is the password right, the store loaded?", e);
    }
  }

  static X509KeyManager of(List<X509Certificate> chain, PrivateKey key) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      char[] none = new char[0];
      store.setKeyEntry("client", key, none, chain.toArray(X509Certificate[]::new));
      return of(store, none);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "clientCertificate: not a chain that starts with the client's certificate", e);
    }
  }

  private static boolean isKey(KeyStore store, String alias) {
    try {
      return store.isKeyEntry(alias);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static X509KeyManager only(KeyManager[] managers) {
    for (KeyManager manager : managers) {
      if (manager instanceof X509KeyManager x509) {
        return x509;
      }
    }
    throw new IllegalStateException("The platform has no X.509 key manager");
  }
}
