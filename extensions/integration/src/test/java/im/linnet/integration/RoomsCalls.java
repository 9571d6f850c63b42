package im.linnet.integration;

import static im.linnet.integration.Call.call;
import static im.linnet.integration.Call.texted;

import im.linnet.bookmarks.Bookmark;
import im.linnet.bookmarks.Bookmarks;
import im.linnet.groupchat1.GroupChats;
import im.linnet.jid.Jid;
import im.linnet.rooms.JoinOptions;
import im.linnet.rooms.RoomRegistration;
import im.linnet.rooms.Rooms;
import java.util.stream.Stream;

/** The methods of the extensions for rooms. */
final class RoomsCalls {

  private static final Jid GARDEN = Jid.of("garden@rooms.localhost");

  private RoomsCalls() {}

  /** A registration with a room. */
  static final Giver<RoomRegistration> REGISTRATION =
      new Giver<>(RoomRegistration.class, client -> client.get(Rooms.class).registration(GARDEN));

  static Stream<Call<?>> all() {
    return Stream.of(rooms(), registration(), bookmarks()).flatMap(all -> all);
  }

  private static Stream<Call<?>> rooms() {
    return Stream.of(
        texted(GroupChats.class, "join", (g, text) -> g.join(GARDEN, text)),
        texted(Rooms.class, "join", (r, text) -> r.join(GARDEN, text)),
        texted(
            Rooms.class,
            "join",
            (r, text) -> r.join(GARDEN, "Jule", JoinOptions.standard().password(text))),
        call(Rooms.class, "info", r -> r.info(GARDEN)));
  }

  private static Stream<Call<?>> registration() {
    return Stream.of(
        call(REGISTRATION, "request", RoomRegistration::request),
        texted(REGISTRATION, "register", RoomRegistration::register),
        texted(REGISTRATION, "register", (r, text) -> r.register(OnlineCalls.form(text))),
        call(REGISTRATION, "remove", RoomRegistration::remove));
  }

  private static Stream<Call<?>> bookmarks() {
    Bookmark garden = Bookmark.of(GARDEN);
    return Stream.of(
        call(Bookmarks.class, "all", Bookmarks::all),
        call(Bookmarks.class, "add", b -> b.add(garden)),
        texted(Bookmarks.class, "add", (b, text) -> b.add(garden.name(text))),
        texted(Bookmarks.class, "add", (b, text) -> b.add(garden.nick(text))),
        texted(Bookmarks.class, "add", (b, text) -> b.add(garden.password(text))),
        texted(Bookmarks.class, "update", (b, text) -> b.update(GARDEN, it -> it.name(text))),
        call(Bookmarks.class, "remove", b -> b.remove(GARDEN)),
        call(Bookmarks.class, "convert", Bookmarks::convert));
  }
}
