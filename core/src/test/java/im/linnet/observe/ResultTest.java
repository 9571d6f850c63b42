package im.linnet.observe;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.FilterException;
import im.linnet.failure.JournalException;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.stanza.StanzaError;
import im.linnet.xml.Element;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultTest {

  @ParameterizedTest
  @CsvSource({
    "NO_SERVICE,UNRESOLVED",
    "UNRESOLVED,UNRESOLVED",
    "REFUSED,UNREACHABLE",
    "UNREACHABLE,UNREACHABLE",
    "PROXY,UNREACHABLE",
    "UPGRADE_REFUSED,UNREACHABLE",
    "TIMED_OUT,TIMED_OUT",
    "NO_ANSWER,TIMED_OUT",
    "CLOSED,LOST",
    "RESET,LOST",
    "NOT_CONNECTED,LOST",
    "NOT_SENT,LOST",
    "UNCERTAIN,LOST",
    "TLS_NOT_OFFERED,TLS_FAILED",
    "TLS_REFUSED,TLS_FAILED",
    "TLS_INJECTION,TLS_FAILED",
    "TLS_UNTRUSTED,TLS_FAILED",
    "TLS_IDENTITY,TLS_FAILED",
    "TLS_FAILED,TLS_FAILED",
    "REDIRECT,REDIRECTED",
    "ALL_FAILED,ALL_FAILED",
    "CLOSED_HERE,CANCELLED"
  })
  void names_what_failed_on_the_way(Reason reason, Result result) {
    assertThat(Result.of(new TransportException(reason, "It failed"))).isEqualTo(result);
  }

  @Test
  void names_who_ended_the_stream() {
    assertThat(Result.of(byServer(Condition.CONFLICT))).isEqualTo(Result.STREAM_ERROR);
    assertThat(Result.of(byServer(Condition.SEE_OTHER_HOST))).isEqualTo(Result.REDIRECTED);
    assertThat(Result.of(StreamException.byClient(Condition.BAD_FORMAT, "Nonsense")))
        .isEqualTo(Result.PROTOCOL_FAULT);
  }

  private static StreamException byServer(Condition condition) {
    return StreamException.byServer(StreamError.of(condition, null), true);
  }

  @Test
  void names_what_became_of_a_request_or_a_sign_in() {
    assertThat(Result.of(null)).isEqualTo(Result.SUCCEEDED);
    assertThat(
            Result.of(
                new AuthenticationException(
                    AuthenticationException.Reason.CREDENTIALS, null, "No password", null)))
        .isEqualTo(Result.NOT_SIGNED_IN);
    assertThat(
            Result.of(
                new StanzaException(
                    StanzaError.of(StanzaError.Condition.FORBIDDEN),
                    "iq get",
                    Element.of("iq", "jabber:client"))))
        .isEqualTo(Result.ERROR_ANSWER);
    assertThat(Result.of(new UnreadableAnswerException("Nonsense", null)))
        .isEqualTo(Result.UNREADABLE);
    assertThat(Result.of(new RefusedException("No"))).isEqualTo(Result.REFUSED);
    assertThat(Result.of(new CancellationException())).isEqualTo(Result.CANCELLED);
    assertThat(Result.of(new CompletionException(new RefusedException("No"))))
        .isEqualTo(Result.REFUSED);
    assertThat(Result.of(new IllegalStateException())).isEqualTo(Result.OTHER);
  }

  /** A new kind of failure must not become OTHER unnoticed. */
  @Test
  void knows_each_kind_of_failure() {
    assertThat(im.linnet.failure.XmppException.class.getPermittedSubclasses())
        .containsExactlyInAnyOrder(
            TransportException.class,
            StreamException.class,
            AuthenticationException.class,
            StanzaException.class,
            RefusedException.class,
            FilterException.class,
            JournalException.class,
            UnreadableAnswerException.class);
    Set<Result> ofTheWay =
        Arrays.stream(Reason.values())
            .map(reason -> Result.of(new TransportException(reason, "It failed")))
            .collect(Collectors.toSet());
    assertThat(ofTheWay)
        .isEqualTo(
            EnumSet.of(
                Result.UNRESOLVED,
                Result.UNREACHABLE,
                Result.TIMED_OUT,
                Result.LOST,
                Result.TLS_FAILED,
                Result.REDIRECTED,
                Result.ALL_FAILED,
                Result.CANCELLED));
  }
}
