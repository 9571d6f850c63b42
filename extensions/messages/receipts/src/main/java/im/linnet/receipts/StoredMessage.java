package im.linnet.receipts;

import im.linnet.jid.Jid;
import im.linnet.stanza.StanzaError.Condition;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tracked message as a {@link ReceiptStore} keeps it. The chat and the id identify it.
 *
 * @param chat the address of the chat, see {@link TrackedMessage#chat()}
 * @param id the id of the message, 1 to 1,024 characters
 * @param kind whether it went to a contact or to a room
 * @param state how far it has come
 * @param condition the condition of the error with which it bounced, or null
 */
public record StoredMessage(
    Jid chat, String id, Kind kind, DeliveryState state, @Nullable Condition condition) {

  /** Where a message went. */
  public enum Kind {
    /** To one contact, or to one occupant of a room. */
    ONE_TO_ONE,
    /** To a room: it is followed as far as the user's server. */
    ROOM
  }

  /**
   * Checks the id.
   *
   * @throws IllegalArgumentException if it is empty or too long
   */
  public StoredMessage {
    Objects.requireNonNull(chat, "chat");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(state, "state");
    MarkedId.check(id);
  }

  MessageKey key() {
    return new MessageKey(chat, id);
  }
}
