package im.linnet.archive;

import im.linnet.stanza.Message;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a {@link CatchUp} delivers, in the order of the timeline. */
public sealed interface CatchUpEvent {

  /** Where reading begins if the archive does not know the end of the timeline. */
  enum Begin {
    /** At the time of the anchor. Earlier messages may be missing, some may come again. */
    SINCE,
    /** At the oldest message of the archive. Before it messages may be missing. */
    OLDEST
  }

  /**
   * A message from the archive that was not delivered before.
   *
   * @param message the message
   */
  record Archived(ArchivedMessage message) implements CatchUpEvent {
    /** Rejects null. */
    public Archived {
      Objects.requireNonNull(message, "message");
    }
  }

  /**
   * A live message that the archive did not deliver before.
   *
   * @param message the message
   * @param id the id by which the archive knows it, or null if it does not
   */
  record Live(Message message, @Nullable String id) implements CatchUpEvent {
    /** Rejects null. */
    public Live {
      Objects.requireNonNull(message, "message");
    }
  }

  /**
   * The archive knows none of the ids of the anchor: they have expired, or were never archived.
   * There may be a gap in the timeline before the next event.
   *
   * @param begin where reading begins instead
   */
  record AnchorLost(Begin begin) implements CatchUpEvent {
    /** Rejects null. */
    public AnchorLost {
      Objects.requireNonNull(begin, "begin");
    }
  }

  /**
   * All that the archive has was delivered. From now on live messages are.
   *
   * @param anchor the end of the timeline
   */
  record CaughtUp(Anchor anchor) implements CatchUpEvent {
    /** Rejects null. */
    public CaughtUp {
      Objects.requireNonNull(anchor, "anchor");
    }
  }

  /**
   * The archive could not be read to its end. Live messages are delivered from now on, so there is
   * a gap before them until the catch-up is started again, which continues where it failed.
   *
   * @param cause why
   */
  record Failed(Throwable cause) implements CatchUpEvent {
    /** Rejects null. */
    public Failed {
      Objects.requireNonNull(cause, "cause");
    }
  }
}
