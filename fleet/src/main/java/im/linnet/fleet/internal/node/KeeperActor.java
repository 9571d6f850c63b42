package im.linnet.fleet.internal.node;

import im.linnet.fleet.FleetChange;
import im.linnet.fleet.internal.session.KeeperMessage;
import im.linnet.fleet.internal.session.SessionMessage;
import im.linnet.fleet.internal.vault.MemberWatch;
import im.linnet.fleet.internal.vault.ReplicatorActor;
import im.linnet.fleet.internal.wire.FleetMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;

/**
 * Knows the sessions of this node, tells them what concerns all, and the program who comes and
 * goes.
 */
final class KeeperActor extends AbstractActor {

  private final Cluster cluster = Cluster.get(getContext().getSystem());
  private final Map<String, ActorRef> sessions = new HashMap<>();
  private final Consumer<FleetChange> changes;

  private KeeperActor(Consumer<FleetChange> changes) {
    this.changes = changes;
  }

  static Props props(Consumer<FleetChange> changes) {
    return Props.create(KeeperActor.class, () -> new KeeperActor(changes));
  }

  @Override
  public void preStart() {
    cluster.subscribe(
        getSelf(),
        ClusterEvent.initialStateAsEvents(),
        ClusterEvent.MemberEvent.class,
        ClusterEvent.UnreachableMember.class);
  }

  @Override
  public void postStop() {
    cluster.unsubscribe(getSelf());
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(KeeperMessage.Joined.class, own -> sessions.put(own.account(), getSender()))
        .match(KeeperMessage.Left.class, own -> sessions.remove(own.account(), getSender()))
        .match(FleetMessage.RoundDone.class, done -> tellAll(new SessionMessage.Round()))
        .match(ReplicatorActor.FencedAccounts.class, this::fence)
        .match(ReplicatorActor.FencedNode.class, node -> tellAll(new SessionMessage.Fence(true)))
        .match(
            ClusterEvent.MemberUp.class,
            up -> changes.accept(new FleetChange.NodeUp(MemberWatch.name(up.member().address()))))
        .match(
            ClusterEvent.MemberRemoved.class,
            gone ->
                changes.accept(new FleetChange.NodeGone(MemberWatch.name(gone.member().address()))))
        .match(
            ClusterEvent.UnreachableMember.class,
            silent ->
                changes.accept(
                    new FleetChange.NodeSilent(MemberWatch.name(silent.member().address()))))
        .match(ClusterEvent.MemberEvent.class, other -> {})
        .build();
  }

  private void tellAll(SessionMessage message) {
    sessions.values().forEach(session -> session.tell(message, getSelf()));
  }

  private void fence(ReplicatorActor.FencedAccounts fenced) {
    for (String account : fenced.accounts()) {
      ActorRef session = sessions.get(account);
      if (session != null) {
        session.tell(new SessionMessage.Fence(false), getSelf());
      }
    }
  }
}
