package im.linnet.presence;

import im.linnet.jid.Jid;
import im.linnet.nickname.Nickname;
import im.linnet.stanza.Presence;
import im.linnet.xml.XmlText;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's wish to see the user's presence, not yet answered (RFC 6121, section 3.1.3).
 *
 * @param from the bare address of who asks
 * @param nickname how who asks wishes to be called (XEP-0172, section 4.2), fit for show as a
 *     {@link Nickname} is, or null; anybody may claim any, so show it beside the address
 * @param text the words that came with it, or null
 */
public record Invitation(Jid from, @Nullable String nickname, @Nullable String text) {

  /** Strangers fill these, and they are kept: no more than a person would read. */
  private static final int MAX_TEXT = 1024;

  /** Reads a presence of type subscribe. */
  static Invitation of(Jid from, Presence request) {
    Nickname nickname = Nickname.of(request);
    return new Invitation(
        from.bare(), nickname == null ? null : nickname.text(), legible(request.status()));
  }

  /** This invitation with the words of a later one, as far as that has any. */
  Invitation updated(Invitation later) {
    return new Invitation(
        from,
        later.nickname == null ? nickname : later.nickname,
        later.text == null ? text : later.text);
  }

  /** {@return the nickname, or where there is none the address, as a person would read it} */
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
