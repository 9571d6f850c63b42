package im.linnet.sasl;

import static im.linnet.sasl.BoundChannel.END_POINT;
import static im.linnet.sasl.BoundChannel.EXPORTER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Downgrade protection (XEP-0474). */
@Timeout(120)
class OfferHashTest {

  /** What Prosody 13.0.1 sent for {@link #prosody}. */
  private static final String HASH = "mQjeM13mGeopdQnV/p2tSopkfVeBzGAOn2z2vCAKj/I=";

  private static BoundChannel prosody() {
    return BoundChannel.offering("SCRAM-SHA-256-PLUS", "OAUTHBEARER", "SCRAM-SHA-256", "PLAIN")
        .listing(END_POINT, EXPORTER)
        .having(END_POINT);
  }

  /** The client's final message to a server whose first message ends with these attributes. */
  private static CompletableFuture<byte[]> answer(
      Sasl sasl, SaslChannel channel, String attributes) {
    SaslExchange exchange = sasl.select(channel).start(channel);
    byte[] first = exchange.initialResponse().toCompletableFuture().join().orElseThrow();
    String nonce = new String(first, UTF_8).split(",r=", -1)[1];
    String challenge = "r=" + nonce + "more,s=AQIDBA==,i=4096" + attributes;
    return exchange.respond(challenge.getBytes(UTF_8)).toCompletableFuture();
  }

  private static void assertAccepted(SaslChannel channel, String attributes) {
    assertThat(answer(Sasl.password("pencil"), channel, attributes))
        .succeedsWithin(20, TimeUnit.SECONDS);
  }

  private static void assertRefused(SaslChannel channel, String attributes, Reason reason) {
    Sasl unasked =
        Sasl.password(
            () -> {
              throw new AssertionError("the password was used");
            });
    assertThat(Channels.failure(() -> answer(unasked, channel, attributes)))
        .asInstanceOf(type(AuthenticationException.class))
        .returns(reason, AuthenticationException::reason);
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    // Prosody 13.0.1 with two types, and with one
    "SHA_256, OAUTHBEARER PLAIN SCRAM-SHA-256 SCRAM-SHA-256-PLUS,"
        + " tls-exporter tls-server-end-point, "
        + HASH,
    "SHA_256, SCRAM-SHA-256-PLUS OAUTHBEARER SCRAM-SHA-256 PLAIN, tls-exporter,"
        + " +uwNuzqwfXeXzcWVFSPEsuewyqO1OcsUpbP44LnbHm8=",
    // ejabberd 24.12
    "SHA_1, PLAIN SCRAM-SHA-1-PLUS SCRAM-SHA-1 X-OAUTH2, tls-exporter tls-server-end-point,"
        + " aCC/2CNpa2aEh+VkPHwKUpg0OfE=",
    // XEP-0474, section 5.3
    "SHA_1, SCRAM-SHA-1 SCRAM-SHA-1-PLUS, tls-server-end-point tls-exporter,"
        + " G6k/rBLDqgOhRRaCuuatSDFkJ08=",
    // computed by another implementation: no list, an empty one, SHA-512
    "SHA_256, SCRAM-SHA-256 PLAIN, -, Rgy1OtqF8B/re2ip4rVzs2herVHnECfKbsLqKQgUMgo=",
    "SHA_256, SCRAM-SHA-256 PLAIN, '', UzQajgapjuoNRETKCNV1g1zapAbBiaY9mIhExQJWVpQ=",
    "SHA_512, SCRAM-SHA-512, tls-exporter,"
        + " dJSNz80Tetis4uUyDCcOdbdX3O7xYy0e3RzxqOPqX2SHIIyf0mtqAK27PPa05P+IlGvu2/l1OwpAej4LC19Xsw=="
  })
  void hashes_the_offer_in_the_order_of_octets(
      ScramHash hash, String mechanisms, String types, String expected) {
    assertThat(OfferHash.of(hash, set(mechanisms), types.equals("-") ? null : set(types)))
        .isEqualTo(expected);
  }

  private static Set<String> set(String words) {
    return words.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(words.split(" ")));
  }

  @Test
  void sorts_by_octets_and_not_by_letters() {
    // U+FF5E is one unit of UTF-16 and greater than the first of U+10400, whose octets are greater
    assertThat(OfferHash.of(ScramHash.SHA_256, set("b B a \uFF5E \uD801\uDC00"), null))
        .isEqualTo("lZeSkvI3/IWWAIvVhmnyNAF/3EP6mswJbFh4xQ6D9fI=");
  }

  @Test
  void accepts_the_hash_of_what_arrived() {
    assertAccepted(prosody(), ",h=" + HASH);
    assertAccepted(prosody(), ",x=1,h=" + HASH + ",y=2");
    assertAccepted(prosody().inSasl2(), ",h=" + HASH);
  }

  @Test
  void does_not_mind_another_order() {
    SaslChannel shuffled =
        BoundChannel.offering("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS", "OAUTHBEARER")
            .listing(EXPORTER, END_POINT)
            .having(END_POINT);
    assertAccepted(shuffled, ",h=" + HASH);
  }

  @Test
  @DisplayName("A server without downgrade protection is accepted, unless the user requires it")
  void accepts_none_unless_the_user_requires_it() {
    assertAccepted(prosody(), "");
    Sasl required = Sasl.password("pencil").requireDowngradeProtection();
    assertThat(answer(required, prosody(), ",h=" + HASH)).succeedsWithin(20, TimeUnit.SECONDS);
    assertThat(Channels.failure(() -> answer(required, prosody(), "")))
        .hasMessageContaining("requireDowngradeProtection")
        .asInstanceOf(type(AuthenticationException.class))
        .returns(Reason.DOWNGRADED, AuthenticationException::reason);
  }

  @Tag("A34")
  @Test
  void detects_what_was_removed_or_added() {
    String hash = ",h=" + HASH;
    SaslChannel withoutPlus =
        BoundChannel.offering("OAUTHBEARER", "SCRAM-SHA-256", "PLAIN")
            .listing(END_POINT, EXPORTER)
            .having(END_POINT);
    SaslChannel withoutExporter = prosody().listing(END_POINT);
    SaslChannel withAnother = prosody().listing(END_POINT, EXPORTER, "tls-unique");
    SaslChannel withoutList =
        BoundChannel.offering("SCRAM-SHA-256-PLUS", "OAUTHBEARER", "SCRAM-SHA-256", "PLAIN")
            .having(END_POINT);
    SaslChannel renamed =
        BoundChannel.offering("SCRAM-SHA-256-PLUZ", "OAUTHBEARER", "SCRAM-SHA-256", "PLAIN")
            .listing(END_POINT, EXPORTER);
    for (SaslChannel changed :
        List.of(withoutPlus, withoutExporter, withAnother, withoutList, renamed)) {
      assertRefused(changed, hash, Reason.DOWNGRADED);
    }
  }

  @ParameterizedTest(name = "h={0}")
  @ValueSource(
      strings = {
        "mQjeM13mGeopdQnV/p2tSopkfVeBzGAOn2z2vCAKj/J=",
        "mQjeM13mGeopdQnV/p2tSopkfVeBzGAOn2z2vCAKj/I",
        "mqjem13mgeopdqnv/p2tsopkfvebzgaon2z2vcakj/i=",
        "=",
        "x"
      })
  void detects_any_other_hash(String hash) {
    assertRefused(prosody(), ",h=" + hash, Reason.DOWNGRADED);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {",h=", ",h=" + HASH + ",h=" + HASH, ",h=" + HASH + ",h=x", ",h"})
  void refuses_a_malformed_attribute(String attributes) {
    assertRefused(prosody(), attributes, Reason.MALFORMED);
  }

  @Test
  void says_what_it_means() {
    SaslChannel changed = prosody().listing(EXPORTER);
    assertThat(message(changed))
        .contains("someone between", "Nothing was sent that reveals the password", "operator");
  }

  private static @Nullable String message(SaslChannel channel) {
    return Channels.failure(() -> answer(Sasl.password("x"), channel, ",h=" + HASH)).getMessage();
  }
}
