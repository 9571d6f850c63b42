package im.linnet.references;

import im.linnet.stanza.Message;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that was applied.
 *
 * @param message the message, with the id that its archive gave it
 * @param sender who sent it; null if a later message of the same user could not be recognised as
 *     such, or an earlier one
 * @param time when it was sent, never in the future
 * @param way how it came
 */
record Arrived(Message message, @Nullable Sender sender, Instant time, Way way) {

  /** How a message came. */
  enum Way {
    /** As it was sent, or delayed. */
    RECEIVED,
    /** From an archive that may have replaced it by a trace. */
    ARCHIVED
  }

  @Nullable Reference reference() {
    Reference reference = Reference.of(message);
    return reference instanceof Reply ? null : reference;
  }

  /** Whether it has content of its own, so that others may refer to it. */
  boolean isContent() {
    return message.body() != null
        || message.payload(Encryption.TYPE) != null
        || message.payload(Link.TYPE) != null
        || isTombstone();
  }

  boolean isTombstone() {
    return way == Way.ARCHIVED && Retraction.isTombstone(message);
  }
}
