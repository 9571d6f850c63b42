package im.linnet.oldarchive;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which conversations to list (XEP-0136, section 7.1).
 *
 * @param with the contact, or null for all. A bare address stands for all its resources, a domain
 *     for all its users (section 10.1)
 * @param start the earliest start, or null for no limit
 * @param end the latest start, or null for no limit
 */
public record ArchiveQuery(@Nullable Jid with, @Nullable Instant start, @Nullable Instant end) {

  /** {@return all conversations} */
  public static ArchiveQuery all() {
    return new ArchiveQuery(null, null, null);
  }

  /**
   * All conversations with a contact.
   *
   * @param contact the contact
   * @return the query
   */
  public static ArchiveQuery with(Jid contact) {
    return new ArchiveQuery(contact, null, null);
  }

  /**
   * The same query, limited to conversations from a time on.
   *
   * @param time the time
   * @return the narrower query
   */
  public ArchiveQuery from(Instant time) {
    return new ArchiveQuery(with, time, end);
  }

  /**
   * The same query, limited to conversations until a time.
   *
   * @param time the time
   * @return the narrower query
   */
  public ArchiveQuery until(Instant time) {
    return new ArchiveQuery(with, start, time);
  }

  /** The {@code <list/>}, to which a page can be added. */
  ElementBuilder toBuilder() {
    return Element.builder("list", OldArchive.NAMESPACE)
        .attribute("with", with == null ? null : with.toString())
        .attribute("start", text(start))
        .attribute("end", text(end));
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
