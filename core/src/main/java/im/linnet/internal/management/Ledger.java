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
 * acknowledged. The number of stanzas sent is no field of its own: it is always the number
 * acknowledged, plus those answered since, plus what waits, modulo 2^32, so they can't drift apart
 * and resuming changes neither.
 *
 * <p>A request that was answered has arrived, whatever the server has acknowledged by then; so it
 * waits no more. Only the oldest is looked at, which in a stream of requests is the one: what waits
 * behind another stanza goes with the next acknowledgement.
 *
 * <p>Not thread-safe: belongs to the event loop.
 */
public final class Ledger {

  /** How many stanzas may wait for their acknowledgement. */
  public static final int CAPACITY = 4096;

  /** How much they may weigh together before no more should be sent. */
  public static final long MOST_WEIGHT = 16L << 20;

  /** The namespace of stream management. */
  public static final String NAMESPACE = "urn:xmpp:sm:3";

  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final long MASK = 0xFFFF_FFFFL;

  /**
   * A stanza that was sent; told once either that it was acknowledged or that nobody knows. What it
   * is told changes nothing, unless it says otherwise.
   */
  public interface Entry {

    /** {@return the stanza as it is sent, the second time too} */
    Element stanza();

    /** {@return about how many characters it takes} */
    long weight();

    /** It was written to a connection; may come more than once, or never. */
    default void written() {}

    /** The server has taken responsibility for it. */
    default void acknowledged() {}

    /**
     * It may have arrived or not, and nobody will ever know.
     *
     * @param why what made it so
     */
    default void uncertain(XmppException why) {}
  }

  private final Deque<Entry> waiting = new ArrayDeque<>();
  private long weight;
  private long acknowledged;

  /** How many stanzas next to those acknowledged were requests that were answered. */
  private long answered;

  /** How many stanzas from the server counted before this program had the stream, modulo 2^32. */
  private final long handledBefore;

  /** How many it has received since. */
  private long received;

  /** For how many of these it has told the server that they are handled. */
  private long told;

  /** How a count that goes back is logged: the first one is worth a warning. */
  private Level complaint = Level.WARN;

  /** The ledger of a stream on which nothing has been counted. */
  public Ledger() {
    this(0, 0);
  }

  /**
   * A ledger with a past.
   *
   * @param acknowledged how many stanzas the server has acknowledged, modulo 2^32
   * @param handled how many stanzas from the server were handled, modulo 2^32
   */
  public Ledger(long acknowledged, long handled) {
    this.acknowledged = acknowledged & MASK;
    this.handledBefore = handled & MASK;
  }

  /** Notes a stanza from the server. */
  public void received() {
    received++;
  }

  /**
   * How far the stanzas from the server are handled, to tell the server: what it hears once is
   * never taken back.
   *
   * @param waiting how many of those received last wait for their subscribers
   * @return how many are handled, modulo 2^32
   */
  public long handled(long waiting) {
    told = Math.max(told, received - Math.min(waiting, received));
    return (handledBefore + told) & MASK;
  }

  /** {@return how many of those received since this program has the stream the server knows of} */
  public long told() {
    return told;
  }

  /** {@return whether the server has not been told of all that were received} */
  public boolean owes() {
    return told < received;
  }

  /**
   * How many stanzas from the server are here, to tell the server where the stream goes on: those
   * that wait for their subscribers will have them.
   *
   * @return how many, modulo 2^32
   */
  public long handled() {
    return handled(0);
  }

  /** {@return how many stanzas the server has by its counts and answers, modulo 2^32} */
  public long acknowledged() {
    return (acknowledged + answered) & MASK;
  }

  /** {@return how many stanzas were sent, modulo 2^32} */
  public long sent() {
    return (acknowledged + answered + waiting.size()) & MASK;
  }

  /** {@return how many stanzas wait for their acknowledgement} */
  public int size() {
    return waiting.size();
  }

  /** {@return whether nothing more should be sent before something is acknowledged} */
  public boolean isFull() {
    return waiting.size() >= CAPACITY || weight >= MOST_WEIGHT;
  }

  /**
   * Notes a stanza that was given to the connection.
   *
   * @param entry the stanza
   */
  public void sent(Entry entry) {
    waiting.addLast(entry);
    weight += entry.weight();
  }

  /**
   * A request was answered: if nothing older waits, it waits no more.
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
   * The server acknowledges (XEP-0198, section 4). A count that goes back is logged and changes
   * nothing.
   *
   * @param h how many stanzas it has handled, 0 to 2^32 - 1
   * @throws StreamException if that is more than were sent
   */
  public void acknowledge(long h) {
    if (isBehind(h)) {
      warn(h);
    } else {
      advance(h);
    }
  }

  /** Once: who is told the same a million times learns no more by it. */
  private void warn(long h) {
    LOG.atLevel(complaint)
        .log("The server acknowledged {} stanzas after {}: ignored", h, acknowledged);
    complaint = Level.DEBUG;
  }

  /**
   * The server resumes the stream (XEP-0198, section 5); what is left is to be sent again.
   *
   * @param h how many stanzas it has handled, 0 to 2^32 - 1
   * @throws StreamException if that is more than were sent, or less than it had acknowledged: then
   *     stanzas are missing that nobody has any more
   */
  public void resumed(long h) {
    if (isBehind(h)) {
      throw StreamException.byClient(
          Condition.UNDEFINED_CONDITION,
          "The server resumes the stream at stanza %d, but had acknowledged %d"
              .formatted(h, acknowledged));
    }
    advance(h);
    // Those are not sent again, should the server not have counted them.
    answered = 0;
  }

  /**
   * Tells whether a count can be true: whether it is of no more stanzas than were sent.
   *
   * @param h how many stanzas the server says it has handled, 0 to 2^32 - 1
   * @return false if it is of more
   */
  public boolean isPossible(long h) {
    return isBehind(h) || advanceTo(h) <= answered + waiting.size();
  }

  private long advanceTo(long h) {
    return (h - acknowledged) & MASK;
  }

  /** Whether a count lies before the last one, on the circle of 2^32 numbers. */
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

  /** {@return what waits for its acknowledgement, in the order sent} */
  public List<Entry> waiting() {
    return List.copyOf(waiting);
  }

  /**
   * Hands back all that waits: it never will be acknowledged. The stanzas still count as sent.
   *
   * @param why what made it so
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
