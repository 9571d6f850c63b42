package im.linnet.rooms;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A message from a room (XEP-0045, sections 7.4 and 7.5). Immutable. */
public final class RoomMessage {

  /** How it came. */
  public enum Kind {
    /** To all, just now. */
    LIVE,
    /** To all, before the user came in (section 7.2.13). */
    HISTORY,
    /** From an occupant to the user alone (section 7.5). */
    PRIVATE
  }

  private final Kind kind;
  private final Message message;
  private final @Nullable Occupant occupant;
  private final boolean own;
  private final @Nullable String stanzaId;
  private final @Nullable String occupantId;
  private final @Nullable Instant sent;

  private RoomMessage(Builder builder) {
    kind = builder.kind;
    message = builder.message;
    occupant = builder.occupant;
    own = builder.own;
    stanzaId = builder.stanzaId;
    occupantId = builder.occupantId;
    sent = builder.sent;
  }

  /** {@return how it came} */
  public Kind kind() {
    return kind;
  }

  /** {@return the whole message} */
  public Message message() {
    return message;
  }

  /** {@return the text, or null if it has none, such as a reaction or a chat state} */
  public @Nullable String body() {
    return message.body();
  }

  /** {@return the nickname of the sender, or null if the room itself speaks} */
  public @Nullable String nick() {
    Jid from = message.from();
    return from == null ? null : from.resource();
  }

  /**
   * {@return the sender as it is now in the room; null for the room itself, in history, and for an
   * occupant that the room has not announced or that exceeded a limit}
   */
  public @Nullable Occupant occupant() {
    return occupant;
  }

  /**
   * {@return the id of the sender (XEP-0421), which also tells those of the same nickname in the
   * history apart; null if the room gives none}
   */
  public @Nullable String occupantId() {
    return occupantId;
  }

  /**
   * {@return whether it comes from the user's own nickname; in the history this may have been
   * another user's then}
   */
  public boolean isOwn() {
    return own;
  }

  /**
   * {@return the id that the room gave it (XEP-0359), for archives and {@link RoomAdmin#moderate};
   * null if the room gives none}
   */
  public @Nullable String stanzaId() {
    return stanzaId;
  }

  /** {@return when it was sent, if it was delayed, or null if it was sent just now} */
  public @Nullable Instant sent() {
    return sent;
  }

  /** {@return kind and sender, without the text} */
  @Override
  public String toString() {
    return "RoomMessage[%s from %s]".formatted(kind, message.from());
  }

  /** Collects what a message is made of. */
  static final class Builder {

    private final Kind kind;
    private final Message message;
    private @Nullable Occupant occupant;
    private boolean own;
    private @Nullable String stanzaId;
    private @Nullable String occupantId;
    private @Nullable Instant sent;

    Builder(Kind kind, Message message) {
      this.kind = kind;
      this.message = message;
    }

    Builder occupant(@Nullable Occupant sender) {
      occupant = sender;
      return this;
    }

    Builder own(boolean byUser) {
      own = byUser;
      return this;
    }

    Builder ids(@Nullable String ofMessage, @Nullable String ofOccupant) {
      stanzaId = ofMessage;
      occupantId = ofOccupant;
      return this;
    }

    Builder sent(@Nullable Instant time) {
      sent = time;
      return this;
    }

    RoomMessage build() {
      return new RoomMessage(this);
    }
  }
}
