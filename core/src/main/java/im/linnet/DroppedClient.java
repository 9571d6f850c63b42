package im.linnet;

import im.linnet.internal.session.Lifecycle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Closes a client that was dropped. The lifecycle still exists if it is connected or about to
 * connect; otherwise it was collected together with the client and had nothing open.
 *
 * @param life the client's lifecycle, which references the client if there is a subscriber
 * @param own the resources that the client owns, or null
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
