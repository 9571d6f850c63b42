package im.linnet.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.connection.ReconnectPolicy.Outage;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.Phase;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Attempt;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.Where;
import im.linnet.failure.XmppException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private static final Backoff STANDARD =
      ReconnectPolicy.standard().random(new Random(20)::nextDouble);

  private enum Next {
    NEVER,
    DRAWN,
    AT_ONCE
  }

  private static Outage lost(XmppException cause) {
    return Outage.builder(cause).lasted(HOUR).sessionLost(true).build();
  }

  private static Outage failed(XmppException cause, int attempts, int refusals) {
    return Outage.builder(cause).attempts(attempts).refusals(refusals).sessionLost(true).build();
  }

  private static Next next(Outage outage) {
    Duration delay = STANDARD.delay(outage);
    if (delay == null) {
      return Next.NEVER;
    }
    return delay.isZero() ? Next.AT_ONCE : Next.DRAWN;
  }

  private static StreamException byServer(Condition condition) {
    return StreamException.byServer(StreamError.of(condition, null));
  }

  private static XmppException broken() {
    return new TransportException(Reason.RESET, "The connection broke");
  }

  @ParameterizedTest
  @CsvSource({
    "BAD_FORMAT, DRAWN",
    "BAD_NAMESPACE_PREFIX, DRAWN",
    "CONFLICT, NEVER",
    "CONNECTION_TIMEOUT, DRAWN",
    "HOST_GONE, NEVER",
    "HOST_UNKNOWN, NEVER",
    "IMPROPER_ADDRESSING, DRAWN",
    "INTERNAL_SERVER_ERROR, DRAWN",
    "INVALID_FROM, DRAWN",
    "INVALID_NAMESPACE, DRAWN",
    "INVALID_XML, DRAWN",
    "NOT_AUTHORIZED, NEVER",
    "NOT_WELL_FORMED, DRAWN",
    "POLICY_VIOLATION, DRAWN",
    "REMOTE_CONNECTION_FAILED, DRAWN",
    "RESET, DRAWN",
    "RESOURCE_CONSTRAINT, DRAWN",
    "RESTRICTED_XML, DRAWN",
    "SEE_OTHER_HOST, AT_ONCE",
    "SYSTEM_SHUTDOWN, DRAWN",
    "UNDEFINED_CONDITION, DRAWN",
    "UNSUPPORTED_ENCODING, DRAWN",
    "UNSUPPORTED_FEATURE, DRAWN",
    "UNSUPPORTED_STANZA_TYPE, DRAWN",
    "UNSUPPORTED_VERSION, DRAWN",
  })
  @DisplayName("S28: what a server says")
  void has_a_class_for_each_stream_error(Condition condition, Next expected) {
    assertThat(next(lost(byServer(condition)))).isEqualTo(expected);
  }

  /** Another user may have had the server send it, or a stranger may have answered. */
  @ParameterizedTest
  @EnumSource(Condition.class)
  void comes_back_after_a_fault_that_this_side_found(Condition condition) {
    assertThat(next(lost(StreamException.byClient(condition, "It broke a rule"))))
        .isEqualTo(Next.DRAWN);
  }

  @ParameterizedTest
  @CsvSource({
    "NO_SERVICE, DRAWN",
    "UNRESOLVED, DRAWN",
    "REFUSED, DRAWN",
    "UNREACHABLE, DRAWN",
    "TIMED_OUT, DRAWN",
    "CLOSED, DRAWN",
    "RESET, DRAWN",
    "PROXY, DRAWN",
    "UPGRADE_REFUSED, DRAWN",
    "TLS_NOT_OFFERED, DRAWN",
    "TLS_REFUSED, DRAWN",
    "TLS_INJECTION, DRAWN",
    "TLS_UNTRUSTED, DRAWN",
    "TLS_IDENTITY, DRAWN",
    "TLS_FAILED, DRAWN",
    "REDIRECT, DRAWN",
    "ALL_FAILED, NEVER",
    "NO_ANSWER, DRAWN",
    "NOT_CONNECTED, DRAWN",
    "NOT_SENT, DRAWN",
    "UNCERTAIN, DRAWN",
    "CLOSED_HERE, NEVER",
  })
  void has_a_class_for_each_failure_on_the_way(Reason reason, Next expected) {
    assertThat(next(failed(new TransportException(reason, "It failed"), 3, 0))).isEqualTo(expected);
  }

  @Test
  void the_tables_are_complete() throws Exception {
    assertThat(rows("has_a_class_for_each_stream_error", Condition.class))
        .hasSameSizeAs(Condition.values());
    assertThat(rows("has_a_class_for_each_failure_on_the_way", Reason.class))
        .hasSameSizeAs(Reason.values());
  }

  private static List<String> rows(String test, Class<?> first) throws Exception {
    CsvSource table =
        BackoffTest.class.getDeclaredMethod(test, first, Next.class).getAnnotation(CsvSource.class);
    return List.of(table.value()).stream().distinct().toList();
  }

  @Test
  void comes_back_if_one_of_several_places_may() {
    Endpoint place = Endpoint.startTls("xmpp.example.com", 5222);
    Attempt hopeless = Attempt.of(place, byServer(Condition.HOST_GONE));
    Attempt passing = Attempt.of(place, new TransportException(Reason.REFUSED, "Nobody listens"));
    assertThat(next(failed(allFailed(hopeless), 1, 0))).isEqualTo(Next.NEVER);
    assertThat(next(failed(allFailed(hopeless, passing), 1, 0))).isEqualTo(Next.DRAWN);
  }

  private static TransportException allFailed(Attempt... attempts) {
    return TransportException.allFailed("None", List.of(attempts));
  }

  @Test
  void does_not_stay_away_because_of_what_anybody_may_have_said() {
    StreamException said =
        StreamException.byServer(StreamError.of(Condition.HOST_UNKNOWN, null), false);
    assertThat(next(failed(said, 1, 0))).isEqualTo(Next.DRAWN);
    XmppException inSession = said.at(Where.of(Phase.SESSION, null, List.of()));
    assertThat(next(lost(inSession)))
        .as("a session in clear text is as wished")
        .isEqualTo(Next.NEVER);
  }

  @ParameterizedTest
  @EnumSource(AuthenticationException.Reason.class)
  void does_not_stay_away_because_a_stranger_refused_to_sign_in(
      AuthenticationException.Reason reason) {
    Where inClear = Where.of(Phase.AUTHENTICATING, null, List.of()).asHearsay();
    XmppException failure = new AuthenticationException(reason, "PLAIN", "It failed", null);
    Next expected = reason == AuthenticationException.Reason.CREDENTIALS ? Next.NEVER : Next.DRAWN;
    assertThat(next(failed(failure.at(inClear), 1, 1))).isEqualTo(expected);
    assertThat(next(failed(failure, 1, 1))).as("by a proven server").isEqualTo(Next.NEVER);
  }

  @ParameterizedTest
  @EnumSource(Condition.class)
  void believes_no_stream_error_of_a_stranger(Condition condition) {
    Where unproven = Where.of(Phase.BINDING, null, List.of()).asHearsay();
    assertThat(next(failed(byServer(condition).at(unproven), 3, 0))).isEqualTo(Next.DRAWN);
  }

  @Test
  void comes_back_to_a_server_that_offers_no_mechanism_at_all() {
    assertThat(next(failed(AuthenticationException.nothingOffered("None"), 1, 1)))
        .isEqualTo(Next.DRAWN);
  }

  @Test
  void follows_a_redirect_at_once_only_the_first_time() {
    assertThat(next(failed(byServer(Condition.SEE_OTHER_HOST), 1, 0))).isEqualTo(Next.DRAWN);
  }

  @Test
  void comes_back_at_once_when_the_network_has_changed() {
    Outage hinted =
        Outage.builder(broken()).attempts(7).sessionLost(true).networkChanged(true).build();
    assertThat(STANDARD.delay(hinted)).isZero();
    Outage conflict =
        Outage.builder(byServer(Condition.CONFLICT))
            .lasted(HOUR)
            .sessionLost(true)
            .networkChanged(true)
            .build();
    assertThat(STANDARD.delay(conflict)).isNull();
  }

  @Test
  void leaves_a_first_connect_that_failed_to_its_user() {
    Outage first = Outage.builder(broken()).attempts(1).build();
    assertThat(STANDARD.delay(first)).isNull();
    assertThat(STANDARD.retryingFirst().delay(first)).isNotNull();
  }

  private static AuthenticationException refused(String condition) {
    return AuthenticationException.refused("X-OAUTH2", condition, null, null, null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"not-authorized", "credentials-expired"})
  void retries_refused_credentials_once_if_told_so(String condition) {
    AuthenticationException refused = refused(condition);
    assertThat(STANDARD.delay(failed(refused, 4, 1))).isNull();
    Backoff fresh = STANDARD.retryingRefusedOnce();
    assertThat(fresh.delay(failed(refused, 4, 1))).isNotNull();
    assertThat(fresh.delay(failed(refused, 5, 2))).isNull();
  }

  @Test
  void does_not_retry_other_refusals() {
    Backoff fresh = STANDARD.retryingRefusedOnce();
    assertThat(fresh.delay(failed(refused("account-disabled"), 1, 1))).isNull();
    for (AuthenticationException.Reason reason : AuthenticationException.Reason.values()) {
      AuthenticationException other =
          new AuthenticationException(reason, "PLAIN", "It failed", null);
      assertThat(fresh.delay(failed(other, 1, 1))).as("%s", reason).isNull();
    }
    assertThat(STANDARD.delay(failed(refused("temporary-auth-failure"), 5, 5))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2", "2, 4", "5, 32", "6, 60", "40, 60", "2147483647, 60"})
  void draws_evenly_from_zero_to_a_bound_that_doubles(int attempts, long seconds) {
    long[] drawn =
        IntStream.range(0, 2_000)
            .mapToObj(i -> STANDARD.delay(failed(broken(), attempts, 0)))
            .mapToLong(BackoffTest::nanos)
            .sorted()
            .toArray();
    long bound = Duration.ofSeconds(seconds).toNanos();
    assertThat(drawn[0]).isBetween(0L, bound / 50);
    assertThat(drawn[1_000]).isBetween(bound * 4 / 10, bound * 6 / 10);
    assertThat(drawn[1_999]).isBetween(bound * 49 / 50, bound);
  }

  private static long nanos(@Nullable Duration delay) {
    return Objects.requireNonNull(delay).toNanos();
  }

  @Test
  void keeps_to_other_bounds() {
    Backoff slow = STANDARD.between(Duration.ofHours(20), Duration.ofDays(1));
    for (int attempts = 0; attempts < 70; attempts++) {
      assertThat(slow.delay(failed(broken(), attempts, 0)))
          .isBetween(Duration.ZERO, Duration.ofDays(1));
    }
    assertThat(slow).hasToString("backoff of PT20H to PT24H");
    assertThat(slow.retryingRefusedOnce().retryingFirst())
        .hasToString(
            "backoff of PT20H to PT24H, retrying a refusal once, from the first connect() on");
  }

  @Test
  void refuses_bounds_that_are_none() {
    assertThatThrownBy(() -> STANDARD.between(Duration.ZERO, HOUR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("first: PT0S (expected: > 0)");
    assertThatThrownBy(() -> STANDARD.between(HOUR, Duration.ofMinutes(59)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("most: PT59M (expected: PT1H to PT24H)");
    assertThatThrownBy(() -> STANDARD.between(HOUR, Duration.ofDays(2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void never_is_never() {
    assertThat(ReconnectPolicy.never().delay(lost(broken()))).isNull();
  }
}
