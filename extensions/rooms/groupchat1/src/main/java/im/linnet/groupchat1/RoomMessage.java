package im.linnet.groupchat1;

import im.linnet.delay.Delay;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A message with a text, received from a room.
 *
 * @param kind the speaker and the audience
 * @param nick the occupant's name in the room; null for a line of the room itself
 * @param body the text
 * @param sent when it was said, for history and other messages that came late (XEP-0091, XEP-0203);
 *     null for a message that was said just now
 * @param message the whole message
 */
public record RoomMessage(
    Kind kind, @Nullable String nick, String body, @Nullable Instant sent, Message message) {

  /** The speaker and the audience. */
  public enum Kind {
    /** An occupant, to all. */
    OCCUPANT,
    /** The user, to all: the room has passed the message on. In history, the user of that name. */
    OWN,
    /** The room itself: that somebody has joined, for instance. */
    SYSTEM,
    /** An occupant, to the user alone. Gateways of PyMSNt's kind have no such messages. */
    PRIVATE
  }

  /**
   * Reads a message that is not an error.
   *
   * @param message the message
   * @param own the user's address in the room
   * @param self the client's address
   * @return null if there is no text in it
   */
  static @Nullable RoomMessage of(Message message, Jid own, Jid self) {
    Jid from = message.from();
    String body = message.body();
    if (from == null || body == null) {
      return null;
    }
    Instant sent = sent(message, own, self);
    return new RoomMessage(kind(message, from, own), from.resource(), body, sent, message);
  }

  private static Kind kind(Message message, Jid from, Jid own) {
    if (from.resource() == null) {
      return Kind.SYSTEM;
    }
    if (message.type() != Message.Type.GROUPCHAT) {
      return Kind.PRIVATE;
    }
    return from.equals(own) ? Kind.OWN : Kind.OCCUPANT;
  }

  /**
   * A stamp of the room, of its gateway, or of the own server; one without a name is the room's.
   */
  private static @Nullable Instant sent(Message message, Jid own, Jid self) {
    Delay trusted = Delay.of(message, self, own);
    if (trusted != null) {
      return trusted.stamp();
    }
    return Delay.claims(message).stream()
        .filter(claim -> claim.from() == null)
        .map(Delay::stamp)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** {@return whether it came late, as the history of a room does} */
  public boolean isDelayed() {
    return sent != null;
  }
}
