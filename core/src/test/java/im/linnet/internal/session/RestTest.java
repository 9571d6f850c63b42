package im.linnet.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.KeepAlive;
import im.linnet.stanza.Presence;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A session at rest has no timer of its own; one that is busy has one at a time. */
class RestTest {

  private static final long NONE = -1;

  private final EmbeddedSession it = new EmbeddedSession(KeepAlive.none());

  private boolean isWatching() {
    return it.channel.runScheduledPendingTasks() != NONE;
  }

  private void receive() {
    it.receive(Presence.available().element());
  }

  @Test
  void begins_with_what_is_read_or_written_and_ends_in_silence() {
    assertThat(isWatching()).isFalse();
    receive();
    assertThat(isWatching()).isTrue();
    it.pass(Duration.ofSeconds(2 * Rest.SECONDS));
    assertThat(isWatching()).isFalse();
    it.session.sender().send(Presence.available().element());
    it.channel.runPendingTasks();
    assertThat(isWatching()).isTrue();
    it.pass(Duration.ofSeconds(2 * Rest.SECONDS));
    assertThat(isWatching()).isFalse();
  }

  @Test
  void goes_on_while_something_happens() {
    for (int n = 0; n < 20; n++) {
      receive();
      it.pass(Duration.ofSeconds(Rest.SECONDS / 2));
      assertThat(isWatching()).isTrue();
    }
    it.pass(Duration.ofSeconds(2 * Rest.SECONDS));
    assertThat(isWatching()).isFalse();
  }

  @Test
  void is_over_with_the_session() {
    receive();
    it.channel.close();
    it.channel.runPendingTasks();
    assertThat(isWatching()).isFalse();
  }
}
