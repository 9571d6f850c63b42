package im.linnet.testkit.gateway;

import im.linnet.testkit.xml.XmlElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rooms of one session. */
final class SessionRooms {
  private static final String REMOVED =
      "<x xmlns='"
          + Ns.MUC_USER
          + "'><item affiliation='none' role='none'/>"
          + "<status code='110'/><status code='307'/><status code='333'/></x>";

  private final Session session;
  private final Site site;
  private final Map<String, Room> rooms = new LinkedHashMap<>();

  SessionRooms(Session session) {
    this.session = session;
    this.site = session.site();
  }

  @Nullable Room find(String name) {
    return rooms.get(name);
  }

  /** {@return a new room with a name of its own, which the user has not joined} */
  Room create() {
    Room room = new Room(session, site.newRoom());
    rooms.put(room.name(), room);
    return room;
  }

  void remove(Room room) {
    rooms.remove(room.name(), room);
  }

  void leave() {
    for (Room room : List.copyOf(rooms.values())) {
      room.leave();
    }
    rooms.clear();
  }

  /** Takes a presence to a room. {@return whether there was one to take it} */
  boolean presence(XmlElement presence, String from, String to) {
    String type = presence.attribute("type");
    Room room = rooms.get(Addresses.node(to));
    if (room != null) {
      if ("unavailable".equals(type) || "error".equals(type)) {
        rooms.remove(room.name());
        room.leave();
      } else {
        room.join(Addresses.resource(to), from);
      }
      return true;
    }
    if (type != null || !site.addresses().isRoom(to)) {
      return false;
    }
    if (!session.ready()) {
      session.notReady(from, Addresses.bare(to), Addresses.bare(to));
    } else if (site.has(GatewayFault.ROOM_REFUSES_OLD_JOIN)
        && presence.child(Ns.MUC, "x").isEmpty()) {
      site.send(Stanzas.presence(from, to, "unavailable", REMOVED));
    } else {
      open(to, from);
    }
    return true;
  }

  private void open(String to, String from) {
    Room room = new Room(session, Addresses.node(to));
    site.reserveRoom(room.name());
    rooms.put(room.name(), room);
    room.join(Addresses.resource(to), from);
  }

  /** The user invites somebody to a room. */
  void invite(String contact, String room) {
    String id = Addresses.legacy(contact);
    site.events().add(new GatewayEvent.RoomInvitation(session.user(), room, id));
    Room found = rooms.get(Addresses.node(room));
    Person person = site.person(id);
    if (found != null
        && person != null
        && person.state().online()
        && site.settings().invitedJoin()) {
      found.contactJoins(person);
    }
  }
}
