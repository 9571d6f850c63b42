package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.ADDRESS;
import static im.linnet.negotiation.Trial.BIND;
import static im.linnet.negotiation.Trial.DOMAIN;
import static im.linnet.negotiation.Trial.bound;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ConnectionState.Connecting;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.connection.ConnectionState.Waiting;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.testkit.peer.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What another user, or the server, can say in session over TLS, and what the client does then. */
@Timeout(120)
class PoisonTest {

  private static final String SM = " xmlns='urn:xmpp:sm:3'";
  private static final String FEATURES = BIND + "<sm" + SM + "/>";

  private static final ReconnectPolicy SOON =
      ReconnectPolicy.standard().between(Duration.ofMillis(1), Duration.ofMillis(10));

  /** A session on a stream that could be resumed; a client that tried to would be a mismatch. */
  private static void managed(Script script) {
    script
        .then(Trial.signedIn(FEATURES))
        .expectLike("<iq type='set' id='{id}'/>")
        .send(bound(ADDRESS))
        .expectLike("<enable" + SM + "/>")
        .send("<enabled" + SM + " id='some-id' resume='true'/>");
  }

  private static void resumed(Script script) {
    script
        .then(Trial.signedIn(FEATURES))
        .expectLike("<resume" + SM + " previd='some-id'/>")
        .send("<resumed" + SM + " h='0' previd='some-id'/>");
  }

  private static void notResumed(Script script) {
    script
        .then(Trial.signedIn(FEATURES))
        .expectLike("<resume" + SM + " previd='some-id'/>")
        .send("<failed" + SM + "/>")
        .expectLike("<iq type='set' id='{id}'/>")
        .send(bound(ADDRESS))
        .expectLike("<enable" + SM + "/>")
        .send("<enabled" + SM + "/>");
  }

  static Stream<Arguments> poisons() {
    return Stream.of(
            "<message><body>\u0001</body></message>",
            "<message><body>\uFFFF</body></message>",
            "<message><body>this & that</body></message>",
            "<message><body>&nbsp;</body></message>",
            "<message><body>&#0;</body></message>",
            "<message><!-- x --></message>",
            "<message><?php x ?></message>",
            "<!DOCTYPE x>",
            "<message></body>",
            "<message a='1' a='2'/>",
            "<message><x:y/></message>",
            "<message><body>]]></body></message>",
            "<message type=chat/>",
            "words",
            "<![CDATA[x]]>",
            "<message>" + "<a>".repeat(2_000),
            "<message " + "a".repeat(70_000) + "='1'/>",
            "<message><body>" + "x".repeat(3 << 20) + "</body></message>",
            "<stream:stream xmlns='jabber:client' version='1.0'>",
            "<?xml version='1.0'?>",
            "<a" + SM + " h='9'/>",
            "<a" + SM + " h='2147483647'/>")
        .map(text -> Arguments.of(text.substring(0, Math.min(40, text.length())), utf8(text)));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Consumer<Script> poisoned(byte[] poison) {
    return s -> s.then(PoisonTest::managed).awaitCue("go").sendRaw(poison);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("poisons")
  void is_back_after_it_on_another_stream(String name, byte[] poison) throws Exception {
    try (Trial trial =
        Trial.of(poisoned(poison))
            .and(PoisonTest::managed)
            .with(builder -> builder.reconnect(SOON))) {
      trial.stream();
      trial.peer().cue("go");
      assertThat(trial.next())
          .isInstanceOfSatisfying(
              Waiting.class,
              waiting -> {
                assertThat(waiting.cause()).as(name).isInstanceOf(StreamException.class);
                assertThat(waiting.cause().retryable()).isTrue();
              });
      assertThat(streamOf(trial).resumed()).isFalse();
    }
  }

  @Test
  void is_back_after_what_is_no_utf_8() throws Exception {
    byte[] latin =
        "<message><body>caf\u00e9</body></message>".getBytes(StandardCharsets.ISO_8859_1);
    is_back_after_it_on_another_stream("ISO 8859-1", latin);
  }

  /** The next connection, which the client makes by itself. */
  private static BoundStream streamOf(Trial trial) throws Exception {
    assertThat(trial.next()).isInstanceOf(Connecting.class);
    ConnectionState next = trial.next();
    assertThat(next).isInstanceOf(Connected.class);
    return ((Connected) next).stream();
  }

  @Test
  void waits_ever_longer_where_it_comes_again_and_again() throws Exception {
    byte[] poison = utf8("<message><body>this & that</body></message>");
    Trial made = Trial.of(poisoned(poison));
    for (int i = 0; i < 4; i++) {
      made.and(poisoned(poison));
    }
    try (Trial trial = made.and(PoisonTest::managed).with(b -> b.reconnect(SOON))) {
      trial.stream();
      trial.peer().cue("go");
      for (int attempts = 1; attempts <= 5; attempts++) {
        ConnectionState next = trial.next();
        assertThat(next).isInstanceOf(Waiting.class);
        assertThat(((Waiting) next).attempts()).isEqualTo(attempts);
        assertThat(streamOf(trial).resumed()).isFalse();
      }
    }
  }

  private static boolean isUpToTheUser(Condition condition) {
    return switch (condition) {
      case CONFLICT, HOST_GONE, HOST_UNKNOWN, NOT_AUTHORIZED -> true;
      default -> false;
    };
  }

  static Stream<Condition> ofTheConnection() {
    return Stream.of(
        Condition.CONNECTION_TIMEOUT,
        Condition.INTERNAL_SERVER_ERROR,
        Condition.REMOTE_CONNECTION_FAILED,
        Condition.RESET,
        Condition.RESOURCE_CONSTRAINT,
        Condition.SYSTEM_SHUTDOWN,
        Condition.UNDEFINED_CONDITION);
  }

  static Stream<Condition> ofWhatWasSent() {
    return Arrays.stream(Condition.values())
        .filter(condition -> condition != Condition.SEE_OTHER_HOST)
        .filter(condition -> !isUpToTheUser(condition))
        .filter(condition -> ofTheConnection().noneMatch(condition::equals));
  }

  private static Trial ended(Condition condition, Consumer<Script> then) {
    return Trial.of(
            s ->
                s.then(PoisonTest::managed)
                    .awaitCue("go")
                    .send(Trial.streamError(condition.wireName()))
                    .close())
        .and(then)
        .with(builder -> builder.reconnect(SOON));
  }

  @ParameterizedTest
  @MethodSource("ofTheConnection")
  void resumes_after_an_error_that_is_about_the_connection(Condition condition) throws Exception {
    try (Trial trial = ended(condition, PoisonTest::resumed)) {
      trial.stream();
      trial.peer().cue("go");
      assertThat(trial.next()).isInstanceOf(Waiting.class);
      assertThat(streamOf(trial).resumed()).isTrue();
    }
  }

  /** What was sent may be a stranger's words, and would be sent again. */
  @ParameterizedTest
  @MethodSource("ofWhatWasSent")
  void begins_anew_after_an_error_that_may_be_about_what_was_sent(Condition condition)
      throws Exception {
    try (Trial trial = ended(condition, PoisonTest::managed)) {
      trial.stream();
      trial.peer().cue("go");
      assertThat(trial.next()).isInstanceOf(Waiting.class);
      assertThat(streamOf(trial).resumed()).isFalse();
    }
  }

  /** And then both what it names and a hint help. */
  @ParameterizedTest
  @EnumSource(
      value = Condition.class,
      names = {"CONFLICT", "HOST_GONE", "HOST_UNKNOWN", "NOT_AUTHORIZED"})
  void gives_up_where_only_the_user_can_help_and_says_so(Condition condition) throws Exception {
    try (Trial trial =
        ended(condition, s -> s.then(PoisonTest::managed).fin()).and(PoisonTest::notResumed)) {
      trial.stream();
      trial.peer().cue("go");
      ConnectionState next = trial.next();
      assertThat(next).isInstanceOf(Disconnected.class);
      assertThat(next.toString())
          .contains(condition.wireName() + ": ", "then call connect()", "or networkChanged()");
      trial.client().networkChanged();
      assertThat(streamOf(trial).resumed()).isFalse();
      assertThat(trial.next()).isInstanceOf(Waiting.class);
      assertThat(streamOf(trial).resumed()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"not-authorized", "account-disabled", "credentials-expired"})
  void gives_up_where_credentials_are_refused_under_tls(String condition) throws Exception {
    try (Trial trial =
        Trial.of(s -> s.then(Trial::login).awaitCue("go").reset())
            .and(
                s ->
                    s.secureStream(DOMAIN)
                        .openStream(DOMAIN, Trial.PLAIN)
                        .expectLike(Trial.AUTH)
                        .send(
                            "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><"
                                + condition
                                + "/></failure>"))
            .and(Trial::login)
            .with(builder -> builder.reconnect(SOON))) {
      trial.stream();
      trial.peer().cue("go");
      assertThat(trial.next()).isInstanceOf(Waiting.class);
      assertThat(trial.next()).isInstanceOf(Connecting.class);
      assertThat(trial.next())
          .isInstanceOfSatisfying(
              Disconnected.class,
              gone ->
                  assertThat(gone.cause())
                      .isInstanceOf(AuthenticationException.class)
                      .hasMessageContaining("then call connect()"));
      assertThat(trial.stream().jid()).hasToString(ADDRESS);
    }
  }
}
