package im.linnet.samples;

import im.linnet.bookmarks.Bookmark;
import im.linnet.bookmarks.BookmarkEvent;
import im.linnet.bookmarks.Bookmarks;
import im.linnet.jid.Jid;
import im.linnet.rooms.Invitation;
import im.linnet.rooms.JoinOptions;
import im.linnet.rooms.Room;
import im.linnet.rooms.RoomEvent;
import im.linnet.rooms.RoomMessage;
import im.linnet.rooms.Rooms;

/** Steps in a room: invitation, talk to all and to one, and a bookmark. */
final class ImRoom {

  private final ImDevice phone;
  private final ImDevice laptop;
  private final ImDevice romeo;
  private final Jid room;
  private final Timeline timeline;
  private final Arrivals<Invitation> invitations = new Arrivals<>();

  ImRoom(ImDevice phone, ImDevice laptop, ImDevice romeo, Jid room, Timeline timeline) {
    this.phone = phone;
    this.laptop = laptop;
    this.romeo = romeo;
    this.room = room;
    this.timeline = timeline;
    romeo.get(Rooms.class).onInvitation(invitations::add);
  }

  /** Juliet makes a room, and Romeo comes. */
  void open() throws InterruptedException {
    Room hers = phone.get(Rooms.class).join(room, "Juliet").join();
    hers.inviteDirectly(ImHost.ROMEO, "Come to the balcony").join();
    Invitation invitation = invitations.await("the invitation to the room");
    romeo.get(Rooms.class).accept(invitation, "Romeo").join();
    arrives(phone, "Romeo");
    timeline.note(
        "Juliet made the room %s and invited Romeo, who came".formatted(invitation.room()));
  }

  private static void arrives(ImDevice seenBy, String nick) throws InterruptedException {
    seenBy
        .inRooms()
        .await(
            nick + " in the room",
            event ->
                event instanceof RoomEvent.OccupantJoined joined
                    && joined.occupant().nick().equals(nick));
  }

  /** To all, and to one. */
  void talk() throws InterruptedException {
    in(romeo).send("What light through yonder window breaks?").join();
    RoomMessage toAll = says(phone, "What light through yonder window breaks?");
    timeline.note("In the room, %s: “%s”".formatted(toAll.nick(), toAll.body()));
    in(romeo).sendPrivately("Juliet", "It is the east").join();
    RoomMessage toOne = says(phone, "It is the east");
    timeline.note(
        "%s to Juliet alone: “%s” (%s)".formatted(toOne.nick(), toOne.body(), toOne.kind()));
  }

  /** The message of a room with a text, on a device. */
  static RoomMessage says(ImDevice device, String text) throws InterruptedException {
    RoomEvent.Said said =
        (RoomEvent.Said)
            device
                .inRooms()
                .await(
                    "“%s” in the room on the %s".formatted(text, device.name()),
                    event ->
                        event instanceof RoomEvent.Said each && text.equals(each.message().body()));
    return said.message();
  }

  /** The room on a device that is in it. */
  Room in(ImDevice device) {
    Room joined = device.get(Rooms.class).get(room);
    if (joined == null) {
      throw new IllegalStateException(
          "The %s is not in the room %s".formatted(device.name(), room));
    }
    return joined;
  }

  /** The other device joins what the bookmark says. */
  void remember() throws InterruptedException {
    phone
        .get(Bookmarks.class)
        .add(Bookmark.of(room).name("The balcony").nick("Juliet").autojoin(true))
        .join();
    follow(laptop, "Juliet's laptop", JoinOptions.standard().noHistory());
    arrives(romeo, "Juliet's laptop");
    timeline.note(
        "Juliet bookmarked the room on the phone, to be joined; the laptop saw it and joined");
  }

  /** Waits for the bookmark on a device, and joins the room as it says. */
  void follow(ImDevice device, String nick, JoinOptions options) throws InterruptedException {
    Bookmark bookmark =
        device
            .bookmarks()
            .await(
                "the bookmark on the " + device.name(),
                event ->
                    event instanceof BookmarkEvent.Added added
                        && added.bookmark().room().equals(room))
            .bookmark();
    if (!bookmark.autojoin()) {
      throw new IllegalStateException("The bookmark does not say that the room is to be joined");
    }
    device.get(Rooms.class).join(bookmark.room(), nick, options).join();
  }
}
