package im.linnet.journal;

import im.linnet.connection.SavedStream;
import im.linnet.xml.Element;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A stream as the records of a {@link StreamJournal} describe it, for journals that keep the
 * present position rather than all records. Not thread-safe.
 */
public final class StreamCopy {

  private static final long MASK = 0xFFFF_FFFFL;

  private final SavedStream base;
  private final Deque<Element> waiting;
  private long acknowledged;
  private long handled;

  /**
   * The copy after {@link StreamJournal#opened}.
   *
   * @param whole the stream
   */
  public StreamCopy(SavedStream whole) {
    base = whole;
    waiting = new ArrayDeque<>(whole.waiting());
    acknowledged = whole.acknowledged();
    handled = whole.handled();
  }

  /**
   * Adds stanzas.
   *
   * @param stanzas those given to {@link StreamJournal#sending}
   */
  public void sending(List<Element> stanzas) {
    waiting.addAll(stanzas);
  }

  /**
   * Forgets the stanzas that the server has.
   *
   * @param h the count given to {@link StreamJournal#acknowledged}; ignored if it lies before the
   *     last one, or beyond what was recorded
   */
  public void acknowledged(long h) {
    long more = (h - acknowledged) & MASK;
    if (more > waiting.size()) {
      return;
    }
    for (long i = 0; i < more; i++) {
      waiting.removeFirst();
    }
    acknowledged = h & MASK;
  }

  /**
   * Sets the count of handled stanzas.
   *
   * @param h the count given to {@link StreamJournal#handled}
   */
  public void handled(long h) {
    handled = h & MASK;
  }

  /** {@return how many stanzas wait for the server's acknowledgement} */
  public int size() {
    return waiting.size();
  }

  /**
   * The stream for a client that resumes it.
   *
   * @param now the time; as it is not known when the connection was lost, the server is taken to
   *     keep the stream from now on for as long as it announced
   * @return the stream
   */
  public SavedStream saved(Instant now) {
    return SavedStream.builder(base.jid(), base.id(), now.plus(base.max()))
        .max(base.max())
        .location(base.location())
        .acknowledged(acknowledged)
        .handled(handled)
        .waiting(new ArrayList<>(waiting))
        .build();
  }
}
