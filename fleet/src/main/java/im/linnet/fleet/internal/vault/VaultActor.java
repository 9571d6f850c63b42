package im.linnet.fleet.internal.vault;

import im.linnet.fleet.internal.meters.Figures;
import im.linnet.fleet.internal.wire.FleetMessage;
import im.linnet.fleet.internal.wire.Held;
import im.linnet.fleet.internal.wire.Sizes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the copies of other nodes' streams, takes nothing of a node that was removed, and wakes the
 * accounts of a node that is gone until another one has taken them up.
 */
public final class VaultActor extends AbstractActorWithTimers {

  private static final Duration STEP = Duration.ofMillis(100);
  private static final int WOKEN_A_STEP = 500;
  private static final Duration AGAIN = Duration.ofSeconds(10);
  private static final Duration SWEEP = Duration.ofMinutes(1);
  private static final long PART = 256 << 10;

  private final Cluster cluster = Cluster.get(getContext().getSystem());
  private final Copies copies = new Copies();
  private final Supplier<ActorRef> sessions;
  private final Figures figures;
  private final Map<Long, MemberStatus> members = new HashMap<>();
  private final Map<Long, FleetMessage.BatchDone> last = new HashMap<>();

  /** The accounts of gone nodes, with the node's uid, and when to wake them next. */
  private final Map<String, Waking> waking = new LinkedHashMap<>();

  private record Waking(long owner, Instant next, int times) {}

  private final List<ActorRef> waiting = new ArrayList<>();

  /** Answered when no node has its copies here any more, or this is the last one. */
  public record WhenEmpty() {}

  private enum Tick {
    WAKE,
    SWEEP
  }

  private VaultActor(Supplier<ActorRef> sessions, Figures figures) {
    this.sessions = sessions;
    this.figures = figures;
  }

  /**
   * How to make one.
   *
   * @param sessions leads to the sessions
   * @param figures counts
   * @return the props
   */
  public static Props props(Supplier<ActorRef> sessions, Figures figures) {
    return Props.create(VaultActor.class, () -> new VaultActor(sessions, figures));
  }

  @Override
  public void preStart() {
    cluster.subscribe(
        getSelf(), ClusterEvent.initialStateAsEvents(), ClusterEvent.MemberEvent.class);
    getTimers().startTimerWithFixedDelay(Tick.SWEEP, Tick.SWEEP, SWEEP);
  }

  @Override
  public void postStop() {
    cluster.unsubscribe(getSelf());
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(FleetMessage.Batch.class, this::batch)
        .match(FleetMessage.MayConnect.class, this::mayConnect)
        .match(FleetMessage.Claim.class, this::claim)
        .match(FleetMessage.TakenUp.class, this::takenUp)
        .match(FleetMessage.Forget.class, this::forget)
        .match(WhenEmpty.class, asked -> whenEmpty())
        .match(ClusterEvent.MemberRemoved.class, this::removed)
        .match(ClusterEvent.MemberEvent.class, this::changed)
        .matchEquals(Tick.WAKE, tick -> wake())
        .matchEquals(Tick.SWEEP, tick -> copies.sweep(Instant.now()))
        .build();
  }

  private boolean isMember(long owner) {
    MemberStatus status = members.get(owner);
    return status != null && status != MemberStatus.down() && status != MemberStatus.removed();
  }

  private void batch(FleetMessage.Batch batch) {
    if (!isMember(batch.owner())) {
      if (members.containsKey(batch.owner())) {
        getSender().tell(new FleetMessage.BatchRefused(batch.seq(), true), getSelf());
      }
      // Who is not known yet is heard of soon, and asks again.
      return;
    }
    FleetMessage.BatchDone before = last.get(batch.owner());
    if (before != null && before.seq() == batch.seq()) {
      getSender().tell(before, getSelf());
    } else if (isNext(batch, before)) {
      FleetMessage.BatchDone done = new FleetMessage.BatchDone(batch.seq(), apply(batch));
      last.put(batch.owner(), done);
      getSender().tell(done, getSelf());
    } else if (before == null || before.seq() < batch.seq()) {
      getSender().tell(new FleetMessage.BatchRefused(batch.seq(), false), getSelf());
    }
  }

  private static boolean isNext(FleetMessage.Batch batch, FleetMessage.@Nullable BatchDone before) {
    return before == null
        ? batch.first()
        : before.seq() + 1 == batch.seq() || (batch.first() && batch.seq() > before.seq());
  }

  private List<String> apply(FleetMessage.Batch batch) {
    Set<String> fenced = new HashSet<>();
    Instant now = Instant.now();
    batch
        .records()
        .forEach(
            entry -> {
              if (!copies.apply(batch.owner(), entry, now)) {
                fenced.add(entry.account());
              }
            });
    figures.copies = copies.size();
    return List.copyOf(fenced);
  }

  private void mayConnect(FleetMessage.MayConnect wish) {
    if (isMember(wish.owner()) || members.containsKey(wish.owner())) {
      boolean yes = isMember(wish.owner()) && copies.mayConnect(wish.account(), wish.epoch());
      getSender().tell(new FleetMessage.Word(wish.epoch(), yes), getSelf());
    }
  }

  private void claim(FleetMessage.Claim claim) {
    List<Held> part = new ArrayList<>();
    long size = 0;
    Instant now = Instant.now();
    for (String account : claim.accounts()) {
      Held held = copies.claim(account, now);
      if (held != null) {
        Held small =
            new Held(
                account,
                held.epoch(),
                held.copied(),
                held.revision(),
                Sizes.sendable(held.saved()));
        size += 500 + (small.saved() == null ? 0 : Sizes.of(small.saved().waiting()));
        if (size > PART && !part.isEmpty()) {
          getSender().tell(new FleetMessage.Claimed(claim.id(), false, part), getSelf());
          part = new ArrayList<>();
          size = 0;
        }
        part.add(small);
      }
    }
    getSender().tell(new FleetMessage.Claimed(claim.id(), true, part), getSelf());
  }

  private void takenUp(FleetMessage.TakenUp taken) {
    copies.takenUp(taken.account(), taken.epoch(), Instant.now());
    waking.remove(taken.account());
    figures.copies = copies.size();
  }

  private void forget(FleetMessage.Forget forget) {
    copies.forget(forget.owner());
    last.remove(forget.owner());
    figures.copies = copies.size();
    tellIfEmpty();
  }

  private void whenEmpty() {
    waiting.add(getSender());
    tellIfEmpty();
  }

  private void tellIfEmpty() {
    if (copies.size() == 0) {
      waiting.forEach(asker -> asker.tell(new FleetMessage.Ensured(), getSelf()));
      waiting.clear();
    }
  }

  private void changed(ClusterEvent.MemberEvent event) {
    Member member = event.member();
    members.put(member.uniqueAddress().longUid(), member.status());
  }

  /** The uid stays among the members as removed: what it still sends is refused, not ignored. */
  private void removed(ClusterEvent.MemberRemoved event) {
    long gone = event.member().uniqueAddress().longUid();
    changed(event);
    last.remove(gone);
    MemberStatus own = cluster.selfMember().status();
    if (own != MemberStatus.up()) {
      // A node that leaves sees the others removed.
      return;
    }
    Instant now = Instant.now();
    copies.of(gone).forEach(account -> waking.put(account, new Waking(gone, now, 0)));
    wake();
  }

  private void wake() {
    Instant now = Instant.now();
    int woken = 0;
    List<String> over = new ArrayList<>();
    for (Map.Entry<String, Waking> entry : waking.entrySet()) {
      Waking one = entry.getValue();
      if (!copies.holds(entry.getKey(), one.owner())) {
        over.add(entry.getKey());
      } else if (woken < WOKEN_A_STEP && !one.next().isAfter(now)) {
        woken++;
        sessions.get().tell(new FleetMessage.Ensure(entry.getKey(), false), getSelf());
        // Slower each time, as whoever does not come may wait for its turn to sign in.
        int times = Math.min(one.times() + 1, 6);
        entry.setValue(new Waking(one.owner(), now.plus(AGAIN.multipliedBy(times)), times));
      }
    }
    over.forEach(waking::remove);
    if (!waking.isEmpty()) {
      getTimers().startSingleTimer(Tick.WAKE, Tick.WAKE, woken > 0 ? STEP : AGAIN);
    }
  }
}
