package im.linnet.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** What is noticed beside the targets' own checks. */
class WatchTest {

  private final Watch watch = new Watch();
  private final Logger log = new LogWatch().getLoggerFactory().getLogger("im.linnet.Some");

  @Test
  void notices_a_secret_in_a_line_of_the_log() {
    log.debug("the password is {}", Secrets.PASSWORD);
    assertThatThrownBy(watch::check).hasMessageContaining("a secret in the log");
    watch.check();
  }

  @Test
  void notices_a_secret_in_a_logged_exception() {
    log.warn("failed", new IllegalStateException(new IllegalArgumentException(Secrets.TOKEN)));
    assertThatThrownBy(watch::check).hasMessageContaining("in an exception of the log");
  }

  @Test
  void notices_a_secret_in_base64() {
    String encoded =
        Base64.getEncoder()
            .encodeToString(("\0juliet\0" + Secrets.PASSWORD).getBytes(StandardCharsets.UTF_8));
    assertThat(Secrets.isIn("x" + encoded)).isTrue();
    assertThat(Secrets.isIn("nothing")).isFalse();
  }

  @Test
  void says_nothing_of_other_lines() {
    log.info("{} is fine", "this");
    watch.check();
  }

  /** The detector reports a lost buffer when another one is made after a collection. */
  @Test
  void notices_a_buffer_that_is_lost() {
    AssertionError seen = null;
    for (int i = 0; i < 1000 && seen == null; i++) {
      UnpooledByteBufAllocator.DEFAULT.buffer(16);
      System.gc();
      try {
        watch.check();
      } catch (AssertionError lost) {
        seen = lost;
      }
    }
    assertThat(seen).hasMessageContaining("LEAK of ");
  }

  @Test
  void notices_an_exception_that_nobody_catches() throws InterruptedException {
    Thread thread = new Thread(() -> Integer.parseInt("x"));
    thread.start();
    thread.join();
    assertThatThrownBy(watch::check).hasCauseInstanceOf(NumberFormatException.class);
  }
}
