package im.linnet.testkit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.testkit.xml.XmlElement;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example of RFC 7677, section 3. */
class ScramTest {

  private static final String CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO";
  private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  private static final String FIRST = "n,,n=user,r=" + CLIENT_NONCE;
  private static final String LAST =
      "c=biws,r=%s,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
          .formatted(CLIENT_NONCE + SERVER_NONCE);

  @Test
  void answers_as_the_rfc_has_it() throws Exception {
    Scram scram = scram("pencil");

    assertThat(text(scram.challenge(said(FIRST))))
        .isEqualTo("r=%s,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096".formatted(CLIENT_NONCE + SERVER_NONCE));
    assertThat(text(scram.success(said(LAST))))
        .isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
  }

  @Test
  void knows_another_password() throws Exception {
    Scram scram = scram("pen");
    scram.challenge(said(FIRST));

    assertThatThrownBy(() -> scram.success(said(LAST))).hasMessageContaining("another password");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "n,,", "n,,n=user", "user"})
  void says_what_a_first_message_looks_like(String first) {
    assertThatThrownBy(() -> scram("pencil").challenge(said(first)))
        .hasMessageContaining("n,,n=user,r=nonce");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "c=biws,r=other,p=dHzb", "c=biws,r=" + CLIENT_NONCE})
  void says_what_a_last_message_looks_like(String last) throws Exception {
    Scram scram = scram("pencil");
    scram.challenge(said(FIRST));

    assertThatThrownBy(() -> scram.success(said(last))).hasMessageContaining("c=biws,r=nonce");
  }

  private static Scram scram(String password) {
    return new Scram(
        password, Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="), SERVER_NONCE);
  }

  private static XmlElement said(String text) {
    String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return XmlElement.parse("<response>%s</response>".formatted(base64));
  }

  private static String text(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
