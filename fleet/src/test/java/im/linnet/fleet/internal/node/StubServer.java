package im.linnet.fleet.internal.node;

import im.linnet.xml.Element;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server without sockets: it has one stream for each account, which whoever resumes it last owns,
 * and counts as XEP-0198 says. Thread-safe.
 */
final class StubServer {

  private final Map<String, Stream> streams = new HashMap<>();
  private final Map<String, List<Element>> arrived = new HashMap<>();
  private int ids;
  private int binds;
  private long firstBind;
  private long lastBind;
  private int resumptions;
  private int failedResumptions;
  private int displaced;

  private static final class Stream {
    private final String id;
    private @Nullable StubSession holder;
    private long received;
    private long sent;
    private final Deque<Element> unacknowledged = new ArrayDeque<>();

    private Stream(String id) {
      this.id = id;
    }
  }

  /** What a resumption is answered with: the server's count. What it sends again follows. */
  record Resumed(long h) {}

  synchronized String bind(String account, StubSession session) {
    displace(streams.get(account));
    Stream stream = new Stream("stream-" + ++ids);
    stream.holder = session;
    streams.put(account, stream);
    binds++;
    lastBind = System.nanoTime();
    firstBind = binds == 1 ? lastBind : firstBind;
    return stream.id;
  }

  private void displace(@Nullable Stream stream) {
    if (stream != null && stream.holder != null) {
      displaced++;
      stream.holder.displaced();
      stream.holder = null;
    }
  }

  synchronized @Nullable Resumed resume(String account, String id, long h, StubSession session) {
    Stream stream = streams.get(account);
    if (stream == null || !stream.id.equals(id)) {
      failedResumptions++;
      return null;
    }
    long acknowledged = stream.sent - stream.unacknowledged.size();
    if (h < acknowledged || h > stream.sent) {
      // Stale counters are fatal, as with real servers.
      displace(stream);
      streams.remove(account);
      failedResumptions++;
      return null;
    }
    displace(stream);
    stream.holder = session;
    acknowledge(stream, h);
    resumptions++;
    stream.unacknowledged.forEach(session::incoming);
    return new Resumed(stream.received);
  }

  private static void acknowledge(Stream stream, long h) {
    while (stream.sent - stream.unacknowledged.size() < h) {
      stream.unacknowledged.remove();
    }
  }

  /** A stanza of a client; ignored if its connection is not the one. Returns the count, or -1. */
  synchronized long receive(String account, StubSession session, Element stanza) {
    Stream stream = streams.get(account);
    if (stream == null || stream.holder != session) {
      return -1;
    }
    arrived.computeIfAbsent(account, made -> new ArrayList<>()).add(stanza);
    return ++stream.received;
  }

  synchronized void acknowledged(String account, StubSession session, long h) {
    Stream stream = streams.get(account);
    if (stream != null && stream.holder == session) {
      acknowledge(stream, h);
    }
  }

  synchronized void push(String account, Element stanza) {
    Stream stream = streams.get(account);
    if (stream == null) {
      throw new IllegalStateException("No stream of " + account);
    }
    stream.sent++;
    stream.unacknowledged.add(stanza);
    if (stream.holder != null) {
      stream.holder.incoming(stanza);
    }
  }

  /** The connection is gone, the stream stays. */
  synchronized void detach(String account, StubSession session) {
    Stream stream = streams.get(account);
    if (stream != null && stream.holder == session) {
      stream.holder = null;
    }
  }

  synchronized void end(String account, StubSession session) {
    Stream stream = streams.get(account);
    if (stream != null && stream.holder == session) {
      streams.remove(account);
    }
  }

  synchronized @Nullable String holder(String account) {
    Stream stream = streams.get(account);
    return stream == null || stream.holder == null ? null : stream.holder.node();
  }

  synchronized Map<String, Integer> holders() {
    Map<String, Integer> counts = new HashMap<>();
    for (Stream stream : streams.values()) {
      if (stream.holder != null) {
        counts.merge(stream.holder.node(), 1, Integer::sum);
      }
    }
    return counts;
  }

  synchronized List<Element> arrived(String account) {
    return List.copyOf(arrived.getOrDefault(account, List.of()));
  }

  synchronized int binds() {
    return binds;
  }

  /** The time from the first binding to the last one. */
  synchronized Duration binding() {
    return Duration.ofNanos(lastBind - firstBind);
  }

  synchronized int resumptions() {
    return resumptions;
  }

  synchronized int failedResumptions() {
    return failedResumptions;
  }

  /** How often a connection that stood was taken over by another. */
  synchronized int displaced() {
    return displaced;
  }
}
