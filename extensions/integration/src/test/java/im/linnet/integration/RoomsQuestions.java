package im.linnet.integration;

import im.linnet.bookmarks.Bookmark;
import im.linnet.bookmarks.Bookmarks;
import im.linnet.disco.Disco;
import im.linnet.jid.Jid;
import im.linnet.privatestorage.PrivateStorage;
import im.linnet.pubsub.PubSub;
import im.linnet.rooms.Affiliation;
import im.linnet.rooms.Role;
import im.linnet.rooms.RoomAdmin;
import im.linnet.rooms.RoomRegistration;
import im.linnet.rooms.Rooms;
import im.linnet.testkit.peer.Script;
import java.util.stream.Stream;

/** What the extensions for rooms ask. */
final class RoomsQuestions {

  private static final Jid GARDEN = Jid.of("garden@rooms.localhost");
  private static final Jid ROMEO = Jid.of("romeo@localhost");
  private static final String ITEMS =
      "<iq type='get' id='{first}'><pubsub xmlns='http://jabber.org/protocol/pubsub'/></iq>";
  private static final String ITEM =
      "<iq type='result' id='{first}'><pubsub xmlns='http://jabber.org/protocol/pubsub'>"
          + "<items node='urn:xmpp:bookmarks:1'><item id='garden@rooms.localhost'>"
          + "<conference xmlns='urn:xmpp:bookmarks:1'/></item></items></pubsub></iq>";

  private RoomsQuestions() {}

  static Stream<Question> all() {
    return Stream.of(rooms(), admin(), registration(), bookmarks()).flatMap(all -> all);
  }

  private static Stream<Question> rooms() {
    return Stream.of(
        Asker.of(Rooms.class, Rooms::new)
            .asks("info", it -> it.info(GARDEN))
            .asking(GARDEN.toString()));
  }

  private static Stream<Question> admin() {
    Asker<RoomAdmin> admin =
        Asker.of(OnlineCalls.ADMIN, Rooms::new)
            .asking(GARDEN.toString())
            .after(OnlineCalls::joined);
    return Stream.of(
        admin.asks("kick", it -> it.kick("romeo", null)).withAnyResult(),
        admin.asks("role", it -> it.role("romeo", Role.MODERATOR, null)).withAnyResult(),
        admin.asks("ban", it -> it.ban(ROMEO, null)).withAnyResult(),
        admin
            .asks("affiliation", it -> it.affiliation(ROMEO, Affiliation.OWNER, null))
            .withAnyResult(),
        admin.asks("list", it -> it.list(Affiliation.MEMBER)),
        admin.asks("configuration", RoomAdmin::configuration),
        admin.asks("configure", it -> it.configure(OnlineCalls.form("x"))).withAnyResult(),
        admin.asks("destroy", it -> it.destroy(null, null)).withAnyResult(),
        admin.asks("moderate", it -> it.moderate("id", null)).withAnyResult());
  }

  private static Stream<Question> registration() {
    Asker<RoomRegistration> registration =
        Asker.of(RoomsCalls.REGISTRATION, Rooms::new).asking(GARDEN.toString());
    String form =
        "<iq type='result' id='{first}' from='%s'><query xmlns='jabber:iq:register'>"
                .formatted(GARDEN)
            + "<x xmlns='jabber:x:data' type='form'>"
            + "<field var='muc#register_roomnick' type='text-single'/></x></query></iq>";
    return Stream.of(
        registration.asks("request", RoomRegistration::request),
        registration.asks("register, reading", it -> it.register("juliet")),
        registration
            .asks("register, answering", it -> it.register("juliet"))
            .after("<iq type='get' id='{first}'><query xmlns='jabber:iq:register'/></iq>", form)
            .withAnyResult(),
        registration.asks("register", it -> it.register(OnlineCalls.form("x"))).withAnyResult(),
        registration.asks("remove", RoomRegistration::remove).withAnyResult());
  }

  private static Stream<Question> bookmarks() {
    Bookmark garden = Bookmark.of(GARDEN);
    Asker<Bookmarks> bookmarks =
        Asker.of(
                Giver.of(Bookmarks.class),
                Disco::new,
                PubSub::new,
                PrivateStorage::new,
                Bookmarks::new)
            .opening(RoomsQuestions::noBookmarks);
    return Stream.of(
        bookmarks.asks("all", Bookmarks::all),
        bookmarks.asks("add", it -> it.add(garden)).withAnyResult(),
        bookmarks.asks("update, reading", it -> it.update(GARDEN, old -> old.name("x"))),
        bookmarks
            .asks("update, publishing", it -> it.update(GARDEN, old -> old.name("x")))
            .after(ITEMS, ITEM)
            .withAnyResult(),
        bookmarks.asks("remove", it -> it.remove(GARDEN)).withAnyResult(),
        bookmarks.asks("convert", Bookmarks::convert));
  }

  /** There are none, and the server has no old ones, as it converts them. */
  private static void noBookmarks(Script script) {
    script
        .expectLike(
            "<iq type='get' id='{all}'><pubsub xmlns='http://jabber.org/protocol/pubsub'/></iq>")
        .send(
            "<iq type='error' id='{all}' from='juliet@localhost'><error type='cancel'>"
                + "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>")
        .expectLike(
            "<iq type='get' id='{info}'>"
                + "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>")
        .send(
            "<iq type='result' id='{info}' from='juliet@localhost'>"
                + "<query xmlns='http://jabber.org/protocol/disco#info'>"
                + "<feature var='urn:xmpp:bookmarks:1#compat'/>"
                + "<feature var='urn:xmpp:bookmarks:1#compat-pep'/></query></iq>");
  }
}
