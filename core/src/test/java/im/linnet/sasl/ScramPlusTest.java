package im.linnet.sasl;

import static im.linnet.sasl.BoundChannel.END_POINT;
import static im.linnet.sasl.BoundChannel.EXPORTER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SCRAM with channel binding; the transcripts were computed by another implementation. */
@Timeout(120)
class ScramPlusTest {

  private static final String NONCE = "rOprNGfwEbeRWgbNEkqO";
  private static final String FULL = NONCE + "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  private static final String FIRST = "r=" + FULL + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
  private static final String EXPORTER_INPUT =
      "cD10bHMtZXhwb3J0ZXIsLAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";

  private static SaslExchange exchange(ScramHash hash, boolean plus, SaslChannel channel) {
    Credentials who = new Credentials("user", "pencil"::toCharArray);
    return new Scram(hash, plus, who, ScramRules.DEFAULT, ScramMemory.none(), () -> NONCE)
        .start(channel);
  }

  private static BoundChannel channel() {
    return BoundChannel.offering("SCRAM-SHA-256-PLUS").listing(EXPORTER, END_POINT);
  }

  private static String first(SaslExchange exchange) {
    return new String(exchange.initialResponse().toCompletableFuture().join().orElseThrow(), UTF_8);
  }

  private static String last(SaslExchange exchange) {
    return new String(exchange.respond(FIRST.getBytes(UTF_8)).toCompletableFuture().join(), UTF_8);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "SHA_1, /QKgZNBHelOsjZPTvucb5s4VtQE=, tK3UShY5jkJWC9Q52aNEU6Ba6Is=",
    "SHA_256, QC6CS20quADQRb3mT99YUH+n3VJxUvzuK0K0E1Vrs2M=,"
        + " 2GiAgapEppLVlUXbxUDksL3VgYHzuqiK5tR4mhJGgvs=",
    "SHA_512, jVaGV/PIJ7hgkpxV9a1jdpzyYkHQH9gW6fn3DbAL2oEA+5w4CCSJjoq8G37bn2FsGaVEMsk4kiHRqMUoN/aiiA==,"
        + " bTvxua5nsJsvSd2bk+1WbSe84MBgjkACQPOqiN7MhTBLYxVX2QUqwET2NLcZEv2CfexR6NbAMluKltOEs5vLYw=="
  })
  void binds_to_the_connection(ScramHash hash, String proof, String signature) {
    SaslExchange exchange = exchange(hash, true, channel().having(EXPORTER, END_POINT));
    assertThat(first(exchange)).isEqualTo("p=tls-exporter,,n=user,r=" + NONCE);
    assertThat(last(exchange)).isEqualTo("c=" + EXPORTER_INPUT + ",r=" + FULL + ",p=" + proof);
    exchange.succeeded(("v=" + signature).getBytes(UTF_8));
  }

  @Test
  void binds_to_the_certificate() {
    SaslChannel channel = channel().having(END_POINT, BoundChannel.data(EXPORTER));
    SaslExchange exchange = exchange(ScramHash.SHA_256, true, channel);
    assertThat(first(exchange)).startsWith("p=tls-server-end-point,,n=user,");
    assertThat(last(exchange))
        .startsWith(
            "c=cD10bHMtc2VydmVyLWVuZC1wb2ludCwsAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=,")
        .endsWith(",p=nY1Wus9a+gM2DrbQ1msXFgyhW6KM5ktOxWiU+/P/EGY=");
    exchange.succeeded("v=RwppMGddhz/J0lFYaRReBjXcQeNUFP5Qc76Lo5Exrig=".getBytes(UTF_8));
  }

  @Test
  void proves_that_it_could_have_bound() {
    SaslChannel channel = BoundChannel.offering("SCRAM-SHA-256").having(EXPORTER);
    SaslExchange exchange = exchange(ScramHash.SHA_256, false, channel);
    assertThat(first(exchange)).startsWith("y,,n=user,");
    assertThat(last(exchange))
        .startsWith("c=eSws,")
        .endsWith(",p=FoqiHTtQEDE8lz1CdaEe3tK4mS+iMDTl77SPyDS53DY=");
    exchange.succeeded("v=dI4KpiQJwBr1+V+K6U1dA6l6I4I9DUNXWND4pcpRU3U=".getBytes(UTF_8));
  }

  /** A server that relays what another connection's server says. */
  @Test
  void refuses_the_signature_of_another_connection() {
    SaslExchange exchange =
        exchange(ScramHash.SHA_256, true, channel().having(EXPORTER, new byte[32]));
    first(exchange);
    assertThat(last(exchange))
        .doesNotContain(EXPORTER_INPUT)
        .doesNotEndWith(",p=QC6CS20quADQRb3mT99YUH+n3VJxUvzuK0K0E1Vrs2M=");
    assertThatThrownBy(
            () ->
                exchange.succeeded(
                    "v=2GiAgapEppLVlUXbxUDksL3VgYHzuqiK5tR4mhJGgvs=".getBytes(UTF_8)))
        .asInstanceOf(type(AuthenticationException.class))
        .returns(Reason.SERVER_UNPROVEN, AuthenticationException::reason);
  }

  /** RFC 5802, section 6 and RFC 7677: keys do not depend on the binding. */
  @Test
  void shares_remembered_keys_with_the_mechanism_without_binding() {
    ScramMemory memory = ScramMemory.create();
    Credentials known = new Credentials("user", "pencil"::toCharArray);
    Credentials unasked =
        new Credentials(
            "user",
            () -> {
              throw new AssertionError("the keys are derived again");
            });
    SaslChannel bound = channel().having(EXPORTER);
    SaslExchange exchange =
        new Scram(ScramHash.SHA_256, true, known, ScramRules.DEFAULT, memory, () -> NONCE)
            .start(bound);
    first(exchange);
    last(exchange);
    exchange.succeeded("v=2GiAgapEppLVlUXbxUDksL3VgYHzuqiK5tR4mhJGgvs=".getBytes(UTF_8));
    SaslExchange unbound =
        new Scram(ScramHash.SHA_256, false, unasked, ScramRules.DEFAULT, memory, () -> NONCE)
            .start(BoundChannel.offering("SCRAM-SHA-256"));
    first(unbound);
    assertThat(last(unbound)).endsWith(",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
  }

  @Test
  void fails_where_the_binding_is_gone() {
    SaslExchange exchange = exchange(ScramHash.SHA_256, true, channel());
    assertThat(Channels.failure(exchange::initialResponse))
        .asInstanceOf(type(AuthenticationException.class))
        .returns(Reason.CREDENTIALS, AuthenticationException::reason);
  }
}
