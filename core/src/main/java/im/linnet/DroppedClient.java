package im.linnet;

import im.linnet.internal.session.Lifecycle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Closes a client that was dropped. Its life is still there if it is connected or about to be;
 * otherwise it was dropped together with the client, and had nothing open.
 *
 * @param life the client's life, which refers to the client if anybody subscribed
 * @param own the resources that are the client's own
 */
record DroppedClient(WeakReference<Lifecycle> life, @Nullable ClientResources own)
    implements Runnable {

  @Override
  public void run() {
    Lifecycle alive = life.get();
    if (alive == null) {
      end();
    } else {
      var unused = alive.close().whenComplete((closed, failure) -> end());
    }
  }

  private void end() {
    if (own != null) {
      var unused = own.shutdown();
    }
  }
}
