package im.linnet.benchmarks.chaos;

import im.linnet.stream.ConnectionState;
import im.linnet.stream.WireEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What went over a client's wire: counts which of the other's numbers came, before the library
 * looked at them, and keeps the last events. Safe for use by any thread.
 */
final class Trace {

  private static final int KEPT = 60;
  private static final Pattern ID = Pattern.compile("^<message[^>]* id=['\"]([ab])(\\d+)['\"]");

  private final Inbox wire;
  private final String peer;
  private final Deque<String> last = new ArrayDeque<>();

  /** Of a client whose messages come from there. */
  Trace(String peer) {
    this.peer = peer;
    this.wire = new Inbox(peer);
  }

  synchronized void add(WireEvent event) {
    keep((event.outgoing() ? "> " : "< ") + event.xml());
    Matcher id = ID.matcher(event.xml());
    if (!event.outgoing() && id.find() && id.group(1).equals(peer)) {
      wire.arrived(Integer.parseInt(id.group(2)));
    }
  }

  synchronized void state(ConnectionState state) {
    keep("- " + state);
  }

  private void keep(String line) {
    if (last.size() == KEPT) {
      last.removeFirst();
    }
    last.addLast(line.length() > 200 ? line.substring(0, 200) + "..." : line);
  }

  /** The numbers as they came over the wire. */
  Inbox wire() {
    return wire;
  }

  /** The last events, oldest first. */
  synchronized List<String> last() {
    return List.copyOf(last);
  }
}
