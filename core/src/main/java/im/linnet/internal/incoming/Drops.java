package im.linnet.internal.incoming;

import im.linnet.connection.Dropped;
import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.internal.callbacks.LogThrottle;
import im.linnet.internal.observe.Listeners;
import im.linnet.xml.Element;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts, logs and reports incoming stanzas that no subscriber received. */
final class Drops {

  private static final Logger LOG = LoggerFactory.getLogger(Drops.class);

  private final AtomicLong count = new AtomicLong();
  private final Subscribers<Dropped> subscribers = new Subscribers<>(Drops.class);
  private final LogThrottle warnings;
  private final Listeners listeners;

  Drops(LongSupplier nanoTime, Listeners listeners) {
    this.listeners = listeners;
    warnings = new LogThrottle(nanoTime);
  }

  Subscription subscribe(Consumer<? super Dropped> subscriber) {
    return subscribers.add(subscriber);
  }

  /** How many were dropped; any thread may ask. */
  long count() {
    return count.get();
  }

  /** Counts and logs a dropped stanza. Returns whether anybody is subscribed to drops. */
  boolean add(Element stanza, Dropped.Reason reason) {
    count.incrementAndGet();
    listeners.dropped(reason);
    long missed = isLoss(reason) ? warnings.claim() : -1;
    if (missed >= 0) {
      LOG.warn(
          "Dropped a stanza that is {}: {} ({} before were not logged; XmppClient.onDropped tells"
              + " of each)",
          reason,
          stanza,
          missed);
    } else {
      LOG.debug("Dropped a stanza that is {}: {}", reason, stanza);
    }
    return !subscribers.isEmpty();
  }

  void tell(Dropped dropped) {
    subscribers.tell(dropped);
  }

  /** Whether the user may miss the stanza. */
  private static boolean isLoss(Dropped.Reason reason) {
    return switch (reason) {
      case MALFORMED, MISADDRESSED, REFUSED -> true;
      case UNASKED, FILTERED, UNKNOWN -> false;
    };
  }
}
