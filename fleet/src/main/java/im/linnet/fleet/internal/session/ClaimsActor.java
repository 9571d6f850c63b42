package im.linnet.fleet.internal.session;

import im.linnet.fleet.internal.session.SessionMessage.ClaimResult;
import im.linnet.fleet.internal.session.SessionMessage.ClaimWish;
import im.linnet.fleet.internal.vault.MemberWatch;
import im.linnet.fleet.internal.vault.NodeLinks;
import im.linnet.fleet.internal.vault.Ring.Place;
import im.linnet.fleet.internal.wire.FleetMessage;
import im.linnet.fleet.internal.wire.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.Cluster;

/**
 * Asks all vaults what they know of accounts that start here, many at a time. Each answer is also a
 * promise: the vault takes nothing more from former sessions. Waits for all members; who does not
 * answer is asked again until it does or is removed, within a limit.
 */
public final class ClaimsActor extends AbstractActorWithTimers {

  private static final Duration GATHER = Duration.ofMillis(10);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final int MOST = 200;

  private final MemberWatch members = new MemberWatch(Cluster.get(getContext().getSystem()));
  private final NodeLinks links;
  private final Duration limit;
  private final Map<String, ActorRef> gathered = new LinkedHashMap<>();
  private final Map<Long, Question> questions = new HashMap<>();
  private final Map<String, Question> asked = new HashMap<>();
  private long ids;

  private enum Tick {
    FLUSH,
    AGAIN
  }

  /** One question to all vaults, about some accounts. */
  private static final class Question {
    private final long since = System.nanoTime();
    private final Map<String, ActorRef> askers;
    private final Set<Place> awaited;
    private final Map<String, Held> best = new HashMap<>();
    private final Map<String, Long> epochs = new HashMap<>();
    private final Map<String, Set<String>> sources = new HashMap<>();

    private Question(Map<String, ActorRef> askers, Set<Place> awaited) {
      this.askers = askers;
      this.awaited = awaited;
    }

    private void add(Held held, String from) {
      epochs.merge(held.account(), held.epoch(), Math::max);
      best.merge(held.account(), held, Held::newest);
      if (held.saved() != null) {
        sources.computeIfAbsent(held.account(), account -> new HashSet<>()).add(from);
      }
    }

    private ClaimResult result(String account) {
      return new ClaimResult(
          epochs.getOrDefault(account, 0L) + 1,
          best.get(account),
          List.copyOf(sources.getOrDefault(account, Set.of())));
    }
  }

  private ClaimsActor(NodeLinks links, Duration limit) {
    this.links = links;
    this.limit = limit;
  }

  /**
   * How to make one.
   *
   * @param links the addresses of nodes
   * @param limit how long to wait for a member that does not answer
   * @return the props
   */
  public static Props props(NodeLinks links, Duration limit) {
    return Props.create(ClaimsActor.class, () -> new ClaimsActor(links, limit));
  }

  @Override
  public void preStart() {
    getTimers().startTimerWithFixedDelay(Tick.AGAIN, Tick.AGAIN, AGAIN);
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(ClaimWish.class, this::wish)
        .match(FleetMessage.Claimed.class, this::claimed)
        .matchEquals(Tick.FLUSH, tick -> flush())
        .matchEquals(Tick.AGAIN, tick -> again())
        .build();
  }

  private void wish(ClaimWish wish) {
    Question running = asked.get(wish.account());
    if (running != null) {
      running.askers.put(wish.account(), getSender());
      return;
    }
    gathered.put(wish.account(), getSender());
    if (gathered.size() >= MOST) {
      flush();
    } else if (!getTimers().isTimerActive(Tick.FLUSH)) {
      getTimers().startSingleTimer(Tick.FLUSH, Tick.FLUSH, GATHER);
    }
  }

  private void flush() {
    if (gathered.isEmpty()) {
      return;
    }
    Set<Place> vaults = new HashSet<>(members.knowing());
    vaults.add(members.self());
    Question question = new Question(new HashMap<>(gathered), vaults);
    gathered.clear();
    long id = ++ids;
    questions.put(id, question);
    question.askers.keySet().forEach(account -> asked.put(account, question));
    ask(id, question);
  }

  private void ask(long id, Question question) {
    FleetMessage.Claim claim = new FleetMessage.Claim(id, List.copyOf(question.askers.keySet()));
    question.awaited.forEach(
        vault -> links.at(getContext(), vault.address(), NodeLinks.VAULT).tell(claim, getSelf()));
  }

  private void claimed(FleetMessage.Claimed answer) {
    Question question = questions.get(answer.id());
    if (question == null) {
      return;
    }
    Address address = getSender().path().address();
    String from = address.hasLocalScope() ? members.self().address() : MemberWatch.name(address);
    answer.held().forEach(held -> question.add(held, from));
    if (answer.last()) {
      question.awaited.removeIf(vault -> vault.address().equals(from));
      finishIfDone(answer.id(), question);
    }
  }

  private void again() {
    for (long id : new ArrayList<>(questions.keySet())) {
      Question question = questions.get(id);
      if (question == null) {
        continue;
      }
      Set<Place> still = new HashSet<>(members.knowing());
      still.add(members.self());
      question.awaited.retainAll(still);
      if (System.nanoTime() - question.since > limit.toNanos()) {
        question.awaited.clear();
      }
      if (!finishIfDone(id, question)) {
        ask(id, question);
      }
    }
  }

  private boolean finishIfDone(long id, Question question) {
    if (!question.awaited.isEmpty()) {
      return false;
    }
    questions.remove(id);
    question.askers.forEach(
        (account, asker) -> {
          asked.remove(account);
          asker.tell(question.result(account), getSelf());
        });
    return true;
  }
}
