package im.linnet.benchmarks.chaos;

import im.linnet.failure.Phase;
import im.linnet.failure.TransportException.Reason;
import im.linnet.testkit.net.Stranger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Prints what happened in a run, so that its result can be checked. */
record Report(List<Party> parties, List<Way> ways) {

  void print(Duration taken, int longOutages, long cuts) {
    System.out.printf(
        "%d connections broken in %d s; %d times a client was kept away longer than its stream"
            + " lives%n",
        cuts, taken.toSeconds(), longOutages);
    System.out.println("answered by strangers: " + strangers());
    System.out.printf(
        "noticed by the clients: %d in negotiation, %d about resumption or binding, %d in session;"
            + " %d connections refused%n",
        losses(l -> l.between(Phase.OPENING, Phase.AUTHENTICATING)),
        losses(l -> l.between(Phase.BINDING, Phase.BINDING)),
        losses(l -> l.between(Phase.SESSION, Phase.CLOSING)),
        losses(l -> l.between(Phase.RESOLVING, Phase.CONNECTING)));
    System.out.printf(
        "streams: %d resumed, %d bound anew; reconnecting given up %d times%n",
        losses(Losses::resumed), losses(Losses::bound), losses(Losses::gaveUp));
    System.out.printf(
        "handed back to the senders: %d uncertain, %d not sent, %d returned by the server;"
            + " %d delivered although an earlier one was handed back%n",
        couriers(c -> c.failures(Reason.UNCERTAIN)),
        couriers(c -> c.failures(Reason.NOT_SENT)),
        losses(Losses::returned),
        couriers(Courier::outOfTurn));
    System.out.printf(
        "on the wire: %d came twice (%d of them kept from the subscribers), %d out of order;"
            + " %d went out of order%n",
        total(way -> way.wire().duplicated()),
        total(way -> way.wire().duplicated() - way.inbox().duplicated()),
        total(way -> way.wire().reordered()),
        parties.stream().mapToLong(party -> party.trace().sentOutOfOrder()).sum());
    System.out.printf(
        "acknowledged by the server, but not brought to the recipient's wire, and sent again: %d%n",
        couriers(Courier::vanished));
    for (Way way : ways) {
      notes("delivered: ", way.inbox().notes());
    }
    parties.forEach(party -> notes("", party.losses().notes()));
  }

  private String strangers() {
    Map<String, Long> byName =
        parties.stream()
            .flatMap(party -> party.lines().strangers())
            .collect(Collectors.groupingBy(Stranger::name, TreeMap::new, Collectors.counting()));
    long all = byName.values().stream().mapToLong(Long::longValue).sum();
    return all == 0 ? "none" : "%d connections, %s".formatted(all, byName);
  }

  private static void notes(String where, List<String> notes) {
    notes.forEach(note -> System.out.println("  " + where + note));
  }

  private long losses(ToLongFunction<Losses> of) {
    return parties.stream().mapToLong(party -> of.applyAsLong(party.losses())).sum();
  }

  private long couriers(ToLongFunction<Courier> of) {
    return total(way -> of.applyAsLong(way.courier()));
  }

  private long total(ToLongFunction<Way> of) {
    return ways.stream().mapToLong(of).sum();
  }
}
