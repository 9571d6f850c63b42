package im.linnet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.stanza.StanzaError;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExitCodeTest {

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"REFUSED", "UNRESOLVED", "TLS_UNTRUSTED", "NOT_CONNECTED", "NOT_SENT"})
  void what_was_not_sent_may_be_tried_again(Reason reason) {
    assertThat(number(new TransportException(reason, "x"))).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"UNCERTAIN", "NO_ANSWER"})
  void what_was_sent_and_not_acknowledged_is_uncertain(Reason reason) {
    assertThat(number(new TransportException(reason, "x"))).isEqualTo(6);
  }

  @Test
  void other_failures_have_their_own() {
    assertThat(number(AuthenticationException.refused("PLAIN", "not-authorized", null, "x")))
        .isEqualTo(4);
    assertThat(number(new RefusedException("x"))).isEqualTo(5);
    assertThat(number(RefusedException.full("x"))).isEqualTo(3);
    assertThat(number(answered(StanzaError.Condition.SERVICE_UNAVAILABLE))).isEqualTo(5);
    assertThat(number(answered(StanzaError.Condition.RESOURCE_CONSTRAINT))).isEqualTo(3);
    assertThat(number(new IOException("x"))).isEqualTo(1);
  }

  private static StanzaException answered(StanzaError.Condition condition) {
    return new StanzaException(StanzaError.of(condition), "The message");
  }

  private static int number(Throwable failure) {
    return ExitCode.of(failure).number();
  }
}
