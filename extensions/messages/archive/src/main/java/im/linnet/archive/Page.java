package im.linnet.archive;

import im.linnet.archive.MessageQuery.Direction;
import im.linnet.xml.Element;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of an archive (XEP-0313, section 4.3). Immutable. */
public final class Page {

  private final MessageQuery query;
  private final List<ArchivedMessage> messages;
  private final ResultSet set;
  private final PageEnds ends;
  private final boolean complete;
  private final boolean stable;

  private Page(MessageQuery query, List<ArchivedMessage> messages, Element fin) {
    this.query = query;
    this.messages = List.copyOf(messages);
    set = ResultSet.in(fin);
    ends = PageEnds.of(query.paging().flipped(), messages, set);
    // Prosody calls an empty page complete even if none other was asked for.
    complete = isTrue(fin.attribute("complete")) && query.paging().max() > 0;
    String stability = fin.attribute("stable");
    stable = stability == null || isTrue(stability);
  }

  /**
   * Makes a page of the results and the answer after them. What is before the start of the query is
   * left out: Prosody 13.0.1 returns the last message of all if none is recent enough.
   */
  static Page of(MessageQuery query, List<ArchivedMessage> results, Element fin) {
    Instant start = query.firstSecond();
    List<ArchivedMessage> messages = new ArrayList<>(results);
    if (start != null) {
      messages.removeIf(message -> isBefore(message, start));
    }
    return new Page(query, messages, fin);
  }

  private static boolean isBefore(ArchivedMessage message, Instant start) {
    Instant time = message.time();
    return time != null && time.isBefore(start);
  }

  private static boolean isTrue(@Nullable String value) {
    return value != null && (value.equals("true") || value.equals("1"));
  }

  /** {@return the query that this page answers} */
  public MessageQuery query() {
    return query;
  }

  /**
   * The messages in the order in which the archive sent them: the oldest first, or the latest first
   * if it {@linkplain MessageQuery#flipped() flipped} the page.
   *
   * @return the messages, without malformed ones
   */
  public List<ArchivedMessage> messages() {
    return messages;
  }

  /** {@return the id of the oldest message in the page, or null if the page is empty} */
  public @Nullable String first() {
    return ends.oldest();
  }

  /** {@return the id of the latest message in the page, or null if the page is empty} */
  public @Nullable String last() {
    return ends.latest();
  }

  /**
   * Whether the archive says that no page follows in the direction of the query. False does not
   * mean that there is one: the archive may not say.
   *
   * @return whether it does
   */
  public boolean isComplete() {
    return complete;
  }

  /**
   * Whether the content is final. If not, the archive may later answer the same query with other
   * messages or another order (section 4.3.2), so the page should not be stored.
   *
   * @return whether it is
   */
  public boolean isStable() {
    return stable;
  }

  /** {@return how many messages match the query on all pages, about; null if not known} */
  public @Nullable Integer count() {
    return set.count();
  }

  /** {@return how many matching messages precede this page, about; null if not known} */
  public @Nullable Integer index() {
    return set.index();
  }

  /**
   * The query for the page after this one, with later messages.
   *
   * @return the query, or null if this page is empty
   */
  public @Nullable MessageQuery next() {
    String last = last();
    return last == null ? null : query.after(last);
  }

  /**
   * The query for the page before this one, with earlier messages.
   *
   * @return the query, or null if this page is empty
   */
  public @Nullable MessageQuery previous() {
    String first = first();
    return first == null ? null : query.before(first);
  }

  /** The query for the page that follows in the direction of the query. */
  @Nullable MessageQuery further() {
    return query.paging().direction() == Direction.FORWARD ? next() : previous();
  }

  /** The messages in the direction of the query: the latest first if it goes backward. */
  List<ArchivedMessage> inDirection() {
    boolean backward = query.paging().direction() == Direction.BACKWARD;
    if (backward == ends.flipped()) {
      return messages;
    }
    List<ArchivedMessage> reversed = new ArrayList<>(messages);
    Collections.reverse(reversed);
    return reversed;
  }

  @Override
  public String toString() {
    return "Page[%d messages, from %s to %s, complete=%s]"
        .formatted(messages.size(), ends.oldest(), ends.latest(), complete);
  }
}
