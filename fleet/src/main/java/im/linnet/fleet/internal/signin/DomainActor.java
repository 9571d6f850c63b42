package im.linnet.fleet.internal.signin;

import im.linnet.fleet.SignInRate;
import im.linnet.fleet.internal.wire.FleetMessage;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;

/**
 * The one place in the cluster where the sign-ins at one server wait for their turn. When it moves
 * to another node, those that wait go there first.
 */
public final class DomainActor extends AbstractActorWithTimers {

  private static final Duration STEP = Duration.ofMillis(50);

  private final SignInQueue<ActorRef> queue;
  private final Supplier<ActorRef> domains;
  private String domain = "";

  private DomainActor(SignInRate rate, Supplier<ActorRef> domains) {
    this.domains = domains;
    queue = new SignInQueue<>(rate, System.nanoTime());
  }

  /** The queue must leave this node, as its shard does. */
  public record HandOff() {}

  private enum Tick {
    DUE
  }

  /**
   * How to make one.
   *
   * @param rate the rate of the domain
   * @param domains leads to the queues of all domains
   * @return the props
   */
  public static Props props(SignInRate rate, Supplier<ActorRef> domains) {
    return Props.create(DomainActor.class, () -> new DomainActor(rate, domains));
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(FleetMessage.SignIn.class, this::ask)
        .matchEquals(Tick.DUE, tick -> grant())
        .match(HandOff.class, told -> handOff())
        .build();
  }

  private void ask(FleetMessage.SignIn wish) {
    domain = wish.domain();
    queue.ask(wish.account(), getSender(), wish.resume(), wish.leftMillis(), System.nanoTime());
    grant();
  }

  private void handOff() {
    for (SignInQueue.Waiting<ActorRef> each : queue.drain(System.nanoTime())) {
      FleetMessage.SignIn wish =
          new FleetMessage.SignIn(domain, each.account(), each.resume(), each.leftMillis());
      domains.get().tell(wish, each.asker());
    }
    getContext().stop(getSelf());
  }

  private void grant() {
    queue
        .due(System.nanoTime())
        .forEach(asker -> asker.tell(new FleetMessage.Permitted(), getSelf()));
    if (queue.size() > 0) {
      getTimers().startSingleTimer(Tick.DUE, Tick.DUE, STEP);
    }
  }
}
