package im.linnet.benchmarks.chaos;

import im.linnet.connection.ConnectionState;
import im.linnet.connection.WireEvent;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The traffic on a client's wire: records which numbers of the peer arrived, before the library
 * processes them, and keeps the last events. Safe for use by any thread.
 */
final class Trace {

  private static final int KEPT = 60;
  private static final Pattern ID = Pattern.compile("^<message[^>]* id=['\"]([ab])(\\d+)['\"]");

  private final Inbox wire;
  private final @Nullable PrintWriter file;
  private boolean mayGoBack;
  private int lastSent = -1;
  private int sentOutOfOrder;
  private final String peer;
  private final Deque<String> last = new ArrayDeque<>();

  /**
   * The trace of a client that receives from a peer.
   *
   * @param file the file for all events, or null
   */
  Trace(String peer, @Nullable PrintWriter file) {
    this.peer = peer;
    this.file = file;
    this.wire = new Inbox(peer);
  }

  synchronized void add(WireEvent event) {
    keep((event.outgoing() ? "> " : "< ") + event.xml());
    Matcher id = ID.matcher(event.xml());
    if (!id.find()) {
      return;
    }
    int number = Integer.parseInt(id.group(2));
    if (event.outgoing()) {
      sent(number);
    } else if (id.group(1).equals(peer)) {
      wire.arrived(number);
    }
  }

  /** Checks that numbers are consecutive, except the first one on a connection. */
  private void sent(int number) {
    sentOutOfOrder += mayGoBack || number == lastSent + 1 ? 0 : 1;
    mayGoBack = false;
    lastSent = number;
  }

  /** How many numbers the client sent out of order, not counting repetitions. */
  synchronized int sentOutOfOrder() {
    return sentOutOfOrder;
  }

  synchronized void state(ConnectionState state) {
    keep("- " + state);
    mayGoBack = true;
  }

  private void keep(String line) {
    if (file != null) {
      file.println(line);
    }
    if (last.size() == KEPT) {
      last.removeFirst();
    }
    last.addLast(line.length() > 200 ? line.substring(0, 200) + "..." : line);
  }

  /** The numbers as they came over the wire. */
  Inbox wire() {
    return wire;
  }

  /** Closes the file. */
  synchronized void close() {
    if (file != null) {
      file.close();
    }
  }

  /** The last events, oldest first. */
  synchronized List<String> last() {
    return List.copyOf(last);
  }
}
