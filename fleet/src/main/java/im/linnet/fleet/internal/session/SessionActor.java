package im.linnet.fleet.internal.session;

import im.linnet.connection.SavedStream;
import im.linnet.fleet.AccountState;
import im.linnet.fleet.internal.session.SessionMessage.Tick;
import im.linnet.fleet.internal.vault.NodeLinks;
import im.linnet.fleet.internal.vault.ReplicatorActor;
import im.linnet.fleet.internal.wire.FleetMessage;
import im.linnet.fleet.internal.wire.FleetMessage.Outcome;
import im.linnet.jid.Jid;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the session of one account: asks the vaults what is known, takes the stream up or begins a
 * new one, and gives it on when its shard leaves this node.
 *
 * <pre>
 *   IDLE ──Ensure, Deliver──► CLAIMING ──what the vaults know──► RUNNING ──HandOff──► DRAINING
 *     └──TakeUp: the last word of the former session──────────────►│                     │
 *                                       fenced, released, unwanted ▼                     ▼
 *                                                                ENDING ──► stopped ◄── LEAVING
 * </pre>
 */
public final class SessionActor extends AbstractActorWithTimers {

  private static final Logger LOG = LoggerFactory.getLogger(SessionActor.class);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);
  private static final Duration DRAIN = Duration.ofSeconds(2);
  private static final Duration EXPIRE = Duration.ofSeconds(1);
  private static final int ROUNDS = 2;

  private final NodeParts parts;
  private final String account;
  private final Sends sends;
  private final Standing standing;
  private final Retries retries;
  private Phase phase = Phase.IDLE;
  private @Nullable Run run;
  private FleetMessage.@Nullable TakeUp offered;
  private boolean settled = true;
  private boolean handOff;
  private boolean again;
  private int missed;

  private enum Phase {
    IDLE,
    CLAIMING,
    RUNNING,
    DRAINING,
    LEAVING,
    ENDING
  }

  private SessionActor(NodeParts parts) {
    this.parts = parts;
    account = URLDecoder.decode(getSelf().path().name(), StandardCharsets.UTF_8);
    sends = new Sends(parts, account, getSelf());
    standing = new Standing(parts, account);
    retries = new Retries(parts.limits().retry());
  }

  /**
   * How to make one.
   *
   * @param parts what the sessions of the node share
   * @return the props
   */
  public static Props props(NodeParts parts) {
    return Props.create(SessionActor.class, () -> new SessionActor(parts));
  }

  /** One clause, as each costs memory in each actor. */
  @Override
  public Receive createReceive() {
    return receiveBuilder().matchAny(this::receive).build();
  }

  private void receive(Object message) {
    if (message instanceof FleetMessage.ToAccount named) {
      named(named);
    } else if (message instanceof FleetMessage.Permitted) {
      desk(PermitDesk::permitted);
    } else if (message instanceof FleetMessage.Word word) {
      Run current = run;
      if (current != null && !current.desk().word(word)) {
        fence(false);
      }
    } else if (message instanceof SessionMessage own) {
      own(own);
    } else if (!(message instanceof FleetMessage.Ensured)) {
      unhandled(message);
    }
  }

  private void named(FleetMessage.ToAccount message) {
    if (message instanceof FleetMessage.Ensure ensure) {
      ensure(ensure);
    } else if (message instanceof FleetMessage.TakeUp up) {
      takeUp(up);
    } else if (message instanceof FleetMessage.Deliver deliver) {
      deliver(deliver);
    } else if (message instanceof FleetMessage.Ask) {
      getSender().tell(new FleetMessage.Told(standing.state()), getSelf());
      if (phase == Phase.IDLE) {
        end();
      }
    } else if (message instanceof FleetMessage.Release) {
      getSender().tell(new FleetMessage.Ensured(), getSelf());
      release();
    }
  }

  private void own(SessionMessage message) {
    if (message instanceof SessionMessage.SendOver over) {
      sendOver(over);
    } else if (message instanceof SessionMessage.Online now) {
      online(now);
    } else if (message instanceof SessionMessage.Offline now) {
      offline(now);
    } else if (message instanceof SessionMessage.PermitWish wish) {
      permit(wish);
    } else if (message instanceof SessionMessage.ClaimResult result) {
      claimed(result);
    } else if (message instanceof SessionMessage.Recorded recorded) {
      recorded(recorded.sources());
    } else if (message instanceof SessionMessage.Fence fence) {
      fence(fence.node());
    } else if (message instanceof SessionMessage.Over over) {
      over(over.saved());
    } else {
      signal(message);
    }
  }

  private void signal(SessionMessage message) {
    if (message instanceof SessionMessage.HandOff) {
      handOff();
    } else if (message instanceof SessionMessage.Round) {
      missed++;
      if (missed > ROUNDS) {
        release();
      }
    } else if (message instanceof Tick tick) {
      switch (tick) {
        case ASK -> askAgain();
        case RETRY -> connect();
        case DRAIN -> suspend();
        case EXPIRE -> expire();
      }
    } else if (message instanceof SessionMessage.Uncertain uncertain) {
      parts.figures().uncertain.increment();
      parts.uncertain().accept(Jid.of(account), uncertain.stanza());
    }
  }

  // Starting.

  private void ensure(FleetMessage.Ensure ensure) {
    if (ensure.wanted()) {
      missed = 0;
      getSender().tell(new FleetMessage.Ensured(), getSelf());
    }
    switch (phase) {
      case IDLE -> claim();
      case RUNNING -> {
        if (standing.state() instanceof AccountState.Failed) {
          connect();
        }
        if (!ensure.wanted() && settled) {
          getSender().tell(new FleetMessage.TakenUp(account, epoch()), getSelf());
        }
      }
      case ENDING -> again = true;
      case DRAINING, LEAVING, CLAIMING -> {}
    }
  }

  private long epoch() {
    Run current = run;
    return current == null ? 0 : current.epoch();
  }

  private void takeUp(FleetMessage.TakeUp up) {
    if (phase == Phase.IDLE && up.saved() != null) {
      start(up.epoch(), up.saved(), up.vault().isEmpty() ? List.of() : List.of(up.vault()));
    } else if (phase == Phase.IDLE) {
      claim();
    } else if (phase == Phase.CLAIMING) {
      offered = up;
    } else if (phase == Phase.DRAINING || phase == Phase.LEAVING) {
      parts.sessions().get().tell(up, getSelf());
    }
  }

  private void claim() {
    phase = Phase.CLAIMING;
    standing.connecting();
    parts.claims().tell(new SessionMessage.ClaimWish(account), getSelf());
    getTimers().startTimerWithFixedDelay(Tick.ASK, Tick.ASK, ASK_AGAIN);
  }

  private void claimed(SessionMessage.ClaimResult result) {
    if (phase != Phase.CLAIMING) {
      return;
    }
    SessionMessage.ClaimResult.Choice choice = result.choose(offered);
    offered = null;
    start(choice.epoch(), choice.saved(), result.sources());
  }

  private void start(long epoch, @Nullable SavedStream saved, List<String> sources) {
    phase = Phase.RUNNING;
    standing.began();
    parts.keeper().tell(new KeeperMessage.Joined(account), getSelf());
    standing.connecting();
    settled = saved == null;
    try {
      run = new RunMaker(parts, account, getSelf()).make(epoch, saved, sources);
    } catch (RuntimeException failure) {
      LOG.warn("No session can be made for an account", failure);
      standing.failed(Outcomes.words(failure));
      sends.end(Outcomes.refused(failure));
      end();
      return;
    }
    connect();
  }

  private void recorded(List<String> sources) {
    settled = true;
    FleetMessage.TakenUp taken = new FleetMessage.TakenUp(account, epoch());
    for (String source : sources) {
      parts.links().at(getContext(), source, NodeLinks.VAULT).tell(taken, getSelf());
    }
  }

  // Running.

  private void connect() {
    Run current = run;
    if (current != null && phase == Phase.RUNNING && !standing.isOnline()) {
      standing.connecting();
      // What becomes of it is told by the events.
      var unused = current.session().connect();
    }
  }

  private void permit(SessionMessage.PermitWish wish) {
    Run current = run;
    if (current == null || phase != Phase.RUNNING) {
      wish.answer().complete(false);
    } else {
      current.desk().ask(wish);
      getTimers().startTimerWithFixedDelay(Tick.ASK, Tick.ASK, ASK_AGAIN);
    }
  }

  private void desk(Consumer<PermitDesk> action) {
    Run current = run;
    if (current != null) {
      action.accept(current.desk());
    }
  }

  private void askAgain() {
    Run current = run;
    if (phase == Phase.CLAIMING) {
      parts.claims().tell(new SessionMessage.ClaimWish(account), getSelf());
    } else if (phase == Phase.RUNNING && current != null && current.desk().isOpen()) {
      current.desk().tick();
    } else {
      getTimers().cancel(Tick.ASK);
    }
  }

  private void online(SessionMessage.Online now) {
    Run current = run;
    if (current == null || phase != Phase.RUNNING) {
      return;
    }
    retries.succeeded();
    getTimers().cancel(Tick.RETRY);
    standing.online(now.resumed(), current.taken());
    sends.flush(current);
  }

  private void offline(SessionMessage.Offline now) {
    if (run == null || phase != Phase.RUNNING) {
      return;
    }
    Throwable cause = Outcomes.cause(now.cause());
    if (Retries.isHopeless(cause) && !now.trying()) {
      standing.failed(Outcomes.words(cause));
      sends.end(Outcomes.refused(cause));
      return;
    }
    standing.interrupted(Outcomes.words(cause));
    if (!now.trying() && !getTimers().isTimerActive(Tick.RETRY)) {
      getTimers().startSingleTimer(Tick.RETRY, Tick.RETRY, retries.next());
    }
  }

  // Sending.

  private void deliver(FleetMessage.Deliver send) {
    Run current = run;
    if (phase == Phase.DRAINING || phase == Phase.LEAVING) {
      parts.sessions().get().tell(send, getSender());
    } else if (standing.state() instanceof AccountState.Failed failed) {
      getSender().tell(new Outcome(Outcome.Result.REFUSED, failed.cause()), getSelf());
    } else if (sends.hasRoom(getSender())) {
      if (standing.isOnline() && current != null && phase == Phase.RUNNING) {
        sends.give(current, send.stanza(), getSender());
      } else {
        await(send);
      }
    }
  }

  private void await(FleetMessage.Deliver send) {
    sends.await(send.stanza(), getSender());
    getTimers().startTimerWithFixedDelay(Tick.EXPIRE, Tick.EXPIRE, EXPIRE);
    again |= phase == Phase.ENDING;
    if (phase == Phase.IDLE) {
      claim();
    }
  }

  private void sendOver(SessionMessage.SendOver over) {
    sends.over(over);
    if (phase == Phase.DRAINING && sends.open() == 0) {
      suspend();
    }
  }

  private void expire() {
    sends.expire();
    if (sends.isEmpty()) {
      getTimers().cancel(Tick.EXPIRE);
    }
  }

  // Leaving.

  private void handOff() {
    handOff = true;
    switch (phase) {
      case IDLE -> getContext().stop(getSelf());
      case CLAIMING -> {
        sends.forward();
        FleetMessage.TakeUp last = offered;
        FleetMessage next = last == null ? new FleetMessage.Ensure(account, false) : last;
        parts.sessions().get().tell(next, ActorRef.noSender());
        getContext().stop(getSelf());
      }
      case RUNNING -> {
        if (parts.vault().get().isEmpty()) {
          // There is no other node: the stream ends in order.
          sends.forward();
          release();
          return;
        }
        phase = Phase.DRAINING;
        standing.leaving();
        sends.forward();
        desk(PermitDesk::deny);
        if (sends.open() == 0) {
          suspend();
        } else {
          getTimers().startSingleTimer(Tick.DRAIN, Tick.DRAIN, DRAIN);
        }
      }
      case DRAINING, LEAVING, ENDING -> {}
    }
  }

  private void suspend() {
    Run current = run;
    if (phase != Phase.DRAINING || current == null) {
      return;
    }
    phase = Phase.LEAVING;
    current.suspend(parts.limits().handOver(), getSelf());
  }

  private void over(@Nullable SavedStream saved) {
    Run current = run;
    if (current == null) {
      return;
    }
    boolean leaving = phase == Phase.LEAVING;
    run = null;
    parts.replicator().tell(new ReplicatorActor.Gone(account, current.epoch()), getSelf());
    if (leaving) {
      new LastWord(parts, account).say(current.epoch(), saved);
      getContext().stop(getSelf());
    } else {
      end();
    }
  }

  private void fence(boolean node) {
    Run current = run;
    if (phase == Phase.ENDING || phase == Phase.LEAVING || current == null) {
      return;
    }
    phase = Phase.ENDING;
    standing.fenced();
    current.desk().deny();
    handOff |= node;
    current.suspend(parts.limits().handOver(), getSelf());
  }

  private void release() {
    Run current = run;
    if (phase == Phase.IDLE || (phase == Phase.CLAIMING && sends.isEmpty())) {
      end();
    } else if (phase == Phase.RUNNING && current != null) {
      phase = Phase.ENDING;
      standing.absent();
      current.desk().deny();
      current.close(parts.limits().handOver(), getSelf());
    }
  }

  /** Stops; what arrives in between starts the account anew. */
  private void end() {
    phase = Phase.ENDING;
    if (handOff) {
      getContext().stop(getSelf());
    } else {
      getContext().getParent().tell(new ShardRegion.Passivate(PoisonPill.getInstance()), getSelf());
    }
  }

  @Override
  public void postStop() {
    Run current = run;
    if (current != null) {
      // Cut off without a word: whoever has the copy goes on.
      current.desk().deny();
      var unused = current.session().suspend();
    }
    if (standing.ended()) {
      parts.keeper().tell(new KeeperMessage.Left(account), getSelf());
    }
    if (again && !handOff) {
      sends.forward();
      parts.sessions().get().tell(new FleetMessage.Ensure(account, false), ActorRef.noSender());
    }
    sends.end(Outcomes.notSent("The node that held the account is gone"));
  }
}
