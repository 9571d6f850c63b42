package im.linnet.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.concurrent.DefaultEventExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("K04")
@Timeout(120)
class ConfinedTest {

  private final DefaultEventExecutor loop = new DefaultEventExecutor();
  private final Confined confined = new Confined(loop);

  @AfterEach
  void end() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  @Test
  void lets_the_loop_pass() throws Exception {
    assertThat(loop.submit(confined::check).await().isSuccess()).isTrue();
  }

  @Test
  void stops_another_thread() {
    assertThatThrownBy(confined::check)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(Thread.currentThread().getName());
  }
}
