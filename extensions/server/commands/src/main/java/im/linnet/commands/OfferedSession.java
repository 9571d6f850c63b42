package im.linnet.commands;

import im.linnet.commands.CommandReply.Asked;
import im.linnet.jid.Jid;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A session of somebody who executes a command of this client (XEP-0050, section 3.3). Thread-safe,
 * because handlers may complete on any thread.
 */
final class OfferedSession {

  /** Stages to go back to; beyond it the earliest is forgotten. */
  private static final int MAX_STAGES = 32;

  /** A stage as it was sent. */
  record Stage(CommandReply reply, Asked asked) {}

  /** What the session waits for. */
  sealed interface State {}

  /** The requester has to answer the stage on top of the stack. */
  record Asking() implements State {}

  /** A handler has to reply; requests meanwhile are refused, except to cancel. */
  record Working() implements State {}

  /** No longer. */
  record Ended() implements State {}

  private final String id;
  private final Jid owner;
  private final Offer offer;
  private final Deque<Stage> stages = new ArrayDeque<>();
  private State state = new Working();
  private long usedAt;

  OfferedSession(String id, Jid owner, Offer offer, long now) {
    this.id = id;
    this.owner = owner;
    this.offer = offer;
    this.usedAt = now;
  }

  String id() {
    return id;
  }

  String node() {
    return offer.node();
  }

  Jid owner() {
    return owner;
  }

  Offer offer() {
    return offer;
  }

  synchronized State state() {
    return state;
  }

  synchronized void used(long now) {
    usedAt = now;
  }

  synchronized long usedAt() {
    return usedAt;
  }

  /** The stage to answer, or null before the first. */
  synchronized @Nullable Stage current() {
    return stages.peekLast();
  }

  /** Whether the current stage is the first one, so that there is no way back. */
  synchronized boolean isFirst() {
    return stages.size() <= 1;
  }

  /** A handler has the answer of the current stage. */
  synchronized void work() {
    if (state instanceof Asking) {
      state = new Working();
    }
  }

  /** The handler wants another stage answered. False if the session has ended meanwhile. */
  synchronized boolean ask(Stage stage) {
    if (state instanceof Ended) {
      return false;
    }
    stages.addLast(stage);
    if (stages.size() > MAX_STAGES) {
      stages.removeFirst();
    }
    state = new Asking();
    return true;
  }

  /** The handler has refused the answer. False if there is no stage to answer again. */
  synchronized boolean askAgain() {
    if (state instanceof Ended || stages.isEmpty()) {
      return false;
    }
    state = new Asking();
    return true;
  }

  /** Goes back. Null if there is no earlier stage. */
  synchronized @Nullable Stage back() {
    if (!(state instanceof Asking) || stages.size() < 2) {
      return null;
    }
    stages.removeLast();
    return stages.peekLast();
  }

  /** Ends it. False if it has ended already. */
  synchronized boolean end() {
    boolean open = !(state instanceof Ended);
    state = new Ended();
    stages.clear();
    return open;
  }
}
