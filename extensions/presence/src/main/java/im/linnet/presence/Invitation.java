package im.linnet.presence;

import im.linnet.jid.Jid;
import im.linnet.nickname.Nickname;
import im.linnet.stanza.Presence;
import im.linnet.xml.XmlText;
import org.jspecify.annotations.Nullable;

/**
 * A request to see the user's presence, not yet answered (RFC 6121, section 3.1.3).
 *
 * @param from the bare address of the sender
 * @param nickname the sender's nickname (XEP-0172, section 4.2), cleaned for display as a {@link
 *     Nickname} is, or null; it proves nothing, so show it beside the address
 * @param text the accompanying text, or null
 */
public record Invitation(Jid from, @Nullable String nickname, @Nullable String text) {

  /** Strangers write these texts, and they are kept: at most as much as a person would read. */
  private static final int MAX_TEXT = 1024;

  /** Reads a presence of type subscribe. */
  static Invitation of(Jid from, Presence request) {
    Nickname nickname = Nickname.of(request);
    return new Invitation(
        from.bare(), nickname == null ? null : nickname.text(), legible(request.status()));
  }

  /** This invitation with the nickname and text of a later one, if that has them. */
  Invitation updated(Invitation later) {
    return new Invitation(
        from,
        later.nickname == null ? nickname : later.nickname,
        later.text == null ? text : later.text);
  }

  /** {@return the nickname, or the address for display if there is none} */
  public String displayName() {
    return nickname == null ? from.toString() : nickname;
  }

  private static @Nullable String legible(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    return XmlText.cut(text.strip(), MAX_TEXT);
  }
}
