package im.linnet.rooms;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * An invitation to a room: by the room (XEP-0045, section 7.8.2), or by a user (XEP-0249). Accept
 * it by {@link Rooms#accept}, or {@link Rooms#decline} it. Immutable.
 */
public final class Invitation {

  static final String DIRECT = "jabber:x:conference";
  private static final int MAX_SECRET = 1024;

  private final Jid room;
  private final @Nullable Jid from;
  private final @Nullable String reason;
  private final @Nullable String password;
  private final @Nullable String thread;
  private final boolean mediated;

  private Invitation(
      Jid room,
      @Nullable Jid from,
      @Nullable String reason,
      @Nullable String password,
      @Nullable String thread,
      boolean mediated) {
    this.room = room;
    this.from = from;
    this.reason = reason;
    this.password = password;
    this.thread = thread;
    this.mediated = mediated;
  }

  /**
   * Reads an invitation. A room may send both forms in one message: then it is the mediated one. An
   * occupant can't speak for the room, and a message that bounced is none.
   */
  static @Nullable Invitation of(Message message) {
    Jid from = message.from();
    if (from == null || message.type() == Message.Type.ERROR) {
      return null;
    }
    Invitation mediated = from.isBare() ? mediated(from, message) : null;
    return mediated == null ? direct(from, message) : mediated;
  }

  private static @Nullable Invitation mediated(Jid room, Message message) {
    Element x = message.element().child("x", MucUser.NAMESPACE);
    Element invite = x == null ? null : x.child("invite");
    if (x == null || invite == null || room.local() == null) {
      return null;
    }
    Element goesOn = invite.child("continue");
    String reason = MucUser.text(invite, "reason");
    return new Invitation(
        room,
        MucUser.address(invite.attribute("from")),
        reason == null ? legacyReason(message) : reason,
        secret(x.childText("password")),
        goesOn == null ? null : goesOn.attribute("thread"),
        true);
  }

  /** Some rooms have the reason only in the second form, as text. */
  private static @Nullable String legacyReason(Message message) {
    Element x = message.element().child("x", DIRECT);
    return x == null ? null : reason(x);
  }

  private static @Nullable String reason(Element direct) {
    String attribute = MucUser.cut(direct.attribute("reason"));
    return attribute == null ? MucUser.cut(direct.text()) : attribute;
  }

  private static @Nullable Invitation direct(Jid from, Message message) {
    Element x = message.element().child("x", DIRECT);
    Jid room = x == null ? null : MucUser.address(x.attribute("jid"));
    if (x == null || room == null || room.local() == null) {
      return null;
    }
    return new Invitation(
        room.bare(),
        from,
        reason(x),
        secret(x.attribute("password")),
        x.attribute("thread"),
        false);
  }

  /** A longer password can't be right once it is cut. */
  private static @Nullable String secret(@Nullable String text) {
    return text == null || text.isEmpty() || text.length() > MAX_SECRET ? null : text;
  }

  /** {@return the bare address of the room} */
  public Jid room() {
    return room;
  }

  /**
   * Returns who invites. Of a mediated invitation it is what the room says: Prosody names the
   * occupant, ejabberd the real address.
   *
   * @return the inviter, or null if the room does not say
   */
  public @Nullable Jid from() {
    return from;
  }

  /** {@return why, cut to 1,024 characters; or null} */
  public @Nullable String reason() {
    return reason;
  }

  /** {@return the password of the room, or null} */
  public @Nullable String password() {
    return password;
  }

  /** {@return the thread of the chat that the room continues, or null} */
  public @Nullable String thread() {
    return thread;
  }

  /**
   * {@return whether the room sent it; otherwise the inviter did, and declining it sends nothing}
   */
  public boolean isMediated() {
    return mediated;
  }

  /** {@return room and inviter, without the password} */
  @Override
  public String toString() {
    return "Invitation[to %s, from %s%s]".formatted(room, from, mediated ? ", mediated" : "");
  }
}
