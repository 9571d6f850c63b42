package im.linnet.fleet.internal.session;

import im.linnet.fleet.internal.session.SessionMessage.SendOver;
import im.linnet.fleet.internal.wire.FleetMessage;
import im.linnet.fleet.internal.wire.FleetMessage.Outcome;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;

/**
 * What is sent in one account: a bounded number is under way, or waits for a connection. Each asker
 * gets one outcome. Used by its actor alone.
 */
final class Sends {

  private final NodeParts parts;
  private final String account;
  private final ActorRef self;
  private final Deque<Waiting> waiting = new ArrayDeque<>(1);
  private int open;

  private record Waiting(Element stanza, ActorRef asker, long nanos) {}

  Sends(NodeParts parts, String account, ActorRef self) {
    this.parts = parts;
    this.account = account;
    this.self = self;
  }

  /** Whether there is room for one more; if not, the asker is told. */
  boolean hasRoom(ActorRef asker) {
    boolean room = open + waiting.size() < parts.limits().open();
    if (!room) {
      parts.figures().refused.increment();
      asker.tell(Outcomes.full("The account has too many stanzas under way"), self);
    }
    return room;
  }

  void await(Element stanza, ActorRef asker) {
    waiting.add(new Waiting(stanza, asker, System.nanoTime()));
  }

  void give(Run run, Element element, ActorRef asker) {
    Stanza stanza = Stanza.of(element);
    if (stanza == null) {
      asker.tell(new Outcome(Outcome.Result.REFUSED, "The stanza has a malformed address"), self);
      return;
    }
    open++;
    run.session()
        .deliver(stanza)
        .whenComplete(
            (done, failure) -> self.tell(new SendOver(asker, Outcomes.of(failure)), self));
  }

  /** Gives what waits to a session that is online. */
  void flush(Run run) {
    drain(send -> give(run, send.stanza(), send.asker()));
  }

  void over(SendOver over) {
    open--;
    over.asker().tell(over.outcome(), self);
  }

  int open() {
    return open;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Tells those that have waited for too long. */
  void expire() {
    long before = System.nanoTime() - parts.limits().send().toNanos();
    Outcome late = Outcomes.notSent("There was no connection in time");
    while (!waiting.isEmpty() && waiting.peek().nanos() - before < 0) {
      waiting.remove().asker().tell(late, self);
    }
  }

  /** Tells all that wait the same. */
  void end(Outcome outcome) {
    drain(send -> send.asker().tell(outcome, self));
  }

  /** Sends what waits to where the account is next. */
  void forward() {
    drain(
        send ->
            parts
                .sessions()
                .get()
                .tell(new FleetMessage.Deliver(account, send.stanza()), send.asker()));
  }

  private void drain(Consumer<Waiting> each) {
    while (!waiting.isEmpty()) {
      each.accept(waiting.remove());
    }
  }
}
