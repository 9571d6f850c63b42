package im.linnet.internal.netty;

import io.netty.util.concurrent.EventExecutor;

/**
 * Guards state that belongs to one event loop. There is no lock; with assertions enabled, access
 * from another thread fails.
 *
 * @param loop the event loop
 */
public record Confined(EventExecutor loop) {

  /** Asserts that the current thread is the event loop. */
  public void check() {
    assert loop.inEventLoop() : "not on the event loop: " + Thread.currentThread().getName();
  }
}
