package im.linnet.internal.management;

import im.linnet.failure.StreamError;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.XmppException;
import im.linnet.xml.Element;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Both counters of a managed stream (XEP-0198, section 4) and the stanzas that were sent and not
 * acknowledged. The number of stanzas sent has no field of its own: it is always the number
 * acknowledged, plus the requests answered since, plus the stanzas that wait, modulo 2^32. So the
 * numbers can't drift apart, and resumption changes none of them.
 *
 * <p>A request that was answered has arrived, even if the server has not acknowledged it yet, so it
 * no longer waits. Only the oldest entry is checked, which suffices for a stream of requests: a
 * request behind another stanza is removed by the next acknowledgement.
 *
 * <p>Not thread-safe: belongs to the event loop.
 */
public final class Ledger {

  /** How many stanzas may wait for their acknowledgement. */
  public static final int CAPACITY = 4096;

  /** How much they may weigh together before sending has to pause. */
  public static final long MOST_WEIGHT = 16L << 20;

  /** The namespace of stream management. */
  public static final String NAMESPACE = "urn:xmpp:sm:3";

  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final long MASK = 0xFFFF_FFFFL;

  /**
   * A stanza that was sent. It is notified once, either that it was acknowledged or that its fate
   * is unknown. The default methods do nothing.
   */
  public interface Entry {

    /** {@return the stanza as it is sent, also when it is sent again} */
    Element stanza();

    /** {@return its approximate size in characters} */
    long weight();

    /** The stanza was written to a connection; called any number of times, or never. */
    default void written() {}

    /** The server has taken responsibility for the stanza. */
    default void acknowledged() {}

    /**
     * Whether the stanza arrived is unknown and will stay so.
     *
     * @param why the cause
     */
    default void uncertain(XmppException why) {}
  }

  private final Deque<Entry> waiting = new ArrayDeque<>(2);
  private long weight;
  private long acknowledged;

  /** How many stanzas after those acknowledged were requests that have been answered. */
  private long answered;

  /**
   * How many stanzas from the server were counted before this process took over the stream, modulo
   * 2^32.
   */
  private final long handledBefore;

  /** How many stanzas were received since. */
  private long received;

  /** How many of these were reported to the server as handled. */
  private long reported;

  /** The level at which a decreasing count is logged: the first one is a warning. */
  private Level complaint = Level.WARN;

  /** The ledger of a new stream. */
  public Ledger() {
    this(0, 0);
  }

  /**
   * The ledger of a stream taken over.
   *
   * @param acknowledged how many stanzas the server has acknowledged, modulo 2^32
   * @param handled how many stanzas from the server were handled, modulo 2^32
   */
  public Ledger(long acknowledged, long handled) {
    this.acknowledged = acknowledged & MASK;
    this.handledBefore = handled & MASK;
  }

  /** Counts a stanza from the server. */
  public void received() {
    received++;
  }

  /**
   * The count of handled stanzas to report to the server. It never decreases.
   *
   * @param waiting how many of the last stanzas received still wait for subscribers
   * @return how many are handled, modulo 2^32
   */
  public long handled(long waiting) {
    reported = Math.max(reported, received - Math.min(waiting, received));
    return (handledBefore + reported) & MASK;
  }

  /**
   * {@return how many of the stanzas received by this process have been acknowledged to the server}
   */
  public long reported() {
    return reported;
  }

  /** {@return how many stanzas from the server were counted, modulo 2^32} */
  public long counted() {
    return (handledBefore + received) & MASK;
  }

  /** {@return whether some received stanzas have not been acknowledged to the server} */
  public boolean owes() {
    return reported < received;
  }

  /**
   * The count to report on resumption: it includes the stanzas that still wait for subscribers,
   * because they will be handled.
   *
   * @return how many stanzas have been received, modulo 2^32
   */
  public long handled() {
    return handled(0);
  }

  /** {@return how many stanzas the server has, by its acknowledgements and answers, modulo 2^32} */
  public long acknowledged() {
    return (acknowledged + answered) & MASK;
  }

  /** {@return how many stanzas the server has acknowledged, modulo 2^32} */
  public long confirmed() {
    return acknowledged;
  }

  /** {@return how many stanzas were sent, modulo 2^32} */
  public long sent() {
    return (acknowledged + answered + waiting.size()) & MASK;
  }

  /** {@return how many stanzas wait for their acknowledgement} */
  public int size() {
    return waiting.size();
  }

  /** {@return whether nothing more should be sent before an acknowledgement arrives} */
  public boolean isFull() {
    return waiting.size() >= CAPACITY || weight >= MOST_WEIGHT;
  }

  /**
   * Notes a stanza that was passed to the connection.
   *
   * @param entry the stanza
   */
  public void sent(Entry entry) {
    waiting.addLast(entry);
    weight += entry.weight();
  }

  /**
   * A request was answered: removes it if no older stanza waits.
   *
   * @param stanza the request
   */
  public void answered(Element stanza) {
    Entry oldest = waiting.peekFirst();
    if (oldest != null && oldest.stanza().equals(stanza)) {
      answered++;
      removeOldest();
    }
  }

  /**
   * Applies an acknowledgement (XEP-0198, section 4). A decreasing count is logged and otherwise
   * ignored.
   *
   * @param h how many stanzas the server has handled, 0 to 2^32 - 1
   * @throws StreamException if that is more than were sent
   */
  public void acknowledge(long h) {
    if (isBehind(h)) {
      warn(h);
    } else {
      advance(h);
    }
  }

  /** Logs a warning once, because a server may repeat the fault any number of times. */
  private void warn(long h) {
    LOG.atLevel(complaint)
        .log("The server acknowledged {} stanzas after {}: ignored", h, acknowledged);
    complaint = Level.DEBUG;
  }

  /**
   * The server resumes the stream (XEP-0198, section 5); the remaining stanzas have to be sent
   * again.
   *
   * @param h how many stanzas it has handled, 0 to 2^32 - 1
   * @throws StreamException if that is more than were sent, or less than were acknowledged: then
   *     stanzas are missing that neither side has any more
   */
  public void resumed(long h) {
    if (isBehind(h)) {
      throw StreamException.byClient(
          Condition.UNDEFINED_CONDITION,
          "The server resumes the stream at stanza %d, but had acknowledged %d"
              .formatted(h, acknowledged));
    }
    advance(h);
    // Answered requests are not sent again, even if the server has not counted them.
    answered = 0;
  }

  /**
   * Whether a count is possible: not higher than the number of stanzas sent.
   *
   * @param h how many stanzas the server says it has handled, 0 to 2^32 - 1
   * @return false if it is higher
   */
  public boolean isPossible(long h) {
    return isBehind(h) || advanceTo(h) <= answered + waiting.size();
  }

  private long advanceTo(long h) {
    return (h - acknowledged) & MASK;
  }

  /** Whether a count lies before the last one, modulo 2^32. */
  private boolean isBehind(long h) {
    return (int) (h - acknowledged) < 0;
  }

  private void advance(long h) {
    long more = advanceTo(h);
    if (more > answered + waiting.size()) {
      throw tooHigh(h);
    }
    acknowledged = h & MASK;
    long known = Math.min(more, answered);
    answered -= known;
    for (long i = known; i < more; i++) {
      removeOldest();
    }
  }

  private void removeOldest() {
    Entry entry = waiting.removeFirst();
    weight -= entry.weight();
    entry.acknowledged();
  }

  /** XEP-0198, section 6. */
  private StreamException tooHigh(long h) {
    Element details =
        Element.builder("handled-count-too-high", NAMESPACE)
            .attribute("h", Long.toString(h))
            .attribute("send-count", Long.toString(sent()))
            .build();
    return StreamException.byClient(
        new StreamError(Condition.UNDEFINED_CONDITION, "undefined-condition", "", null, details),
        "The server acknowledged %d stanzas, but %d were sent".formatted(h, sent()));
  }

  /** {@return the stanzas that wait for their acknowledgement, in the order sent} */
  public List<Entry> waiting() {
    return List.copyOf(waiting);
  }

  /**
   * Notifies all waiting stanzas that they will never be acknowledged. They still count as sent.
   *
   * @param why the cause
   */
  public void fail(XmppException why) {
    List<Entry> lost = waiting();
    acknowledged = sent();
    answered = 0;
    waiting.clear();
    weight = 0;
    lost.forEach(entry -> entry.uncertain(why));
  }
}
