package im.linnet.benchmarks.chaos;

import im.linnet.connection.BoundStream;
import im.linnet.failure.Phase;
import im.linnet.failure.TransportException;
import im.linnet.failure.Where;
import im.linnet.failure.XmppException;
import im.linnet.stanza.Message;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Records how a client's connections ended and began. Safe for use by any thread. */
final class Losses {

  private static final int MOST_NOTES = 20;

  private final Map<Phase, Integer> byPhase = new EnumMap<>(Phase.class);
  private final List<String> notes = new ArrayList<>();
  private int resumed;
  private int bound;
  private int returned;
  private int gaveUp;

  synchronized void connected(BoundStream stream) {
    if (stream.resumed()) {
      resumed++;
    } else {
      bound++;
    }
  }

  /** A session was lost or an attempt failed, and the client tries again. */
  synchronized void failed(XmppException cause) {
    Phase phase = phase(cause);
    byPhase.merge(phase == null ? Phase.CONNECTING : phase, 1, Integer::sum);
  }

  private static @org.jspecify.annotations.Nullable Phase phase(XmppException cause) {
    if (cause instanceof TransportException all && !all.attempts().isEmpty()) {
      return phase(all.attempts().get(all.attempts().size() - 1).failure());
    }
    Where where = cause.where();
    return where == null ? null : where.phase();
  }

  /** The client gave up. */
  synchronized void gaveUp(XmppException cause) {
    failed(cause);
    gaveUp++;
    note("gave up: " + cause);
  }

  /** The server sent a message back. */
  synchronized void returned(Message message) {
    returned++;
    note("returned by the server: " + message);
  }

  private void note(String words) {
    if (notes.size() < MOST_NOTES) {
      notes.add(words);
    }
  }

  synchronized int resumed() {
    return resumed;
  }

  synchronized int bound() {
    return bound;
  }

  synchronized int returned() {
    return returned;
  }

  synchronized int gaveUp() {
    return gaveUp;
  }

  /** How many connections ended from one phase to another. */
  synchronized int between(Phase first, Phase last) {
    return byPhase.entrySet().stream()
        .filter(e -> e.getKey().compareTo(first) >= 0 && e.getKey().compareTo(last) <= 0)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** The first few unusual events. */
  synchronized List<String> notes() {
    return List.copyOf(notes);
  }
}
