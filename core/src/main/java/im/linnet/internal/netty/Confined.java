package im.linnet.internal.netty;

import io.netty.util.concurrent.EventExecutor;

/**
 * State that one event loop owns. It has no lock; in the tests, where assertions are on, each
 * access by another thread is an error.
 *
 * @param loop the loop
 */
public record Confined(EventExecutor loop) {

  /** Asserts that this is the loop. */
  public void check() {
    assert loop.inEventLoop() : "not on the event loop: " + Thread.currentThread().getName();
  }
}
