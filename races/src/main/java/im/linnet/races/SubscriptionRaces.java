package im.linnet.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import im.linnet.connection.BacklogLimits;
import im.linnet.internal.incoming.Inflow;
import im.linnet.internal.incoming.StanzaPublisher;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** A subscriber with back-pressure meets the event loop, which offers stanzas. */
public final class SubscriptionRaces {

  private static final Stanza STANZA = Presence.available();

  private SubscriptionRaces() {}

  /** A publisher with a subscriber that counts its signals. */
  private static final class Subscribed implements Flow.Subscriber<Stanza> {

    final Inflow inflow = new Inflow(BacklogLimits.standard(), Runnable::run, backlog -> {});
    final StanzaPublisher publisher = new StanzaPublisher(inflow, Runnable::run);
    final AtomicInteger received = new AtomicInteger();
    final AtomicInteger completed = new AtomicInteger();
    volatile Flow.@Nullable Subscription subscription;

    void request(long n) {
      Flow.Subscription to = subscription;
      if (to != null) {
        to.request(n);
      }
    }

    void cancel() {
      Flow.Subscription to = subscription;
      if (to != null) {
        to.cancel();
      }
    }

    void offer() {
      publisher.offer(STANZA, 10);
    }

    int waiting() {
      return inflow.backlog().stanzas();
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
      subscription = begun;
    }

    @Override
    public void onNext(Stanza stanza) {
      received.incrementAndGet();
    }

    @Override
    public void onError(Throwable failure) {
      completed.addAndGet(100);
    }

    @Override
    public void onComplete() {
      completed.incrementAndGet();
    }
  }

  /** Two stanzas arrive while the subscriber asks for one, and for another one. */
  @JCStressTest
  @State
  @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "Both were delivered, and nothing waits")
  public static class Demand {

    private final Subscribed subscribed = new Subscribed();

    /** Subscribes. */
    public Demand() {
      subscribed.publisher.subscribe(subscribed);
    }

    /** Two stanzas arrive. */
    @Actor
    public void loop() {
      subscribed.offer();
      subscribed.offer();
    }

    /** Asks for them. */
    @Actor
    public void request() {
      subscribed.request(1);
      subscribed.request(1);
    }

    /** Counts. */
    @Arbiter
    public void count(II_Result result) {
      result.r1 = subscribed.received.get();
      result.r2 = subscribed.waiting();
    }
  }

  /** The subscriber cancels when a stanza arrives. */
  @JCStressTest
  @State
  @Outcome(id = "[01], 0", expect = ACCEPTABLE, desc = "Delivered or not, it does not wait")
  public static class Cancel {

    private final Subscribed subscribed = new Subscribed();

    /** Subscribes, and asks for much. */
    public Cancel() {
      subscribed.publisher.subscribe(subscribed);
      subscribed.request(10);
    }

    /** A stanza arrives. */
    @Actor
    public void loop() {
      subscribed.offer();
    }

    /** Cancels. */
    @Actor
    public void cancel() {
      subscribed.cancel();
    }

    /** Counts. */
    @Arbiter
    public void count(II_Result result) {
      result.r1 = subscribed.received.get();
      result.r2 = subscribed.waiting();
    }
  }

  /** Somebody subscribes when the client is closed. */
  @JCStressTest
  @State
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "It is told once that no more stanzas come")
  public static class SubscribeAndClose {

    private final Subscribed subscribed = new Subscribed();

    /** Subscribes. */
    @Actor
    public void subscribe() {
      subscribed.publisher.subscribe(subscribed);
    }

    /** Closes. */
    @Actor
    public void close() {
      subscribed.publisher.complete();
    }

    /** Counts. */
    @Arbiter
    public void count(I_Result result) {
      result.r1 = subscribed.completed.get();
    }
  }

  /** A stanza is asked for when the client is closed, and one waits. */
  @JCStressTest
  @State
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "The stanza comes, then the end, once")
  public static class DemandAndClose {

    private final Subscribed subscribed = new Subscribed();

    /** Subscribes; a stanza waits. */
    public DemandAndClose() {
      subscribed.publisher.subscribe(subscribed);
      subscribed.offer();
    }

    /** Asks for it. */
    @Actor
    public void request() {
      subscribed.request(1);
    }

    /** Closes. */
    @Actor
    public void close() {
      subscribed.publisher.complete();
    }

    /** Counts. */
    @Arbiter
    public void count(III_Result result) {
      result.r1 = subscribed.received.get();
      result.r2 = subscribed.completed.get();
      result.r3 = subscribed.waiting();
    }
  }
}
