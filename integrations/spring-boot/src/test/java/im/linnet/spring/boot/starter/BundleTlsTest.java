package im.linnet.spring.boot.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.testkit.tls.TestCertificate;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** An SSL bundle of Boot becomes a policy. */
class BundleTlsTest {

  private static final String PASSWORD = "of-the-key";

  private final TestCertificates authority = TestCertificates.create();
  private final TestCertificate juliet = authority.client("juliet@example.com");
  private final TestCertificate nurse = authority.client("nurse@example.com");

  private static KeyStore empty() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private KeyStore trusted() throws Exception {
    KeyStore store = empty();
    store.setCertificateEntry("authority", authority.trustAnchor());
    return store;
  }

  private KeyStore keys() throws Exception {
    KeyStore store = empty();
    add(store, "juliet", juliet);
    add(store, "nurse", nurse);
    return store;
  }

  private static void add(KeyStore store, String alias, TestCertificate owner) throws Exception {
    store.setKeyEntry(
        alias,
        owner.privateKey(),
        PASSWORD.toCharArray(),
        owner.chain().toArray(X509Certificate[]::new));
  }

  private static SslStoreBundle stores(@Nullable KeyStore keys, @Nullable KeyStore trusted) {
    return SslStoreBundle.of(keys, PASSWORD, trusted);
  }

  private static X509KeyManager key(TlsPolicy policy) {
    return Objects.requireNonNull(policy.clientKey(), "clientKey");
  }

  @Test
  void a_trust_store_holds_all_that_is_trusted() throws Exception {
    TlsPolicy policy = BundleTls.of(SslBundle.of(stores(null, trusted())));

    assertThat(policy.anchors()).containsExactly(authority.trustAnchor());
    assertThat(policy.platformAnchors()).isFalse();
    assertThat(policy.clientKey()).isNull();
    assertThat(policy.required()).isTrue();
  }

  /** Ignoring it could trust more than the application does. */
  @Test
  void trust_managers_of_the_application_are_used() throws Exception {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted());
    TrustManager own = factory.getTrustManagers()[0];
    SslManagerBundle managers = SslManagerBundle.from(own);

    TlsPolicy policy = BundleTls.of(SslBundle.of(null, null, null, null, managers));

    assertThat(policy.trustManager()).isSameAs(own);
    assertThat(policy.platformAnchors()).isFalse();
  }

  @Test
  void the_alias_chooses_the_key() throws Exception {
    SslBundleKey chosen = SslBundleKey.of(null, "nurse");

    TlsPolicy policy = BundleTls.of(SslBundle.of(stores(keys(), trusted()), chosen));

    assertThat(key(policy).getClientAliases("EC", null)).hasSize(1);
    assertThat(key(policy).getCertificateChain("nurse")[0]).isEqualTo(nurse.certificate());
  }

  @Test
  void without_an_alias_all_keys_can_be_used() throws Exception {
    TlsPolicy policy = BundleTls.of(SslBundle.of(stores(keys(), trusted())));

    assertThat(Set.of(key(policy).getClientAliases("EC", null)))
        .containsExactlyInAnyOrder("juliet", "nurse");
  }

  @Test
  void pem_needs_no_password() {
    PemSslStoreDetails key =
        PemSslStoreDetails.forCertificate(juliet.chainPem()).withPrivateKey(juliet.keyPem());
    PemSslStoreDetails trust = PemSslStoreDetails.forCertificate(authority.trustAnchorPem());

    TlsPolicy policy = BundleTls.of(SslBundle.of(new PemSslStoreBundle(key, trust)));

    assertThat(policy.anchors()).containsExactly(authority.trustAnchor());
    assertThat(key(policy).getClientAliases("EC", null)).hasSize(1);
  }

  @Test
  void what_a_policy_can_t_have_is_refused() throws Exception {
    SslOptions options = SslOptions.of(null, new String[] {"TLSv1.3"});
    SslBundle strict = SslBundle.of(stores(null, trusted()), SslBundleKey.NONE, options);
    assertThatThrownBy(() -> BundleTls.of(strict))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cipher suites or protocols");

    SslBundle other = SslBundle.of(stores(keys(), trusted()), SslBundleKey.of(null, "romeo"));
    assertThatThrownBy(() -> BundleTls.of(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no key with its alias romeo");
  }
}
