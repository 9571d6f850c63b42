package im.linnet.presence;

import im.linnet.jid.Jid;
import im.linnet.nickname.Nickname;
import im.linnet.stanza.Presence;
import im.linnet.xml.XmlText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request to see the user's presence, not yet answered (RFC 6121, section 3.1.3). Immutable
 * value.
 */
public final class Invitation {

  /** Strangers write these texts, and they are kept: at most as much as a person would read. */
  private static final int MAX_TEXT = 1024;

  private final Jid from;
  private final @Nullable String nickname;
  private final @Nullable String text;

  Invitation(Jid from, @Nullable String nickname, @Nullable String text) {
    this.from = from;
    this.nickname = nickname;
    this.text = text;
  }

  /**
   * Reads an invitation.
   *
   * @param from the address of the sender
   * @param request the presence of type subscribe
   * @return the invitation
   */
  public static Invitation of(Jid from, Presence request) {
    Nickname nickname = Nickname.of(request);
    return new Invitation(
        from.bare(), nickname == null ? null : nickname.text(), legible(request.status()));
  }

  /** {@return the bare address of the sender} */
  public Jid from() {
    return from;
  }

  /**
   * {@return the sender's nickname (XEP-0172, section 4.2), cleaned for display as a {@link
   * Nickname} is, or null; it proves nothing, so show it beside the address}
   */
  public @Nullable String nickname() {
    return nickname;
  }

  /** {@return the accompanying text, or null} */
  public @Nullable String text() {
    return text;
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

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Invitation that
        && from.equals(that.from)
        && Objects.equals(nickname, that.nickname)
        && Objects.equals(text, that.text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(from, nickname, text);
  }

  @Override
  public String toString() {
    return "Invitation[from=%s, nickname=%s, text=%s]".formatted(from, nickname, text);
  }
}
