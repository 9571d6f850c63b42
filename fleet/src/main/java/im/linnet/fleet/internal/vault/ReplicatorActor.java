package im.linnet.fleet.internal.vault;

import im.linnet.fleet.internal.meters.Figures;
import im.linnet.fleet.internal.vault.Ring.Place;
import im.linnet.fleet.internal.wire.FleetMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;
import org.jspecify.annotations.Nullable;

/** Gives the records of this node's streams to the vault of the next node. */
public final class ReplicatorActor extends AbstractActorWithTimers {

  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Cluster cluster = Cluster.get(getContext().getSystem());
  private final MemberWatch members = new MemberWatch(cluster);
  private final NodeLinks links;
  private final Figures figures;
  private final ActorRef keeper;
  private final Consumer<Cover> told;
  private final Outgoing outgoing;
  private @Nullable Place vault;
  private @Nullable Place former;
  private boolean joined;
  private boolean removed;

  private enum Tick {
    AGAIN
  }

  /**
   * The session of an account left this node.
   *
   * @param account the bare address
   * @param epoch the session's epoch
   */
  public record Gone(String account, long epoch) {}

  /**
   * Other sessions hold these accounts.
   *
   * @param accounts the bare addresses
   */
  public record FencedAccounts(List<String> accounts) {}

  /** This node was removed: nothing that it holds may go on. */
  public record FencedNode() {}

  /**
   * Where the copies are.
   *
   * @param vault the node that keeps them, as {@code host:port}, or null
   * @param covered whether it has all
   */
  public record Cover(@Nullable String vault, boolean covered) {}

  private ReplicatorActor(NodeLinks links, Figures figures, ActorRef keeper, Consumer<Cover> told) {
    this.links = links;
    this.figures = figures;
    this.keeper = keeper;
    this.told = told;
    outgoing = new Outgoing(cluster.selfUniqueAddress().longUid());
  }

  /**
   * How to make one.
   *
   * @param links the addresses of nodes
   * @param figures counts
   * @param keeper is told who is fenced
   * @param told is told where the copies are
   * @return the props
   */
  public static Props props(
      NodeLinks links, Figures figures, ActorRef keeper, Consumer<Cover> told) {
    return Props.create(
        ReplicatorActor.class, () -> new ReplicatorActor(links, figures, keeper, told));
  }

  @Override
  public void preStart() {
    cluster.subscribe(
        getSelf(), ClusterEvent.initialStateAsEvents(), ClusterEvent.MemberEvent.class);
    getTimers().startTimerWithFixedDelay(Tick.AGAIN, Tick.AGAIN, AGAIN);
  }

  @Override
  public void postStop() {
    cluster.unsubscribe(getSelf());
    outgoing.fail();
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(LocalRecord.class, this::take)
        .match(Gone.class, this::gone)
        .match(FleetMessage.BatchDone.class, this::done)
        .match(FleetMessage.BatchRefused.class, this::refused)
        .match(FleetMessage.MayConnect.class, this::mayConnect)
        .match(ClusterEvent.MemberEvent.class, event -> choose())
        .matchEquals(Tick.AGAIN, tick -> again())
        .build();
  }

  private void take(LocalRecord own) {
    figures.records.increment();
    outgoing.add(own, Instant.now());
    pump();
  }

  private void gone(Gone gone) {
    outgoing.gone(gone.account(), gone.epoch(), Instant.now());
  }

  private void pump() {
    Place to = vault;
    if (removed || !members.acting()) {
      outgoing.fail();
    } else if (to == null) {
      outgoing.complete();
    } else {
      FleetMessage.Batch batch = outgoing.next(Instant.now());
      if (batch != null) {
        figures.batches.increment();
        send(to, batch);
      }
    }
    figures.waiting = outgoing.waiting();
  }

  private void send(Place to, FleetMessage message) {
    links.at(getContext(), to.address(), NodeLinks.VAULT).tell(message, getSelf());
  }

  private void again() {
    choose();
    Place to = vault;
    FleetMessage.Batch flying = outgoing.underWay();
    if (to != null && flying != null && !removed) {
      send(to, flying);
    }
  }

  /** Only members count that are up, silent or not: who is silent may act, until it is removed. */
  private void choose() {
    Place next = Ring.next(members.self(), members.up());
    joined |= members.acting();
    if (!joined) {
      return;
    }
    if (!members.acting()) {
      removed = true;
      pump();
    } else if (!Objects.equals(next, vault)) {
      if (former == null) {
        former = vault;
      }
      vault = next;
      outgoing.restart();
      told.accept(new Cover(next == null ? null : next.address(), false));
      pump();
      if (next == null) {
        // The former one leaves, and waits until it is of no use any more.
        leaveFormer(null);
      }
    }
  }

  private boolean isFromVault() {
    Place to = vault;
    return to != null && MemberWatch.name(getSender().path().address()).equals(to.address());
  }

  private void done(FleetMessage.BatchDone done) {
    if (!isFromVault()) {
      return;
    }
    List<String> fenced = outgoing.done(done, Instant.now());
    if (!fenced.isEmpty()) {
      keeper.tell(new FencedAccounts(fenced), getSelf());
    }
    pump();
    Place to = vault;
    if (outgoing.covered() && to != null) {
      told.accept(new Cover(to.address(), true));
      leaveFormer(to);
    }
  }

  private void leaveFormer(@Nullable Place to) {
    Place before = former;
    former = null;
    if (before != null && !before.equals(to)) {
      send(before, new FleetMessage.Forget(cluster.selfUniqueAddress().longUid()));
    }
  }

  private void refused(FleetMessage.BatchRefused refused) {
    FleetMessage.Batch flying = outgoing.underWay();
    if (!isFromVault() || flying == null || flying.seq() != refused.seq()) {
      return;
    }
    if (refused.removed()) {
      removed = true;
      outgoing.fail();
      keeper.tell(new FencedNode(), getSelf());
    } else {
      outgoing.restart();
      pump();
    }
  }

  /** Of a session of this node, for whom the vault answers. */
  private void mayConnect(FleetMessage.MayConnect wish) {
    Place to = vault;
    if (removed || !members.acting()) {
      getSender().tell(new FleetMessage.Word(wish.epoch(), false), getSelf());
    } else if (to == null) {
      getSender().tell(new FleetMessage.Word(wish.epoch(), true), getSelf());
    } else {
      links.at(getContext(), to.address(), NodeLinks.VAULT).tell(wish, getSender());
    }
  }
}
