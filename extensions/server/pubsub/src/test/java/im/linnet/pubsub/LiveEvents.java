package im.linnet.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.pubsub.NodeEvent.Published;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Events of real servers. */
final class LiveEvents {

  private LiveEvents() {}

  /**
   * Waits for the next event of a kind and passes over others: servers announce more than they
   * must, and ejabberd 23.01 sends the last item again when it learns what a client can do.
   */
  static <E> E next(BlockingQueue<NodeEvent<Tune>> events, Class<E> kind)
      throws InterruptedException {
    while (true) {
      NodeEvent<Tune> event = events.poll(20, TimeUnit.SECONDS);
      assertThat(event).as("an event within 20 s").isNotNull();
      if (kind.isInstance(event)) {
        return kind.cast(event);
      }
    }
  }

  /** Waits until an item is published, and passes over those before. */
  @SuppressWarnings("unchecked") // all events of this queue have tunes
  static Published<Tune> published(BlockingQueue<NodeEvent<Tune>> events, String id)
      throws InterruptedException {
    Published<Tune> event = next(events, Published.class);
    while (!id.equals(event.item().id())) {
      event = next(events, Published.class);
    }
    return event;
  }
}
