package im.linnet.sasl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SCRAM against the RFCs' transcripts, and against servers that lie. */
class ScramTest {

  private static final String NONCE = "rOprNGfwEbeRWgbNEkqO";
  private static final String FULL = NONCE + "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  private static final String SALT = "W22ZaJ0SNY7soEsUEjb6gQ==";
  private static final String FIRST = "r=" + FULL + ",s=" + SALT + ",i=4096";
  private static final String SIGNATURE = "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

  private static SaslExchange exchange(
      ScramHash hash, String nonce, String user, Supplier<char[]> password) {
    return new Scram(
            hash,
            false,
            new Credentials(user, password),
            ScramRules.DEFAULT.withMaxIterations(1_000_000),
            ScramMemory.none(),
            () -> nonce)
        .start(Channels.secure());
  }

  /** With a password that must not be asked for: what is refused is refused before any work. */
  private static SaslExchange idle() {
    SaslExchange exchange =
        exchange(
            ScramHash.SHA_256,
            NONCE,
            "user",
            () -> {
              throw new AssertionError("the keys are derived");
            });
    first(exchange);
    return exchange;
  }

  private static SaslExchange proved() {
    SaslExchange exchange = exchange(ScramHash.SHA_256, NONCE, "user", "pencil"::toCharArray);
    first(exchange);
    respond(exchange, FIRST);
    return exchange;
  }

  private static String first(SaslExchange exchange) {
    Optional<byte[]> message = exchange.initialResponse().toCompletableFuture().join();
    return new String(message.orElseThrow(), UTF_8);
  }

  private static String respond(SaslExchange exchange, String challenge) {
    byte[] response = exchange.respond(challenge.getBytes(UTF_8)).toCompletableFuture().join();
    return new String(response, UTF_8);
  }

  private static void assertRefused(SaslExchange exchange, String challenge, Reason reason) {
    assertThat(Channels.failure(() -> exchange.respond(challenge.getBytes(UTF_8))))
        .asInstanceOf(type(AuthenticationException.class))
        .returns(reason, AuthenticationException::reason);
  }

  private static void assertUnproven(SaslExchange exchange, String additional) {
    assertThatThrownBy(() -> exchange.succeeded(additional.getBytes(UTF_8)))
        .asInstanceOf(type(AuthenticationException.class))
        .returns(Reason.SERVER_UNPROVEN, AuthenticationException::reason);
  }

  @ParameterizedTest(name = "A23 {0}")
  @CsvSource(
      delimiter = ' ',
      value = {
        // RFC 5802, section 5
        "SHA_1 fyko+d2lbbFgONRv9qkxdawL 3rfcNHYJY1ZVvWVs7j QSXCR+Q6sek8bf92"
            + " v0X8v3Bz2T0CJGbJQyF0X+HI4Ts= rmF9pqV8S7suAoZWja4dJRkFsKQ=",
        // RFC 7677, section 3
        "SHA_256 rOprNGfwEbeRWgbNEkqO %hvYDpWUa2RaTCAfuxFIlj)hNlF$k0 W22ZaJ0SNY7soEsUEjb6gQ=="
            + " dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
            + " 6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
        // no RFC has one for SHA-512: the inputs of RFC 7677, computed by another implementation
        "SHA_512 rOprNGfwEbeRWgbNEkqO %hvYDpWUa2RaTCAfuxFIlj)hNlF$k0 W22ZaJ0SNY7soEsUEjb6gQ=="
            + " gMGXRcevScNtxZ6/8lQYpGtnsNAc3mGcmNomv+xnoOMw+3R2xNJdMNnzMlTN8PPC6wdp6dybEmDYXYTxwnYPJQ=="
            + " ZQnYEgWQMFmmsM8aQMF0nDDCy/AgCzkwk8CmMZYcMg0vSVlKDanekLtifDSeVGT4+5ZxXnJq199RVG2rR7N7Zw=="
      })
  void speaks_byte_for_byte_as_the_rfcs_do(
      ScramHash hash, String nonce, String rest, String salt, String proof, String signature) {
    SaslExchange exchange = exchange(hash, nonce, "user", "pencil"::toCharArray);
    assertThat(first(exchange)).isEqualTo("n,,n=user,r=" + nonce);
    assertThat(respond(exchange, "r=" + nonce + rest + ",s=" + salt + ",i=4096"))
        .isEqualTo("c=biws,r=" + nonce + rest + ",p=" + proof);
    exchange.succeeded(("v=" + signature).getBytes(UTF_8));
    exchange.close();
  }

  @Test
  void prepares_and_escapes_names_and_passwords() {
    SaslExchange exchange =
        exchange(ScramHash.SHA_256, NONCE, "a,b=c", "I\u00ADX\uD83D\uDD11"::toCharArray);
    assertThat(first(exchange)).isEqualTo("n,,n=a=2Cb=3Dc,r=" + NONCE);
    assertThat(respond(exchange, FIRST))
        .endsWith(",p=W1RjFoXly2n7MD5O4wa/A9hoOyiaLSx6P3wKBiAlkV4=");
    exchange.succeeded("v=d4sUepRtXvMmUcQZhaSCO5mwBMS01v3Vd0I7zzCySQ8=".getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0007b", "\u00AD", "a\uD800"})
  void refuses_a_password_that_cannot_be_prepared(String password) {
    SaslExchange exchange = exchange(ScramHash.SHA_1, NONCE, "user", password::toCharArray);
    first(exchange);
    Throwable failure = Channels.failure(() -> exchange.respond(FIRST.getBytes(UTF_8)));
    assertThat(failure)
        .asInstanceOf(type(AuthenticationException.class))
        .returns(Reason.CREDENTIALS, AuthenticationException::reason);
    assertThat(failure).hasNoCause();
  }

  @ParameterizedTest(name = "A06 r={0}")
  @ValueSource(
      strings = {
        "other%hvYDpWUa2RaTCAfuxFIlj",
        NONCE,
        "ROPRNGFWEBERWGBNEKQO%hvYDpWUa2",
        "rOprNGfwEbeRWgbNEkq%hvYDpWUa2RaTCAfuxFIlj",
        NONCE + ",x",
        NONCE + " x",
        NONCE + "é",
        ""
      })
  void refuses_a_nonce_that_is_not_ours_and_more(String nonce) {
    assertRefused(idle(), "r=" + nonce + ",s=" + SALT + ",i=4096", Reason.MALFORMED);
  }

  @ParameterizedTest(name = "A07 {0}")
  @ValueSource(
      strings = {
        "",
        ",",
        "s=" + SALT + ",i=4096",
        "r=" + FULL + ",i=4096",
        "r=" + FULL + ",s=" + SALT,
        "r=" + FULL + ",s=,i=4096",
        "r=" + FULL + ",s=W22ZaJ0SNY7soEsUEjb6gQ,i=4096",
        "r=" + FULL + ",s=not base64,i=4096",
        "s=" + SALT + ",r=" + FULL + ",i=4096",
        "r=" + FULL + ",i=4096,s=" + SALT,
        "r=" + FULL + ",r=" + FULL + ",s=" + SALT + ",i=4096",
        FIRST + ",i=4096",
        FIRST + ",s=" + SALT,
        FIRST + ",r=" + FULL,
        FIRST + ",",
        FIRST + ",x",
        FIRST + ",x=",
        FIRST + ",1=a",
        "R=" + FULL + ",s=" + SALT + ",i=4096"
      })
  void refuses_attributes_out_of_order(String message) {
    assertRefused(idle(), message, Reason.MALFORMED);
  }

  @Test
  @DisplayName("A09 unknown attributes after i are covered by the proof")
  void tolerates_optional_extensions() {
    SaslExchange exchange = exchange(ScramHash.SHA_256, NONCE, "user", "pencil"::toCharArray);
    first(exchange);
    assertThat(respond(exchange, FIRST + ",x=later,y=a=b"))
        .endsWith(",p=4ZGyCDJhPGhohJ9oIa0eDsy00GY4uat7gabop7gk81E=");
    exchange.succeeded("v=hbfx4NV5hq2GhkxFDac7OeUaA9KS8PX1p0DBKqFqDeM=,z=1".getBytes(UTF_8));
  }

  @ParameterizedTest(name = "A09 {0}")
  @ValueSource(strings = {"m=x," + FIRST, FIRST + ",m=x", "m=x"})
  void refuses_a_mandatory_extension(String message) {
    assertRefused(idle(), message, Reason.MALFORMED);
  }

  @ParameterizedTest(name = "A10 i={0}")
  @ValueSource(
      strings = {
        "0",
        "-1",
        "+4096",
        "04096",
        "4096x",
        "1e4",
        "",
        " 4096",
        "2147483648",
        "4294967296",
        "18446744073709551616",
        "٤٠٩٦",
        "1",
        "4095"
      })
  void refuses_counts_that_are_none_or_too_weak(String count) {
    assertRefused(idle(), "r=" + FULL + ",s=" + SALT + ",i=" + count, Reason.MALFORMED);
  }

  @ParameterizedTest(name = "A12 i={0}")
  @ValueSource(strings = {"1000001", "2147483647"})
  void refuses_too_much_work_before_it_starts(String count) {
    assertRefused(idle(), "r=" + FULL + ",s=" + SALT + ",i=" + count, Reason.COST);
  }

  @ParameterizedTest(name = "A14 e={0}")
  @ValueSource(
      strings = {
        "invalid-encoding",
        "extensions-not-supported",
        "invalid-proof",
        "channel-bindings-dont-match",
        "server-does-support-channel-binding",
        "channel-binding-not-supported",
        "unsupported-channel-binding-type",
        "unknown-user",
        "invalid-username-encoding",
        "no-resources",
        "other-error",
        "of-my-own",
        "two,x=y",
        ""
      })
  void reports_the_servers_error(String error) {
    assertRefused(idle(), "e=" + error, Reason.REFUSED);
    assertRefused(proved(), "e=" + error, Reason.REFUSED);
    SaslExchange exchange = proved();
    assertThatThrownBy(() -> exchange.succeeded(("e=" + error).getBytes(UTF_8)))
        .asInstanceOf(type(AuthenticationException.class))
        .returns(Reason.REFUSED, AuthenticationException::reason)
        .returns(error.split(",", -1)[0], AuthenticationException::condition)
        .returns("SCRAM-SHA-256", AuthenticationException::mechanism);
  }

  @ParameterizedTest(name = "A15 {0}")
  @ValueSource(
      strings = {
        "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=",
        "v=hbfx4NV5hq2GhkxFDac7OeUaA9KS8PX1p0DBKqFqDeM=",
        "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4",
        "v=" + SIGNATURE + SIGNATURE,
        "v=" + SIGNATURE + "x",
        "v=",
        "v",
        "x=y",
        "V=" + SIGNATURE,
        " v=" + SIGNATURE
      })
  void refuses_a_server_that_does_not_prove_itself(String message) {
    assertUnproven(proved(), message);
    assertRefused(proved(), message, Reason.SERVER_UNPROVEN);
  }

  @Test
  @DisplayName("A17 success before the mechanism is complete")
  void refuses_success_without_a_proof() {
    SaslExchange nothingSent = exchange(ScramHash.SHA_256, NONCE, "user", "pencil"::toCharArray);
    assertUnproven(nothingSent, "v=" + SIGNATURE);
    assertUnproven(idle(), "");
    assertUnproven(idle(), "v=" + SIGNATURE);
    assertUnproven(proved(), "");
  }

  @Test
  @DisplayName("A18 a second challenge after v")
  void takes_the_proof_in_a_challenge_and_nothing_after_it() {
    SaslExchange exchange = proved();
    assertThat(respond(exchange, "v=" + SIGNATURE)).isEmpty();
    assertRefused(exchange, "v=" + SIGNATURE, Reason.MALFORMED);
    assertThatThrownBy(() -> exchange.succeeded("v=x".getBytes(UTF_8)))
        .isInstanceOf(AuthenticationException.class);
    exchange.succeeded(new byte[0]);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ",x", ",m=x", ",v=" + SIGNATURE, ",e=other-error"})
  void refuses_what_is_no_extension_after_the_signature(String rest) {
    assertRefused(proved(), "v=" + SIGNATURE + rest, Reason.MALFORMED);
  }

  @Test
  void refuses_what_is_not_utf8() {
    assertThat(Channels.failure(() -> idle().respond("r=\u00FF".getBytes(ISO_8859_1))))
        .asInstanceOf(type(AuthenticationException.class))
        .returns(Reason.MALFORMED, AuthenticationException::reason);
  }

  @Test
  @DisplayName("A24 nonces have 128 bits or more and never repeat")
  void nonces_are_unique() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 200_000; i++) {
      seen.add(Scram.nonce());
    }
    assertThat(seen).hasSize(200_000);
    assertThat(seen).allSatisfy(n -> assertThat(n).hasSize(32).doesNotContain(","));
    assertThat(Base64.getDecoder().decode(Scram.nonce())).hasSizeGreaterThanOrEqualTo(16);
    Credentials credentials = new Credentials("user", "x"::toCharArray);
    Scram scram =
        Scram.unbound(ScramHash.SHA_1, credentials, ScramRules.DEFAULT, ScramMemory.none());
    assertThat(first(scram.start(Channels.secure())))
        .isNotEqualTo(first(scram.start(Channels.secure())));
  }

  @Test
  @DisplayName("A26 the password is wiped after use")
  void wipes_the_password() {
    AtomicReference<char[]> given = new AtomicReference<>();
    SaslExchange exchange =
        exchange(
            ScramHash.SHA_256,
            NONCE,
            "user",
            () -> given.updateAndGet(old -> "pencil".toCharArray()));
    first(exchange);
    assertThat(given.get()).isNull();
    respond(exchange, FIRST);
    assertThat(given.get()).containsOnly('\0');
  }
}
