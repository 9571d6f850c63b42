package im.linnet.fleet.internal.node;

import im.linnet.jid.Jid;
import java.util.Iterator;
import java.util.concurrent.Flow;

/**
 * A list as a publisher, for the one reader that asks for items on its own thread.
 *
 * @param accounts the list
 */
public record ListPublisher(Iterable<Jid> accounts) implements Flow.Publisher<Jid> {

  @Override
  public void subscribe(Flow.Subscriber<? super Jid> subscriber) {
    subscriber.onSubscribe(new Reading(accounts.iterator(), subscriber));
  }

  private static final class Reading implements Flow.Subscription {

    private final Iterator<Jid> rest;
    private final Flow.Subscriber<? super Jid> subscriber;
    private boolean over;

    private Reading(Iterator<Jid> rest, Flow.Subscriber<? super Jid> subscriber) {
      this.rest = rest;
      this.subscriber = subscriber;
    }

    @Override
    public void request(long count) {
      for (long i = 0; i < count && !over && rest.hasNext(); i++) {
        subscriber.onNext(rest.next());
      }
      if (!over && !rest.hasNext()) {
        over = true;
        subscriber.onComplete();
      }
    }

    @Override
    public void cancel() {
      over = true;
    }
  }
}
