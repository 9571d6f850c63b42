package im.linnet.groupchat1;

import im.linnet.jid.Jid;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Presence.Show;
import im.linnet.xml.XmlText;
import org.jspecify.annotations.Nullable;

/**
 * An occupant of a room.
 *
 * @param address the address in the room, {@code room@gateway/nick}
 * @param nick the name in the room; at a gateway often the address in the legacy network
 * @param show the availability in more detail, or null
 * @param status the status text, at most 1,024 characters, or null
 */
public record Occupant(Jid address, String nick, @Nullable Show show, @Nullable String status) {

  private static final int MAX_STATUS = 1024;

  /** Cuts the status. */
  public Occupant {
    status = status == null ? null : XmlText.cut(status, MAX_STATUS);
  }

  /** The occupant that a presence is from, or null if it is from the room itself. */
  static @Nullable Occupant of(Jid from, Presence presence) {
    String nick = from.resource();
    return nick == null ? null : new Occupant(from, nick, presence.show(), presence.status());
  }
}
