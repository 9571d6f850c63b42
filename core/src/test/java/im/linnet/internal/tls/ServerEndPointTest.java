package im.linnet.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.tls.TestCertificate;
import im.linnet.testkit.tls.TestCertificates;
import java.lang.reflect.Proxy;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5929, section 4.1. */
@Tag("A37")
class ServerEndPointTest {

  private static final TestCertificates AUTHORITY = TestCertificates.create();

  @ParameterizedTest
  @CsvSource({
    "SHA256withRSA, SHA-256",
    "SHA256withECDSA, SHA-256",
    "SHA384withECDSA, SHA-384",
    "SHA512withRSA, SHA-512",
    "SHA224withRSA, SHA-224",
    "SHA512/256withRSA, SHA512/256",
    "SHA3-256withRSA, SHA3-256",
    "SHA1withRSA, SHA-256",
    "SHA1withDSA, SHA-256",
    "MD5withRSA, SHA-256",
    "MD2withRSA, SHA-256"
  })
  void takes_the_hash_of_the_signature_unless_it_is_weak(String signature, String hash) {
    assertThat(ServerEndPoint.hash(signature)).isEqualTo(hash);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ed25519", "Ed448", "RSASSA-PSS", "1.2.3.4", ""})
  void has_none_for_a_signature_without_a_single_hash(String signature) {
    assertThat(ServerEndPoint.hash(signature)).isNull();
  }

  @Test
  void hashes_the_first_certificate_of_the_chain() throws Exception {
    for (TestCertificate server :
        new TestCertificate[] {
          AUTHORITY.server("localhost"),
          AUTHORITY.request().dns("localhost").rsa().issue(),
          AUTHORITY.intermediate().server("localhost")
        }) {
      byte[] expected =
          MessageDigest.getInstance("SHA-256").digest(server.certificate().getEncoded());
      Certificate[] chain = server.chain().toArray(Certificate[]::new);
      assertThat(ServerEndPoint.of(session(chain))).isEqualTo(expected);
    }
  }

  @Test
  void has_none_where_the_server_showed_no_certificate() {
    assertThat(ServerEndPoint.of(session())).isNull();
  }

  private static SSLSession session(Certificate... chain) {
    return (SSLSession)
        Proxy.newProxyInstance(
            SSLSession.class.getClassLoader(),
            new Class<?>[] {SSLSession.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("getPeerCertificates")) {
                throw new AssertionError(method);
              }
              if (chain.length == 0) {
                throw new SSLPeerUnverifiedException("anonymous");
              }
              return chain;
            });
  }
}
