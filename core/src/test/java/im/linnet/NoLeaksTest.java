package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.endpoint.Dns;
import io.netty.buffer.ByteBufAllocator;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The guard guards: else every test that relies on it could not fail. */
class NoLeaksTest {

  @RegisterExtension static final Unguarded GUARD = new Unguarded();

  @Test
  void finds_a_lost_buffer() {
    lose();
    assertThat(GUARD.guard.leaks()).isNotEmpty();
  }

  @Test
  void finds_a_thread() throws Exception {
    Set<Thread> others = NoLeaks.threads();
    ClientResources resources = ClientResources.create(1, Dns.system());
    try {
      resources.nextLoop().submit(() -> {}).sync();
      assertThat(NoLeaks.threads()).hasSizeGreaterThan(others.size());
    } finally {
      resources.close();
    }
    assertThat(NoLeaks.threadsSince(others)).isEmpty();
  }

  private static void lose() {
    ByteBufAllocator.DEFAULT.heapBuffer(100).writeByte(1);
  }

  /** The guard without its verdict at the end, which here would be a failure. */
  static final class Unguarded implements org.junit.jupiter.api.extension.BeforeAllCallback {

    final NoLeaks guard = new NoLeaks();

    @Override
    public void beforeAll(org.junit.jupiter.api.extension.ExtensionContext context)
        throws Exception {
      guard.beforeAll(context);
    }
  }
}
