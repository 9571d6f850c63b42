package im.linnet.rooms;

import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a room's list of members, admins, owners or outcasts (XEP-0045, section 9).
 *
 * @param jid the bare address; a domain bans all its users
 * @param affiliation the affiliation
 * @param nick the reserved nickname, or null
 * @param reason why, cut to 1,024 characters; or null
 */
public record Affiliated(
    Jid jid, Affiliation affiliation, @Nullable String nick, @Nullable String reason) {

  /** Reads the answer to a request for a list; entries without a valid address are left out. */
  static List<Affiliated> in(Iq answer) {
    Element query = answer.element().child("query", RoomAdmin.NAMESPACE);
    if (query == null) {
      throw new IllegalArgumentException("no <query xmlns='%s'/>".formatted(RoomAdmin.NAMESPACE));
    }
    List<Affiliated> all = new ArrayList<>();
    for (Element item : query.children("item", RoomAdmin.NAMESPACE)) {
      Jid jid = MucUser.address(item.attribute("jid"));
      if (jid != null) {
        all.add(
            new Affiliated(
                jid,
                Affiliation.of(item.attribute("affiliation")),
                item.attribute("nick"),
                MucUser.text(item, "reason")));
      }
    }
    return List.copyOf(all);
  }
}
