package im.linnet.testkit.small;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The examples of RFC 5802, section 5, and RFC 7677, section 3. */
class ScramExchangeTest {
  private static ScramExchange sha1() throws SaslFailure {
    Password pencil = new Password("pencil", Base64.getDecoder().decode("QSXCR+Q6sek8bf92"));
    ScramExchange.First first = ScramExchange.First.of("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
    return new ScramExchange(ScramHash.SHA_1, pencil, first, "3rfcNHYJY1ZVvWVs7j");
  }

  @Test
  void signs_as_in_rfc_5802() throws Exception {
    ScramExchange exchange = sha1();

    assertThat(exchange.challenge())
        .isEqualTo("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096");
    assertThat(
            exchange.finish(
                "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,"
                    + "p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts="))
        .isEqualTo("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=");
  }

  @Test
  void signs_as_in_rfc_7677() throws Exception {
    Password pencil =
        new Password("pencil", Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="));
    ScramExchange.First first = ScramExchange.First.of("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
    ScramExchange exchange =
        new ScramExchange(ScramHash.SHA_256, pencil, first, "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");

    assertThat(
            exchange.finish(
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                    + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="))
        .isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
  }

  @Test
  void refuses_the_proof_of_another_password() throws Exception {
    ScramExchange exchange = sha1();
    assertThatThrownBy(
            () ->
                exchange.finish(
                    "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,"
                        + "p=V0X8v3Bz2T0CJGbJQyF0X+HI4Ts="))
        .isInstanceOf(SaslFailure.class)
        .hasMessage("not-authorized");
  }

  @Test
  void refuses_another_nonce_and_channel_binding() throws Exception {
    ScramExchange exchange = sha1();
    assertThatThrownBy(() -> exchange.finish("c=biws,r=other,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts="))
        .hasMessage("malformed-request");
    assertThatThrownBy(() -> ScramExchange.First.of("p=tls-exporter,,n=user,r=a"))
        .hasMessage("malformed-request");
  }
}
