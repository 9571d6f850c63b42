package im.linnet.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeepAliveTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void says_what_is_sent_and_when() {
    assertThat(KeepAlive.ping(MINUTE))
        .isEqualTo(new KeepAlive(KeepAlive.Kind.PING, MINUTE, Duration.ofSeconds(30)));
    assertThat(KeepAlive.whitespace(MINUTE).answerWithin()).isNull();
    assertThat(KeepAlive.none().kind()).isEqualTo(KeepAlive.Kind.NONE);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void refuses_times_that_are_none(long seconds) {
    Duration none = Duration.ofSeconds(seconds);
    assertThatThrownBy(() -> KeepAlive.ping(none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("silence: %s (expected: > 0)", none);
    assertThatThrownBy(() -> KeepAlive.whitespace(none))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> KeepAlive.ping(MINUTE, none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("answerWithin: %s (expected: > 0)", none);
  }

  @Test
  void wants_a_limit_for_the_answer_to_a_ping() {
    assertThatThrownBy(() -> new KeepAlive(KeepAlive.Kind.PING, MINUTE, null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
