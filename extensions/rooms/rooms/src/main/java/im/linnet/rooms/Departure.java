package im.linnet.rooms;

import im.linnet.jid.Jid;
import im.linnet.stanza.Presence;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/** How somebody, or the user, came out of a room (XEP-0045, section 16.6.2). Immutable. */
public final class Departure {

  /** The cause. */
  public enum Why {
    /** The room was destroyed (section 10.9); see {@link Departure#alternative()}. */
    DESTROYED(0),
    /** An admin banned the user, who can't come back (section 9.1). */
    BANNED(301),
    /** The room could not reach the occupant (section 11.1). */
    ERROR(333),
    /** The service shuts down (section 11.2). */
    SHUTDOWN(332),
    /** The affiliation has changed, so that the user may no longer be in the room. */
    AFFILIATION_CHANGED(321),
    /** The room is now for members only, and the user is none. */
    MEMBERS_ONLY(322),
    /** A moderator kicked the occupant, who may come back (section 8.2). */
    KICKED(307),
    /** The occupant left. */
    LEFT(0),
    /** The user's stream ended, and with it the stay; only for the user. */
    STREAM_ENDED(0),
    /** The room no longer knows the user, as a self-ping showed (XEP-0410); only for the user. */
    FORGOTTEN(0);

    private final int code;

    Why(int code) {
      this.code = code;
    }

    /** Of several codes the first in the order above counts: 307 means nothing beside 333. */
    private static Why of(MucUser user) {
      for (Why why : values()) {
        if (why.code != 0 && user.has(why.code)) {
          return why;
        }
      }
      return LEFT;
    }
  }

  private final Why why;
  private final @Nullable String actorNick;
  private final @Nullable Jid actorJid;
  private final @Nullable String reason;
  private final @Nullable Jid alternative;

  private Departure(
      Why why,
      @Nullable String actorNick,
      @Nullable Jid actorJid,
      @Nullable String reason,
      @Nullable Jid alternative) {
    this.why = why;
    this.actorNick = actorNick;
    this.actorJid = actorJid;
    this.reason = reason;
    this.alternative = alternative;
  }

  /** A departure that nobody explained. */
  static Departure of(Why why) {
    return new Departure(why, null, null, null, null);
  }

  /** Reads an unavailable presence. */
  static Departure of(MucUser user, Presence presence) {
    Element destroy = user.x().child("destroy", MucUser.NAMESPACE);
    Element actor = user.actor();
    String reason = destroy == null ? user.reason() : MucUser.text(destroy, "reason");
    return new Departure(
        destroy == null ? Why.of(user) : Why.DESTROYED,
        actor == null ? null : actor.attribute("nick"),
        actor == null ? null : MucUser.address(actor.attribute("jid")),
        reason == null ? MucUser.cut(presence.status()) : reason,
        destroy == null ? null : MucUser.address(destroy.attribute("jid")));
  }

  /** Whether the room is only lost for a while. */
  boolean isTemporary() {
    return switch (why) {
      case SHUTDOWN, ERROR, STREAM_ENDED, FORGOTTEN -> true;
      default -> false;
    };
  }

  /** {@return the cause} */
  public Why why() {
    return why;
  }

  /** {@return the nickname of who did it, or null if unknown} */
  public @Nullable String actorNick() {
    return actorNick;
  }

  /** {@return the real address of who did it, or null if unknown} */
  public @Nullable Jid actorJid() {
    return actorJid;
  }

  /**
   * {@return why, in words: of the moderator or owner, or of the occupant who left; cut to 1,024
   * characters, or null}
   */
  public @Nullable String reason() {
    return reason;
  }

  /** {@return the room to go to instead of a destroyed one, or null} */
  public @Nullable Jid alternative() {
    return alternative;
  }

  @Override
  public String toString() {
    return "Departure[%s%s%s]"
        .formatted(
            why,
            actorNick == null ? "" : ", by " + actorNick,
            alternative == null ? "" : ", instead " + alternative);
  }
}
