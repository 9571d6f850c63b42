package im.linnet.fleet.internal.node;

import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.fleet.Fleet;
import im.linnet.fleet.FleetChange;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Tells the program what changes, in order, on a thread that runs while there is something. */
final class Changes implements Consumer<FleetChange> {

  private static final int WAITING = 10_000;

  private final Subscribers<FleetChange> subscribers = new Subscribers<>(Fleet.class);
  private final ThreadPoolExecutor thread;
  private volatile boolean heard;

  Changes(String name) {
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            work -> {
              Thread made = new Thread(work, "linnet-fleet-" + name);
              made.setDaemon(true);
              return made;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    thread.allowCoreThreadTimeOut(true);
  }

  Subscription add(Consumer<? super FleetChange> subscriber) {
    heard = true;
    return subscribers.add(subscriber);
  }

  @Override
  public void accept(FleetChange change) {
    if (heard) {
      thread.execute(() -> subscribers.tell(change));
    }
  }
}
