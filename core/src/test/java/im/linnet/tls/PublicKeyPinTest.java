package im.linnet.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import im.linnet.testkit.tls.TestCertificate;
import im.linnet.testkit.tls.TestCertificates;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pins, and policies that have some. */
@Timeout(120)
class PublicKeyPinTest {

  /** Of no bytes at all. */
  private static final String EMPTY = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  private static final TestCertificates AUTHORITY = TestCertificates.create();
  private static final X509Certificate SERVER = AUTHORITY.server("example.test").certificate();
  private static final PublicKeyPin PIN = PublicKeyPin.of(SERVER);

  @Test
  void is_the_hash_of_the_key_with_its_algorithm() throws Exception {
    byte[] info = SERVER.getPublicKey().getEncoded();
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(info);
    assertThat(PIN.sha256()).isEqualTo(Base64.getEncoder().encodeToString(hash));
    assertThat(PIN).hasToString("sha256/" + PIN.sha256()).isEqualTo(PublicKeyPin.parse("" + PIN));
    assertThat(PublicKeyPin.parse(EMPTY)).isEqualTo(new PublicKeyPin(EMPTY));
  }

  @Test
  void stays_when_a_certificate_is_renewed_with_its_key() {
    TestCertificate first = AUTHORITY.server("example.test");
    TestCertificate renewed = AUTHORITY.request().dns("example.test").keyOf(first).issue();
    assertThat(renewed.certificate()).isNotEqualTo(first.certificate());
    assertThat(PublicKeyPin.of(first.certificate()).matches(renewed.certificate())).isTrue();
    assertThat(PIN.matches(renewed.certificate())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256/",
        "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
        "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=",
        "sha256/47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=",
        "sha1/2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU= "
      })
  void refuses_what_is_no_hash_and_says_what_is(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PublicKeyPin.parse(text))
        .withMessageContaining("expected: a SHA-256 hash in base64, 44 characters");
  }

  @Test
  void needs_a_key_that_can_be_encoded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PublicKeyPin.of(new Opaque()))
        .withMessageContaining("key: none");
  }

  @Test
  void is_kept_and_shown_by_a_policy() {
    TlsPolicy policy = TlsPolicy.builder().pin(PIN).build();
    assertThat(policy.pins()).containsExactly(PIN);
    assertThat(policy.platformAnchors()).isTrue();
    assertThat(policy.keysAlone()).isFalse();
    assertThat(policy).asString().contains("anchors: platform + 0, pinned keys: [" + PIN + "]");
    assertThat(policy.toBuilder().pin(new PublicKeyPin(EMPTY)).build().pins()).hasSize(2);
    assertThatIllegalArgumentException().isThrownBy(() -> TlsPolicy.builder().pin());
  }

  @Test
  void replaces_authorities_only_when_told_so() {
    TlsPolicy policy = TlsPolicy.builder().trust(AUTHORITY.trustAnchor()).trustKeys(PIN).build();
    assertThat(policy.keysAlone()).isTrue();
    assertThat(policy.platformAnchors()).isFalse();
    assertThat(policy.anchors()).isEmpty();
    assertThat(policy).asString().contains("pinned keys alone: [" + PIN + "]");
    assertThat(policy.toBuilder().build().keysAlone()).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(() -> policy.toBuilder().alsoTrust(AUTHORITY.trustAnchor()))
        .withMessageContaining("Pinned keys decide alone");
    TlsPolicy again = policy.toBuilder().trust(AUTHORITY.trustAnchor()).build();
    assertThat(again.keysAlone()).isFalse();
    assertThat(again.pins()).isEmpty();
  }

  @Tag("T32")
  @Test
  void is_never_ignored_in_silence() {
    assertThatIllegalStateException()
        .isThrownBy(() -> TlsPolicy.builder().pin(PIN).insecurelyTrustAnyone().build())
        .withMessageContaining("trustKeys(..) alone");
    assertThatIllegalStateException()
        .isThrownBy(() -> TlsPolicy.builder().trustKeys(PIN).checkRevocation().build())
        .withMessageContaining("leave out one of them");
  }

  @Test
  void leaves_a_trust_manager_in_its_place() {
    X509TrustManager manager = new Nobody();
    TlsPolicy policy = TlsPolicy.builder().trust(manager).pin(PIN).build();
    assertThat(policy.trustManager()).isSameAs(manager);
    assertThat(TlsPolicy.builder().trust(manager).trustKeys(PIN).build().trustManager()).isNull();
  }

  /** A key of a device that does not give it away. */
  private static final class Opaque implements PublicKey {

    private static final long serialVersionUID = 1L;

    @Override
    public String getAlgorithm() {
      return "none";
    }

    @Override
    public String getFormat() {
      return "none";
    }

    @Override
    @SuppressWarnings("NullAway") // As the interface says.
    public byte[] getEncoded() {
      return null;
    }
  }

  private static final class Nobody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
