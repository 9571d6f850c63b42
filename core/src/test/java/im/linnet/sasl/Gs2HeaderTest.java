package im.linnet.sasl;

import static im.linnet.sasl.BoundChannel.END_POINT;
import static im.linnet.sasl.BoundChannel.EXPORTER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0440, section 3: whether a sign-in is bound, and what the client says if it is not. */
@Timeout(120)
class Gs2HeaderTest {

  private static final PasswordSasl SASL = Sasl.password("pencil");

  /** The mechanism chosen and the header of the first message. */
  private static String chosen(Sasl sasl, SaslChannel channel) {
    SaslMechanism mechanism = sasl.select(channel);
    byte[] first =
        mechanism.start(channel).initialResponse().toCompletableFuture().join().orElseThrow();
    String text = new String(first, UTF_8);
    return mechanism.name() + " " + text.substring(0, text.indexOf(",,"));
  }

  private static BoundChannel channel(String offered, String listed, String having) {
    BoundChannel channel = BoundChannel.offering(words(offered)).having(words(having));
    return listed.equals("no-list") ? channel : channel.listing(words(listed));
  }

  private static String[] words(String text) {
    return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).toArray(String[]::new);
  }

  @Tag("A34")
  @ParameterizedTest(name = "offered: {0}; listed: {1}; available: {2}: {3}")
  @CsvSource({
    // bound, by the strongest type that both have
    "S256-PLUS S256, tls-exporter tls-server-end-point, tls-exporter tls-server-end-point,"
        + " S256-PLUS p=tls-exporter",
    "S256 S256-PLUS, tls-server-end-point tls-exporter, tls-server-end-point tls-exporter,"
        + " S256-PLUS p=tls-exporter",
    "S256-PLUS S256, tls-exporter tls-server-end-point, tls-server-end-point,"
        + " S256-PLUS p=tls-server-end-point",
    "S256-PLUS S256, tls-unique tls-server-end-point, tls-exporter tls-server-end-point,"
        + " S256-PLUS p=tls-server-end-point",
    "S256-PLUS, tls-exporter, tls-exporter, S256-PLUS p=tls-exporter",
    // the binding counts more than the hash
    "S512 S256 S1-PLUS, tls-exporter, tls-exporter, S1-PLUS p=tls-exporter",
    "S1-PLUS S256-PLUS S512-PLUS S512, tls-exporter, tls-exporter, S512-PLUS p=tls-exporter",
    // the client could, the server can't
    "S256, no-list, tls-exporter, S256 y",
    "S256, no-list, tls-server-end-point, S256 y",
    "S256 S1 PLAIN, no-list, tls-exporter tls-server-end-point, S256 y",
    // “y” shows the server that something was removed, and it refuses if it was
    "S256, tls-exporter, tls-exporter, S256 y",
    // the client can't
    "S256, no-list, '', S256 n",
    "S256-PLUS S256, tls-exporter tls-server-end-point, '', S256 n",
    "S256-PLUS S256, no-list, '', S256 n",
    "S256, tls-exporter, '', S256 n",
    // as ejabberd 23.01 does it
    "S256-PLUS S256, no-list, tls-exporter tls-server-end-point, S256 n",
    // nothing in common
    "S256-PLUS S256, tls-exporter, tls-server-end-point, S256 n",
    "S256-PLUS S256, tls-unique, tls-exporter tls-server-end-point, S256 n",
    "S256-PLUS S256, TLS-EXPORTER x-fake, tls-exporter tls-server-end-point, S256 n",
    "S256-PLUS S256, '', tls-exporter tls-server-end-point, S256 n",
    // a mechanism with channel binding that this client does not have
    "X-GS2-PLUS S256, tls-exporter, tls-exporter, S256 n"
  })
  void says_whether_it_binds(String offered, String listed, String having, String expected) {
    SaslChannel channel = channel(full(offered), listed, having);
    assertThat(chosen(SASL, channel)).isEqualTo(full(expected));
  }

  private static String full(String text) {
    return text.replaceAll("\\bS(\\d+)", "SCRAM-SHA-$1");
  }

  @ParameterizedTest(name = "offered: {0}; listed: {1}")
  @CsvSource({
    "S256, no-list",
    "S256-PLUS S256, tls-exporter tls-server-end-point",
    "S256-PLUS S256, no-list",
    "S256, tls-exporter"
  })
  void never_binds_if_the_user_forbids_it(String offered, String listed) {
    BoundChannel channel = channel(full(offered), listed, EXPORTER + " " + END_POINT);
    Sasl never = SASL.withoutChannelBinding();
    assertThat(chosen(never, channel)).isEqualTo("SCRAM-SHA-256 n");
    assertThat(chosen(never, channel.inSasl2())).isEqualTo("SCRAM-SHA-256 n");
  }

  @ParameterizedTest(name = "A32 offered: {0}; listed: {1}; available: {2}")
  @CsvSource({
    "S256-PLUS S256, no-list, tls-exporter tls-server-end-point",
    "S256-PLUS S256, no-list, ''",
    "S256, tls-exporter, tls-exporter",
    "S256, tls-server-end-point, ''",
    "S256, '', tls-exporter"
  })
  void ends_a_sign_in_by_sasl2_whose_offer_contradicts_itself(
      String offered, String listed, String having) {
    SaslChannel channel = channel(full(offered), listed, having).inSasl2();
    SaslExchange exchange = SASL.select(channel).start(channel);
    assertThat(Channels.failure(exchange::initialResponse))
        .hasMessageContaining("may have removed")
        .hasMessageContaining(
            offered.contains("-PLUS") ? "lists no type of binding" : "offers no mechanism with it")
        .asInstanceOf(type(AuthenticationException.class))
        .returns(Reason.DOWNGRADED, AuthenticationException::reason);
  }

  @ParameterizedTest(name = "offered: {0}; listed: {1}; available: {2}: {3}")
  @CsvSource({
    "S256, no-list, tls-exporter, S256 y",
    "S256-PLUS S256, tls-exporter, tls-server-end-point, S256 n",
    "S256-PLUS S256, tls-exporter, tls-exporter, S256-PLUS p=tls-exporter"
  })
  void is_the_same_in_sasl2_otherwise(
      String offered, String listed, String having, String expected) {
    SaslChannel channel = channel(full(offered), listed, having).inSasl2();
    assertThat(chosen(SASL, channel)).isEqualTo(full(expected));
  }

  @ParameterizedTest(name = "A36 offered: {0}; listed: {1}; available: {2}: {3}")
  @CsvSource(
      delimiter = ';',
      value = {
        "S256 PLAIN; no-list; tls-exporter; requireChannelBinding() is set",
        "S256-PLUS S256 PLAIN; no-list; tls-exporter; does not list how",
        "S256-PLUS S256 PLAIN; tls-exporter; tls-server-end-point; needs TLS 1.3, and JDK 25",
        "S256-PLUS S256 PLAIN; x-fake; tls-exporter; one of the server's types (x-fake)"
      })
  void never_softens_what_the_user_requires(
      String offered, String listed, String having, String advice) {
    SaslChannel channel = channel(full(offered), listed, having);
    Sasl required = SASL.allowPlain().requireChannelBinding();
    assertThat(Channels.failure(() -> required.select(channel).start(channel).initialResponse()))
        .hasMessageContaining(advice)
        .asInstanceOf(type(AuthenticationException.class))
        .returns(Reason.NO_MECHANISM, AuthenticationException::reason);
    assertThat(SASL.requireChannelBinding().allowPlain().mechanisms())
        .extracting(SaslMechanism::name)
        .allMatch(name -> name.endsWith("-PLUS"));
  }

  @Test
  void is_bound_if_the_user_requires_it() {
    SaslChannel channel =
        BoundChannel.offering("SCRAM-SHA-256", "SCRAM-SHA-256-PLUS")
            .listing(END_POINT)
            .having(END_POINT);
    assertThat(chosen(SASL.requireChannelBinding(), channel))
        .isEqualTo("SCRAM-SHA-256-PLUS p=tls-server-end-point");
  }

  @Test
  @DisplayName("A30 no channel binding in clear text")
  void can_not_bind_in_clear_text() {
    assertThat(chosen(SASL, Channels.clear("SCRAM-SHA-256", "SCRAM-SHA-256-PLUS")))
        .isEqualTo("SCRAM-SHA-256 n");
    assertThat(Channels.failure(() -> chosenOf(Channels.clear("SCRAM-SHA-256-PLUS"))))
        .hasMessageContaining("SCRAM-SHA-256-PLUS binds the sign-in to TLS; try a connection");
  }

  private static java.util.concurrent.CompletionStage<?> chosenOf(SaslChannel channel) {
    return SASL.select(channel).start(channel).initialResponse();
  }

  @ParameterizedTest(name = "A35 {0} fake types before the real one")
  @ValueSource(ints = {1, 200, 1000})
  void reads_a_list_up_to_a_bound(int fakes) {
    String[] types =
        IntStream.rangeClosed(0, fakes)
            .mapToObj(i -> i < fakes ? "x-fake-" + i : EXPORTER)
            .toArray(String[]::new);
    SaslChannel channel =
        BoundChannel.offering("SCRAM-SHA-256", "SCRAM-SHA-256-PLUS")
            .listing(types)
            .having(EXPORTER);
    assertThat(chosen(SASL, channel))
        .isEqualTo(fakes < 256 ? "SCRAM-SHA-256-PLUS p=tls-exporter" : "SCRAM-SHA-256 n");
  }
}
