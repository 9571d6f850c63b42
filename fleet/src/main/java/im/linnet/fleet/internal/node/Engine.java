package im.linnet.fleet.internal.node;

import im.linnet.fleet.FleetHealth;
import im.linnet.fleet.internal.meters.Figures;
import im.linnet.fleet.internal.session.ClaimsActor;
import im.linnet.fleet.internal.session.NodeParts;
import im.linnet.fleet.internal.session.SessionActor;
import im.linnet.fleet.internal.session.SessionMessage;
import im.linnet.fleet.internal.signin.DomainActor;
import im.linnet.fleet.internal.vault.MemberWatch;
import im.linnet.fleet.internal.vault.NodeLinks;
import im.linnet.fleet.internal.vault.ReplicatorActor;
import im.linnet.fleet.internal.vault.Ring.Place;
import im.linnet.fleet.internal.vault.VaultActor;
import im.linnet.fleet.internal.wire.FleetMessage;
import im.linnet.fleet.internal.wire.FleetSerializer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.ClusterSharding;
import org.apache.pekko.cluster.sharding.ClusterShardingSettings;
import org.apache.pekko.cluster.singleton.ClusterSingletonManager;
import org.apache.pekko.cluster.singleton.ClusterSingletonManagerSettings;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.serialization.SerializationSetup;
import org.apache.pekko.serialization.SerializerDetails;

/** The engine of a node: its actors, and how they are wired. */
final class Engine {

  private static final String SESSIONS = "account";
  private static final String DOMAINS = "domain";

  /** Threads that may wait, as programs read secrets when they build clients. */
  private static final String PATIENT = "pekko.actor.default-blocking-io-dispatcher";

  private static final Duration MOVED = Duration.ofSeconds(5);

  private final NodeSettings settings;
  private final ActorSystem system;
  private final Cluster cluster;
  private final MemberWatch members;
  private final NodeLinks links;
  private final Figures figures;
  private final ActorRef keeper;
  private final ActorRef vault;
  private final ActorRef sessions;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile ReplicatorActor.Cover cover = new ReplicatorActor.Cover(null, false);

  /** Why a node ends that is told to. */
  private record Leave() implements CoordinatedShutdown.Reason {}

  Engine(NodeSettings settings, Figures figures, Changes changes) {
    this.settings = settings;
    this.figures = figures;
    system = ActorSystem.create(settings.name(), setup(settings, figures));
    system.registerOnTermination(() -> ended.complete(null));
    cluster = Cluster.get(system);
    members = new MemberWatch(cluster);
    links = new NodeLinks(settings.name());
    keeper = system.actorOf(KeeperActor.props(changes), NodeLinks.KEEPER);
    Supplier<ActorRef> all = () -> ClusterSharding.get(system).shardRegion(SESSIONS);
    vault = system.actorOf(VaultActor.props(all, figures), NodeLinks.VAULT);
    sessions = shard(SESSIONS, sessionProps(all, changes), new SessionMessage.HandOff());
    if (settings.signIns().limited()) {
      Supplier<ActorRef> domains = () -> ClusterSharding.get(system).shardRegion(DOMAINS);
      shard(DOMAINS, DomainActor.props(settings.signIns(), domains), new DomainActor.HandOff());
    }
    reconcile(all);
    CoordinatedShutdown ending = CoordinatedShutdown.get(system);
    ending.addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "linnet-cut", () -> cut(ending));
    ending.addTask(CoordinatedShutdown.PhaseClusterExiting(), "linnet-copies", this::moved);
  }

  private static ActorSystemSetup setup(NodeSettings settings, Figures figures) {
    return ActorSystemSetup.create(
        BootstrapSetup.create(EngineConfig.of(settings)),
        SerializationSetup.create(
            made ->
                List.of(
                    SerializerDetails.create(
                        "linnet-fleet",
                        new FleetSerializer(figures.bytes::add),
                        List.<Class<?>>of(FleetMessage.class)))));
  }

  private ActorRef shard(String type, Props props, Object stop) {
    ClusterSharding sharding = ClusterSharding.get(system);
    ClusterShardingSettings own = ClusterShardingSettings.create(system);
    return sharding.start(
        type,
        props,
        own,
        new Accounts(settings.shards()),
        sharding.defaultShardAllocationStrategy(own),
        stop);
  }

  private Props sessionProps(Supplier<ActorRef> all, Changes changes) {
    ActorRef replicator =
        system.actorOf(
            ReplicatorActor.props(links, figures, keeper, told -> cover = told), "replicator");
    ActorRef claims =
        system.actorOf(ClaimsActor.props(links, settings.within().multipliedBy(2)), "claims");
    Place self = members.self();
    NodeParts.Limits limits =
        new NodeParts.Limits(
            settings.openSends(),
            settings.sendLimit(),
            settings.within().plusSeconds(20),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1));
    NodeParts parts =
        new NodeParts(
            self.address(),
            self.uid(),
            settings.factory(),
            all,
            settings.signIns().limited()
                ? () -> ClusterSharding.get(system).shardRegion(DOMAINS)
                : null,
            replicator,
            claims,
            keeper,
            () -> cover.vault() == null ? "" : cover.vault(),
            links,
            limits,
            figures,
            changes,
            settings.uncertain());
    return SessionActor.props(parts).withDispatcher(PATIENT);
  }

  private void reconcile(Supplier<ActorRef> all) {
    if (settings.accounts() != null) {
      Props reader =
          ReconcilerActor.props(settings.accounts(), settings.every(), all, links)
              .withDispatcher(PATIENT);
      system.actorOf(
          ClusterSingletonManager.props(
              reader, PoisonPill.getInstance(), ClusterSingletonManagerSettings.create(system)),
          "reconciler");
    }
  }

  /** A node that was removed can't know what its sessions still do: they are cut first. */
  private CompletionStage<Done> cut(CoordinatedShutdown ending) {
    boolean downed =
        ending
            .getShutdownReason()
            .filter(CoordinatedShutdown.clusterDowningReason()::equals)
            .isPresent();
    if (downed) {
      keeper.tell(new ReplicatorActor.FencedNode(), ActorRef.noSender());
    }
    return CompletableFuture.completedFuture(Done.getInstance());
  }

  /** A node that leaves stays until the others have their copies elsewhere. */
  private CompletionStage<Done> moved() {
    return Patterns.ask(vault, new VaultActor.WhenEmpty(), MOVED)
        .handle((empty, late) -> Done.getInstance());
  }

  /** Done when this node is a member; ends it if that takes too long. */
  CompletionStage<Void> joined() {
    CompletableFuture<Void> up = new CompletableFuture<>();
    cluster.registerOnMemberUp(() -> up.complete(null));
    system
        .getWhenTerminated()
        .thenRun(() -> up.completeExceptionally(new IllegalStateException("The node has ended")));
    up.orTimeout(settings.startLimit().toMillis(), TimeUnit.MILLISECONDS);
    return up.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            system.terminate();
          }
        });
  }

  ActorRef sessions() {
    return sessions;
  }

  /**
   * Done when the actors have ended or the shutdown has, whichever is first: of a node that was
   * removed, the shutdown is never done, as the JVM is ended before, and actors may take longer
   * than their limit. Who waits for one of them while the JVM ends could wait for ever.
   */
  CompletableFuture<Void> leave() {
    var unused =
        CoordinatedShutdown.get(system)
            .runAll(new Leave())
            .whenComplete((done, failure) -> ended.complete(null));
    return ended.copy();
  }

  ActorSystem system() {
    return system;
  }

  FleetHealth health() {
    boolean gone = system.whenTerminated().isCompleted() || cluster.isTerminated();
    ReplicatorActor.Cover now = cover;
    return new FleetHealth(
        gone ? FleetHealth.Status.GONE : status(),
        gone ? List.of() : members.up().stream().map(Place::address).sorted().toList(),
        gone ? List.of() : members.silent(),
        now.vault(),
        now.covered(),
        figures.sessions.sum(),
        figures.online.sum());
  }

  private FleetHealth.Status status() {
    MemberStatus status = cluster.selfMember().status();
    if (status == MemberStatus.down() || status == MemberStatus.removed()) {
      // Before it joins, a node is a member that was removed.
      return CoordinatedShutdown.get(system).getShutdownReason().isPresent()
          ? FleetHealth.Status.GONE
          : FleetHealth.Status.JOINING;
    }
    if (CoordinatedShutdown.get(system).getShutdownReason().isPresent()
        || status == MemberStatus.leaving()
        || status == MemberStatus.exiting()) {
      return FleetHealth.Status.LEAVING;
    }
    return status == MemberStatus.up() ? FleetHealth.Status.MEMBER : FleetHealth.Status.JOINING;
  }
}
