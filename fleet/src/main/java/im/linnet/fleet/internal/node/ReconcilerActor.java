package im.linnet.fleet.internal.node;

import im.linnet.fleet.internal.vault.MemberWatch;
import im.linnet.fleet.internal.vault.NodeLinks;
import im.linnet.fleet.internal.wire.FleetMessage;
import im.linnet.jid.Jid;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.Cluster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the program's accounts every few minutes and ensures that each has a session: the one place
 * in the cluster that does. A limited number is under way at a time.
 */
final class ReconcilerActor extends AbstractActorWithTimers {

  private static final Logger LOG = LoggerFactory.getLogger(ReconcilerActor.class);
  private static final int WINDOW = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** When a fleet begins, its nodes become known to each other first. */
  private static final Duration FIRST = Duration.ofSeconds(2);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(15);

  private final MemberWatch members = new MemberWatch(Cluster.get(getContext().getSystem()));
  private final Supplier<? extends Flow.Publisher<Jid>> accounts;
  private final Duration every;
  private final Supplier<ActorRef> sessions;
  private final NodeLinks links;
  private Flow.@Nullable Subscription reading;
  private long round;
  private int open;
  private boolean complete;

  private enum Tick {
    ROUND,
    PATIENCE
  }

  private record Began(long round, Flow.Subscription reading) {}

  private record Item(long round, Jid account) {}

  private record End(long round, @Nullable Throwable failure) {}

  private ReconcilerActor(
      Supplier<? extends Flow.Publisher<Jid>> accounts,
      Duration every,
      Supplier<ActorRef> sessions,
      NodeLinks links) {
    this.accounts = accounts;
    this.every = every;
    this.sessions = sessions;
    this.links = links;
  }

  static Props props(
      Supplier<? extends Flow.Publisher<Jid>> accounts,
      Duration every,
      Supplier<ActorRef> sessions,
      NodeLinks links) {
    return Props.create(
        ReconcilerActor.class, () -> new ReconcilerActor(accounts, every, sessions, links));
  }

  @Override
  public void preStart() {
    getTimers().startSingleTimer(Tick.ROUND, Tick.ROUND, FIRST);
  }

  @Override
  public void postStop() {
    cancel();
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .matchEquals(Tick.ROUND, tick -> begin())
        .matchEquals(Tick.PATIENCE, tick -> goOn())
        .match(Began.class, this::began)
        .match(Item.class, this::item)
        .match(End.class, this::end)
        .match(FleetMessage.Ensured.class, ensured -> ensured())
        .build();
  }

  private void begin() {
    cancel();
    round++;
    open = 0;
    complete = false;
    try {
      accounts.get().subscribe(new Reader(round, getSelf()));
    } catch (RuntimeException failure) {
      end(new End(round, failure));
    }
  }

  private void cancel() {
    Flow.Subscription current = reading;
    reading = null;
    if (current != null) {
      current.cancel();
    }
  }

  private void began(Began began) {
    if (began.round() != round) {
      began.reading().cancel();
      return;
    }
    reading = began.reading();
    began.reading().request(WINDOW);
  }

  private void item(Item item) {
    if (item.round() == round) {
      open++;
      sessions
          .get()
          .tell(new FleetMessage.Ensure(item.account().bare().toString(), true), getSelf());
      getTimers().startSingleTimer(Tick.PATIENCE, Tick.PATIENCE, PATIENCE);
    }
  }

  private void ensured() {
    if (open > 0) {
      open--;
      more(1);
    }
    finishIfDone();
  }

  private void more(int count) {
    Flow.Subscription current = reading;
    if (current != null && count > 0) {
      current.request(count);
    }
  }

  /** Those that do not answer are on a node that is going; the next round has them again. */
  private void goOn() {
    int late = open;
    open = 0;
    more(late);
    finishIfDone();
  }

  private void end(End end) {
    if (end.round() != round) {
      return;
    }
    reading = null;
    if (end.failure() == null) {
      complete = true;
      finishIfDone();
    } else {
      LOG.warn("The accounts could not be read to their end", end.failure());
      Duration next = every.compareTo(AFTER_FAILURE) < 0 ? every : AFTER_FAILURE;
      getTimers().startSingleTimer(Tick.ROUND, Tick.ROUND, next);
    }
  }

  private void finishIfDone() {
    if (complete && open == 0) {
      complete = false;
      getTimers().cancel(Tick.PATIENCE);
      members
          .up()
          .forEach(
              member ->
                  links
                      .at(getContext(), member.address(), NodeLinks.KEEPER)
                      .tell(new FleetMessage.RoundDone(), getSelf()));
      getTimers().startSingleTimer(Tick.ROUND, Tick.ROUND, every);
    }
  }

  /** Passes on what the publisher says. */
  private record Reader(long round, ActorRef self) implements Flow.Subscriber<Jid> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      self.tell(new Began(round, subscription), self);
    }

    @Override
    public void onNext(Jid account) {
      self.tell(new Item(round, account), self);
    }

    @Override
    public void onError(Throwable failure) {
      self.tell(new End(round, failure), self);
    }

    @Override
    public void onComplete() {
      self.tell(new End(round, null), self);
    }
  }
}
