package im.linnet.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.linnet.internal.tls.Certificates;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsPolicyTest {

  private static final X509Bundle A = Certificates.named(Certificates.dns("a.test"));
  private static final X509Bundle B = Certificates.named(Certificates.dns("b.test"));

  private final Path folder;

  TlsPolicyTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void is_strict_by_default() {
    TlsPolicy policy = TlsPolicy.system();
    assertThat(policy.required()).isTrue();
    assertThat(policy.verified()).isTrue();
    assertThat(policy.platformAnchors()).isTrue();
    assertThat(policy.anchors()).isEmpty();
    assertThat(policy.alsoAccepted()).isEmpty();
    assertThat(policy.trustManager()).isNull();
    assertThat(policy.clientKey()).isNull();
    assertThat(policy.revocation()).isEqualTo(Revocation.UNCHECKED);
    assertThat(policy.pins()).isEmpty();
    assertThat(policy.keysAlone()).isFalse();
    assertThat(policy).hasToString("TlsPolicy[required, anchors: platform + 0]");
  }

  @Test
  void gives_way_only_where_told() {
    TlsPolicy policy =
        TlsPolicy.builder().insecurelyAllowClearText().insecurelyTrustAnyone().build();
    assertThat(policy.required()).isFalse();
    assertThat(policy.verified()).isFalse();
    assertThat(policy).hasToString("TlsPolicy[clear text allowed, anyone trusted]");
  }

  @Test
  void resumes_unless_told_not_to() {
    assertThat(TlsPolicy.system().resumed()).isTrue();
    TlsPolicy never = TlsPolicy.builder().withoutResumption().build();
    assertThat(never.resumed()).isFalse();
    assertThat(never.toBuilder().build().resumed()).isFalse();
    assertThat(never.toString()).contains("no resumption");
  }

  @Test
  void reads_one_and_many_certificates_between_comments() throws Exception {
    Path one = file(A.getCertificatePEM());
    assertThat(TlsPolicy.builder().trust(one).build())
        .returns(false, TlsPolicy::platformAnchors)
        .extracting(policy -> policy.anchors().size())
        .isEqualTo(1);
    Path many =
        file(
            "# ours\r\n"
                + crlf(A.getCertificatePEM())
                + "\r\n\r\nnext:\r\n"
                + B.getCertificatePEM()
                + "# end");
    assertThat(TlsPolicy.builder().trust(many).build().anchors())
        .containsExactly(A.getCertificate(), B.getCertificate());
    Path withKey = file(A.getPrivateKeyPEM() + "\n" + A.getCertificatePEM());
    assertThat(TlsPolicy.builder().trust(withKey).build().anchors())
        .containsExactly(A.getCertificate());
  }

  @Test
  void replaces_or_adds_what_is_trusted() throws Exception {
    TlsPolicy added = TlsPolicy.builder().alsoTrust(file(A.getCertificatePEM())).build();
    assertThat(added.platformAnchors()).isTrue();
    assertThat(added.anchors()).containsExactly(A.getCertificate());
    TlsPolicy both =
        TlsPolicy.builder().trust(A.getCertificate()).alsoTrust(B.getCertificate()).build();
    assertThat(both.platformAnchors()).isFalse();
    assertThat(both.anchors()).containsExactly(A.getCertificate(), B.getCertificate());
    assertThat(both.toBuilder().trust(B.getCertificate()).build().anchors())
        .containsExactly(B.getCertificate());
    assertThat(both.anchors()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN ",
        "-----BEGIN CERTIFICATE-----\nMIIB\n",
        "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nMIIB=AAA\n-----END CERTIFICATE-----",
        "-----BEGIN X-----\nAAAA\n-----END X-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END X509-----"
      })
  void refuses_files_without_a_sound_certificate_and_names_them(String content) throws Exception {
    Path file = file(content);
    assertThatThrownBy(() -> TlsPolicy.builder().trust(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void refuses_a_file_whose_second_certificate_is_broken() throws Exception {
    String broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    Path file = file(A.getCertificatePEM() + "\n" + broken);
    assertThatThrownBy(() -> TlsPolicy.builder().trust(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("certificate 2 is broken");
  }

  @Test
  void refuses_files_that_are_absent_or_huge() throws Exception {
    Path absent = folder.resolve("absent.pem");
    assertThatThrownBy(() -> TlsPolicy.builder().trust(absent))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("absent.pem");
    Path huge = file("x".repeat((4 << 20) + 1));
    assertThatThrownBy(() -> TlsPolicy.builder().trust(huge))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4194305 bytes (expected: <= 4194304)");
  }

  @Test
  void takes_the_trusted_entries_of_a_key_store_alone() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    assertThatThrownBy(() -> TlsPolicy.builder().trust(store)).hasMessageContaining("not loaded");
    store.load(null, null);
    assertThatThrownBy(() -> TlsPolicy.builder().trust(store))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no certificate");
    X509Certificate[] chain = {B.getCertificate()};
    store.setKeyEntry("b", B.getKeyPair().getPrivate(), new char[] {'x'}, chain);
    store.setCertificateEntry("a", A.getCertificate());
    assertThat(TlsPolicy.builder().trust(store).build().anchors())
        .containsExactly(A.getCertificate());
  }

  @Test
  void lets_a_trust_manager_decide_alone() {
    X509TrustManager manager = (X509TrustManager) A.toTrustManager();
    TlsPolicy.Builder builder = TlsPolicy.builder().trust(A.getCertificate()).trust(manager);
    assertThat(builder.build().trustManager()).isSameAs(manager);
    assertThat(builder.build().anchors()).isEmpty();
    assertThatThrownBy(() -> builder.alsoTrust(A.getCertificate()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(builder.trust(A.getCertificate()).build().trustManager()).isNull();
  }

  @ParameterizedTest
  @EnumSource(
      value = CertificateBuilder.Algorithm.class,
      names = {"ecp256", "ecp384", "rsa2048", "ed25519"})
  void reads_a_client_certificate_of_every_usual_kind(CertificateBuilder.Algorithm algorithm)
      throws Exception {
    X509Bundle client =
        new CertificateBuilder()
            .algorithm(algorithm)
            .subject("CN=client")
            .buildIssuedBy(Certificates.root());
    Path chain = file(client.getCertificatePathPEM());
    X509KeyManager plain =
        TlsPolicy.builder()
            .clientCertificate(chain, file(client.getPrivateKeyPEM()))
            .build()
            .clientKey();
    assertHolds(plain, client);
    char[] password = "hunter2".toCharArray();
    Path encrypted = file(encrypted(client.getKeyPair().getPrivate(), password));
    TlsPolicy policy = TlsPolicy.builder().clientCertificate(chain, encrypted, password).build();
    assertHolds(policy.clientKey(), client);
    Arrays.fill(password, 'x');
    assertHolds(policy.clientKey(), client);
    assertThat(policy.toString()).contains("client certificate").doesNotContain("hunter2");
  }

  private static void assertHolds(@Nullable X509KeyManager keys, X509Bundle client) {
    if (keys == null) {
      throw new AssertionError("No key");
    }
    String type = client.getCertificate().getPublicKey().getAlgorithm();
    String alias = keys.chooseClientAlias(new String[] {type}, null, null);
    assertThat(keys.getPrivateKey(alias)).isEqualTo(client.getKeyPair().getPrivate());
    assertThat(keys.getCertificateChain(alias)[0]).isEqualTo(client.getCertificate());
  }

  @Test
  void refuses_keys_that_do_not_fit_and_tells_nothing_of_them() throws Exception {
    X509Bundle client = bundle();
    Path chain = file(client.getCertificatePEM());
    Path stranger = file(bundle().getPrivateKeyPEM());
    assertRefused(chain, stranger, null, "not that of the certificate");
    Path rsa =
        file(
            new CertificateBuilder()
                .rsa2048()
                .subject("CN=r")
                .setIsCertificateAuthority(true)
                .buildSelfSigned()
                .getPrivateKeyPEM());
    assertRefused(chain, rsa, null, "the key is broken (expected: a PKCS#8 key of type EC)");
    assertRefused(chain, chain, null, "no private key (expected: PKCS#8 in PEM");
    assertRefused(chain, file(pem("RSA PRIVATE KEY", new byte[9])), null, "openssl pkcs8 -topk8");
    assertRefused(chain, file(pem("PRIVATE KEY", new byte[9])), null, "the key is broken");
    Path encrypted = file(encrypted(client.getKeyPair().getPrivate(), "hunter2".toCharArray()));
    assertRefused(chain, encrypted, null, "ENCRYPTED PRIVATE KEY (expected: PKCS#8");
    assertRefused(chain, encrypted, "hunter3", "the key or the password is wrong");
    assertRefused(chain, encrypted, "p\u00e4ss", "the key or the password is wrong");
    assertRefused(chain, file(pem("ENCRYPTED PRIVATE KEY", new byte[9])), "x", "PBES2 with AES");
  }

  private static void assertRefused(
      Path chain, Path key, @Nullable String password, String message) {
    assertThatThrownBy(
            () -> {
              TlsPolicy.Builder builder = TlsPolicy.builder();
              if (password == null) {
                builder.clientCertificate(chain, key);
              } else {
                builder.clientCertificate(chain, key, password.toCharArray());
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageContaining(key.toString())
        .hasMessageContaining(message)
        .message()
        .doesNotContain("hunter");
  }

  /** As the message says: by openssl from the old format, or with or without the password. */
  @Test
  void reads_a_key_once_it_is_what_the_message_wants() throws Exception {
    X509Bundle client = bundle();
    Path chain = file(client.getCertificatePEM());
    Path plain = file(client.getPrivateKeyPEM());
    Path encrypted = file(encrypted(client.getKeyPair().getPrivate(), "hunter2".toCharArray()));
    assertRefused(chain, encrypted, null, "see clientCertificate(chain, key, password)");
    TlsPolicy.builder().clientCertificate(chain, encrypted, "hunter2".toCharArray());
    assertRefused(chain, plain, "hunter2", "see clientCertificate(chain, key)");
    TlsPolicy.builder().clientCertificate(chain, plain);

    assumeTrue(openssl("version"), "no openssl here");
    Path old = folder.resolve("old.pem");
    assertThat(openssl("ec", "-in", plain.toString(), "-out", old.toString())).isTrue();
    assertRefused(chain, old, null, "see openssl pkcs8 -topk8 -nocrypt");
    Path open = folder.resolve("new.pem");
    assertThat(
            openssl("pkcs8", "-topk8", "-nocrypt", "-in", old.toString(), "-out", open.toString()))
        .isTrue();
    TlsPolicy.builder().clientCertificate(chain, open);
    assertRefused(chain, old, "hunter2", "see openssl pkcs8 -topk8");
    Path sealed = folder.resolve("sealed.pem");
    assertThat(
            openssl(
                "pkcs8",
                "-topk8",
                "-passout",
                "pass:hunter2",
                "-in",
                old.toString(),
                "-out",
                sealed.toString()))
        .isTrue();
    TlsPolicy.builder().clientCertificate(chain, sealed, "hunter2".toCharArray());
  }

  private static boolean openssl(String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  @Test
  void refuses_key_stores_without_a_key_or_with_another_password() throws Exception {
    KeyStore store = bundle().toKeyStore("hunter2".toCharArray());
    char[] wrong = "hunter3".toCharArray();
    assertThatThrownBy(() -> TlsPolicy.builder().clientCertificate(store, wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is the password right");
    KeyStore empty = KeyStore.getInstance("PKCS12");
    empty.load(null, null);
    assertThatThrownBy(() -> TlsPolicy.builder().clientCertificate(empty, wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no private key");
  }

  @Test
  void normalises_the_names_that_are_accepted_too() {
    TlsPolicy policy =
        TlsPolicy.builder().alsoAccept("Old.Example.TEST.", "[::1]", "127.0.0.1").build();
    assertThat(policy.alsoAccepted())
        .containsExactly("old.example.test", ReferenceName.of("::1").text(), "127.0.0.1");
    assertThat(policy.toBuilder().alsoAccept("x.test").build().alsoAccepted()).hasSize(4);
    assertThat(policy.toString()).contains("also accepted: [old.example.test");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*.test", "b\u00fccher.test", "a b", "a..b", "user@a.test"})
  void refuses_to_accept_what_is_no_name(String name) {
    assertThatThrownBy(() -> TlsPolicy.builder().alsoAccept(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: a host name");
  }

  private static X509Bundle bundle() throws Exception {
    return new CertificateBuilder()
        .ecp256()
        .subject("CN=c")
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  private static String encrypted(PrivateKey key, char[] password) throws Exception {
    String algorithm = "PBEWithHmacSHA256AndAES_256";
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password)));
    // What a file names is the scheme; the cipher is one of its parameters.
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
    parameters.init(cipher.getParameters().getEncoded());
    byte[] sealed = cipher.doFinal(key.getEncoded());
    return pem(
        "ENCRYPTED PRIVATE KEY", new EncryptedPrivateKeyInfo(parameters, sealed).getEncoded());
  }

  private static String pem(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder().encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, base64, label);
  }

  private static String crlf(String text) {
    return text.replace("\r", "").replace("\n", "\r\n");
  }

  private Path file(String content) throws Exception {
    return Files.writeString(Files.createTempFile(folder, "test", ".pem"), content);
  }
}
