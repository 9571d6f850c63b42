package im.linnet.timeline;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A message in the timeline, with how it came there. Immutable value. */
public final class TimelineEntry {

  /** How a message came. */
  public enum Way {
    /** This device received it. */
    LIVE,
    /** This device sent it. */
    HERE,
    /** Another device of the user sent or received it, just now (XEP-0280). */
    CARBON,
    /** It was in the archive (XEP-0313). */
    ARCHIVE
  }

  private final Message message;
  private final Way way;
  private final boolean sent;
  private final Instant time;
  private final @Nullable String archiveId;

  private TimelineEntry(
      Message message, Way way, boolean sent, Instant time, @Nullable String archiveId) {
    this.message = message;
    this.way = way;
    this.sent = sent;
    this.time = time;
    this.archiveId = archiveId;
  }

  /** An entry; who sent the message is known from its way, or from its sender. */
  static TimelineEntry of(
      Message message, Way way, boolean sent, Instant time, @Nullable String archiveId) {
    return new TimelineEntry(message, way, sent, time, archiveId);
  }

  /** {@return the message, with its own sender and recipient} */
  public Message message() {
    return message;
  }

  /** {@return how it came} */
  public Way way() {
    return way;
  }

  /** {@return whether the user sent it, on this or another device} */
  public boolean sent() {
    return sent;
  }

  /** {@return the bare address of the other one in the conversation; null for the own server} */
  public @Nullable Jid contact() {
    Jid other = sent ? message.to() : message.from();
    return other == null ? null : other.bare();
  }

  /**
   * When the message was sent, as the archive or the own server says, else when it came here.
   *
   * @return the time
   */
  public Instant time() {
    return time;
  }

  /**
   * The id by which the archive knows the message. Use it to recognise a message that comes again
   * after a crash.
   *
   * @return the id; null if it is not known, as for what this device sends
   */
  public @Nullable String archiveId() {
    return archiveId;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TimelineEntry that
        && way == that.way
        && time.equals(that.time)
        && Objects.equals(archiveId, that.archiveId)
        && message.equals(that.message);
  }

  @Override
  public int hashCode() {
    return Objects.hash(way, time, archiveId, message);
  }

  /** {@return way, time and addresses, without content} */
  @Override
  public String toString() {
    return "TimelineEntry[%s, %s, from %s to %s, %s]"
        .formatted(way, time, message.from(), message.to(), archiveId);
  }
}
