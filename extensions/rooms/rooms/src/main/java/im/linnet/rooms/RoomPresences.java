package im.linnet.rooms;

import im.linnet.failure.StanzaException;
import im.linnet.jid.Jid;
import im.linnet.rooms.RoomEvent.AvatarChanged;
import im.linnet.rooms.RoomEvent.OccupantChanged;
import im.linnet.rooms.RoomEvent.OccupantJoined;
import im.linnet.rooms.RoomEvent.OccupantLeft;
import im.linnet.rooms.RoomEvent.OccupantRenamed;
import im.linnet.rooms.Stay.Joining;
import im.linnet.rooms.Stay.Leaving;
import im.linnet.stanza.Presence;
import im.linnet.stanza.StanzaError;
import im.linnet.xml.Element;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the presences of a room: keeps its occupants and moves the user's stay on (XEP-0045,
 * section 7). Called in order with the client's callbacks.
 */
final class RoomPresences {

  private static final Logger LOG = LoggerFactory.getLogger(RoomPresences.class);
  private static final String AVATAR = "vcard-temp:x:update";

  private final Room room;
  private final RoomVisit visit;
  private final OccupantTable occupants;
  private final Renaming renaming;

  RoomPresences(Room room, RoomVisit visit, OccupantTable occupants, Renaming renaming) {
    this.room = room;
    this.visit = visit;
    this.occupants = occupants;
    this.renaming = renaming;
  }

  void take(Jid from, Presence presence) {
    String nick = from.resource();
    StanzaError error = presence.error();
    if (error != null) {
      refused(presence, error);
    } else if (nick == null) {
      ofRoom(presence);
    } else {
      MucUser user = MucUser.of(presence);
      if (user == null) {
        LOG.debug("Took no notice of a presence from {} without the room's element", from);
      } else if (presence.type() == Presence.Type.AVAILABLE) {
        present(nick, user, presence);
      } else if (presence.type() == Presence.Type.UNAVAILABLE) {
        absent(nick, user, presence);
      }
    }
  }

  /** The room itself is no occupant: ejabberd announces the room's capabilities so. */
  private void ofRoom(Presence presence) {
    Element update = presence.element().child("x", AVATAR);
    String hash = update == null ? null : update.childText("photo");
    if (presence.type() != Presence.Type.AVAILABLE || hash == null) {
      return;
    }
    String known = room.avatarHash();
    room.avatarHash(hash.matches("[0-9a-fA-F]{40}") ? hash : null);
    if (!Objects.equals(known, room.avatarHash())) {
      room.tell(new AvatarChanged(room, room.avatarHash()));
    }
  }

  private void present(String nick, MucUser user, Presence presence) {
    Occupant now = room.share(Occupant.of(nick, user, presence, room.features()));
    Stay stay = visit.stay();
    if (stay instanceof Joining) {
      occupants.put(now);
      if (user.has(MucUser.SELF)) {
        visit.entered(nick, user.has(MucUser.CREATED));
      }
    } else if (visit.isReported()) {
      changed(now, user, presence);
    }
  }

  private void changed(Occupant now, MucUser user, Presence presence) {
    if (isOwnNewNick(now.nick(), user)) {
      renamed(room.nick(), now);
      return;
    }
    Occupant before = occupants.get(now.nick());
    boolean listed = occupants.put(now);
    if (before != null) {
      room.tell(new OccupantChanged(room, before, now, presence));
    } else if (listed) {
      room.tell(new OccupantJoined(room, now));
    }
  }

  /**
   * Whether the room gives the user another nickname without saying so before. It must have a
   * reason to: anything else that claims to be the user under another nickname is somebody else.
   */
  private boolean isOwnNewNick(String nick, MucUser user) {
    return user.has(MucUser.SELF)
        && !nick.equals(room.nick())
        && (user.has(MucUser.NICK_CHOSEN) || renaming.isPending())
        && occupants.get(nick) == null;
  }

  private void absent(String nick, MucUser user, Presence presence) {
    Occupant before = occupants.get(nick);
    boolean own = nick.equals(room.nick());
    String next = user.has(MucUser.RENAMED) ? user.nick() : null;
    if (next != null && !next.isEmpty() && (own || before != null)) {
      renamed(nick, before == null ? null : before.renamed(next), next);
    } else if (own || visit.stay() instanceof Joining) {
      selfAbsent(nick, user, presence);
    } else if (before != null) {
      occupants.remove(nick);
      if (visit.isReported()) {
        room.tell(new OccupantLeft(room, before, Departure.of(user, presence)));
      }
    }
  }

  private void renamed(String from, Occupant now) {
    renamed(from, now, now.nick());
  }

  /** An occupant that exceeded a limit is renamed, too, if it is the user. */
  private void renamed(String from, @Nullable Occupant now, String next) {
    Occupant before = occupants.remove(from);
    if (now != null) {
      occupants.put(now);
    }
    boolean own = from.equals(room.nick());
    if (own) {
      room.nick(next);
    }
    if (before != null && now != null && visit.isReported()) {
      room.tell(new OccupantRenamed(room, before, now));
    }
    if (own) {
      renaming.done();
    }
  }

  /**
   * The user is out of the room, if the room says so: another device under the same nickname may
   * have left, which a self-ping shows.
   */
  private void selfAbsent(String nick, MucUser user, Presence presence) {
    Departure departure = Departure.of(user, presence);
    boolean certain = user.has(MucUser.SELF) || departure.why() != Departure.Why.LEFT;
    Stay stay = visit.stay();
    if (stay instanceof Joining) {
      occupants.remove(nick);
      if (user.has(MucUser.SELF) && departure.why() != Departure.Why.LEFT) {
        visit.removedWhileJoining(departure);
      }
    } else if (stay instanceof Leaving || certain) {
      visit.removed(departure);
    } else {
      room.checkSoon();
    }
  }

  /** A presence that the client has sent has come back. */
  private void refused(Presence presence, StanzaError error) {
    Stay stay = visit.stay();
    Jid from = presence.from();
    boolean ofUser = room.own().equals(from) || room.jid().equals(from);
    if (stay instanceof Joining joining) {
      String id = presence.id();
      if (ofUser && (id == null || id.equals(joining.id()))) {
        visit.failed(joining.entry(), new StanzaException(error, "The join of " + room.own()));
      }
    } else if (stay instanceof Leaving && ofUser) {
      visit.removed(Departure.of(Departure.Why.LEFT));
    } else if (!renaming.refused(presence, error, room.own()) && ofUser) {
      room.checkSoon();
    }
  }
}
