package im.linnet.failure;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException.Attempt;
import im.linnet.failure.TransportException.Reason;
import im.linnet.stanza.StanzaError;
import im.linnet.xml.Element;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class XmppExceptionTest {

  private static final String FORGED = "a\r\nFAKE LINE\u001b[31m\u0000\u0085\u2028\u2029\u202eb";
  private static final Where WHERE =
      Where.of(
          Phase.BINDING,
          Endpoint.startTls("::1", 5222),
          List.of(
              Redirect.of(Endpoint.startTls("a.test", 1), "b.test", Phase.OPENING),
              Redirect.of(Endpoint.startTls("b.test", 2), "::1", Phase.SESSION)));

  static Stream<XmppException> kinds() {
    Throwable cause = new IllegalStateException("beneath");
    return Stream.of(
        new TransportException(Reason.RESET, FORGED, cause),
        TransportException.allFailed(
            FORGED,
            List.of(Attempt.of(Endpoint.startTls("a.test", 1), new RefusedException(FORGED)))),
        StreamException.byClient(StreamError.Condition.RESET, FORGED, cause),
        StreamException.byServer(
            new StreamError(StreamError.Condition.RESET, "reset", "", FORGED, null)),
        AuthenticationException.refused("PLAIN", FORGED, FORGED, null, null),
        new StanzaException(
            new StanzaError(
                StanzaError.Type.WAIT, StanzaError.Condition.GONE, FORGED, FORGED, null),
            FORGED),
        new RefusedException(FORGED));
  }

  @Tag("Q19")
  @ParameterizedTest
  @MethodSource("kinds")
  void forges_no_lines_in_logs(XmppException exception) {
    assertThat(exception.getMessage())
        .doesNotContainPattern("[\\p{Cc}\\u2028\\u2029\\u202e]")
        .contains("a??FAKE LINE?");
  }

  /** The answer may repeat a password. */
  @Test
  void keeps_the_answer_of_a_refused_request_and_shows_it_nowhere() {
    Element answer = Element.of("iq", "jabber:client", "R0m30");
    StanzaException refused =
        new StanzaException(StanzaError.of(StanzaError.Condition.GONE), "it", answer);
    assertThat(((StanzaException) refused.at(WHERE)).answer()).isSameAs(answer);
    assertThat(refused.toString()).doesNotContain("R0m30");
    assertThat(new StanzaException(refused.error(), "it").answer()).isNull();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void keeps_all_it_is_when_it_is_placed(XmppException exception) {
    exception.addSuppressed(new IllegalStateException("beside"));
    XmppException placed = exception.at(WHERE);
    assertThat(placed).hasSameClassAs(exception);
    assertThat(placed.getCause()).isSameAs(exception.getCause());
    assertThat(placed.getStackTrace()).isEqualTo(exception.getStackTrace());
    assertThat(placed.getSuppressed()).isEqualTo(exception.getSuppressed());
    assertThat(placed.words()).isEqualTo(exception.words());
    assertThat(placed.retryable()).isEqualTo(exception.retryable());
    assertThat(placed.where()).isEqualTo(WHERE);
    assertThat(placed.getMessage())
        .endsWith(
            " (while binding a resource at [::1]:5222, sent there by b.test:2, sent there by"
                + " a.test:1)");
    assertThat(placed.at(Where.of(Phase.CLOSING, null, List.of())))
        .as("the first place is where it was")
        .isSameAs(placed);
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void names_every_phase(Phase phase) {
    XmppException placed = new RefusedException("No").at(Where.of(phase, null, List.of()));
    assertThat(placed).hasMessage("No (while " + phase.words() + ")");
  }

  @ParameterizedTest
  @CsvSource({
    "NO_SERVICE, true",
    "UNRESOLVED, true",
    "REFUSED, true",
    "UNREACHABLE, true",
    "TIMED_OUT, true",
    "CLOSED, true",
    "RESET, true",
    "PROXY, true",
    "TLS_NOT_OFFERED, true",
    "TLS_REFUSED, true",
    "TLS_INJECTION, true",
    "TLS_UNTRUSTED, true",
    "TLS_IDENTITY, true",
    "TLS_FAILED, true",
    "REDIRECT, true",
    "ALL_FAILED, false",
    "NO_ANSWER, true",
    "NOT_CONNECTED, true",
    "CLOSED_HERE, false"
  })
  void tells_whether_another_try_makes_sense(Reason reason, boolean retryable) {
    assertThat(new TransportException(reason, "It failed").retryable()).isEqualTo(retryable);
  }

  @Test
  void makes_sense_to_try_again_if_it_does_at_one_endpoint() {
    Attempt hopeless =
        Attempt.of(
            Endpoint.startTls("a.test", 1),
            AuthenticationException.refused("PLAIN", "account-disabled", null, null, null));
    Attempt hopeful =
        Attempt.of(Endpoint.directTls("b.test", 2), new TransportException(Reason.REFUSED, "Shut"));
    TransportException all = TransportException.allFailed("None", List.of(hopeless, hopeful));
    assertThat(all.retryable()).isTrue();
    assertThat(all.getCause()).isSameAs(hopeful.failure());
    assertThat(all)
        .hasMessageStartingWith("None; a.test:1: The server refused")
        .hasMessageEndingWith("; b.test:2: Shut");
    assertThat(TransportException.allFailed("None", List.of(hopeless)).retryable()).isFalse();
  }

  /** What was said before TLS proved who says it decides nothing for good. */
  @ParameterizedTest
  @MethodSource("kinds")
  void is_retryable_on_a_strangers_word(XmppException exception) {
    XmppException said = exception.at(Where.of(Phase.BINDING, null, List.of()).asHearsay());
    boolean ownDoing =
        exception instanceof RefusedException
            || (exception instanceof TransportException failed
                && failed.reason() == Reason.ALL_FAILED);
    assertThat(said.retryable()).isEqualTo(!ownDoing);
  }

  @ParameterizedTest
  @EnumSource(StanzaError.Type.class)
  void is_worth_another_try_after_wait_alone(StanzaError.Type type) {
    StanzaError error = new StanzaError(type, StanzaError.Condition.GONE, "gone", null, null);
    assertThat(new StanzaException(error, "it").retryable())
        .isEqualTo(type == StanzaError.Type.WAIT);
  }

  @ParameterizedTest
  @CsvSource({"conflict", "host-gone", "host-unknown", "not-authorized"})
  void says_what_the_user_has_to_do(String condition) {
    StreamError error = StreamError.of(StreamError.Condition.of(condition), null);
    assertThat(StreamException.byServer(error))
        .matches(ended -> !ended.retryable())
        .hasMessageStartingWith("The server ended the stream: " + condition + ": ")
        .hasMessageEndingWith(", then call connect()");
    assertThat(StreamException.byServer(error, false))
        .matches(XmppException::retryable)
        .hasMessage("The stream was ended in clear text: " + condition);
  }

  @ParameterizedTest
  @CsvSource({"not-authorized", "account-disabled", "credentials-expired", "mechanism-too-weak"})
  void says_what_the_user_has_to_do_to_sign_in(String condition) {
    assertThat(AuthenticationException.refused("PLAIN", condition, "No", null, null))
        .matches(refused -> !refused.retryable())
        .hasMessageContaining("by PLAIN: " + condition + " “No”: ")
        .hasMessageEndingWith(", then call connect()");
  }

  @Test
  void is_not_worth_another_try_with_the_same_password() {
    assertThat(AuthenticationException.refused("PLAIN", "not-authorized", null, null, null))
        .matches(refused -> !refused.retryable());
    assertThat(AuthenticationException.refused("PLAIN", "temporary-auth-failure", null, null, null))
        .matches(XmppException::retryable);
  }
}
