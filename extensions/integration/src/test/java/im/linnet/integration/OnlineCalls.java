package im.linnet.integration;

import static im.linnet.integration.Call.call;
import static im.linnet.integration.Call.texted;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.commands.CommandSession;
import im.linnet.commands.Commands;
import im.linnet.disco.Disco;
import im.linnet.forms.DataForm;
import im.linnet.forms.FieldType;
import im.linnet.groupchat1.GroupChat;
import im.linnet.groupchat1.GroupChats;
import im.linnet.jid.Jid;
import im.linnet.rooms.Affiliation;
import im.linnet.rooms.Invitation;
import im.linnet.rooms.Role;
import im.linnet.rooms.Room;
import im.linnet.rooms.RoomAdmin;
import im.linnet.rooms.Rooms;
import im.linnet.stanza.Presence;
import im.linnet.testkit.peer.Script;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The methods of rooms and command sessions, which only the server's answers make. */
final class OnlineCalls {

  private static final Jid GARDEN = Jid.of("garden@rooms.localhost");
  private static final Jid CHAT = Jid.of("group1@msn.localhost");
  private static final Jid ROMEO = Jid.of("romeo@localhost/orchard");
  private static final Jid FRIEND = Jid.of("friend%hotmail.com@msn.localhost");
  private static final Jid BOT = Jid.of("bot@localhost/home");
  private static final String USER = "http://jabber.org/protocol/muc#user";

  private static final Giver<Room> ROOM =
      new Giver<>(Room.class, client -> done(client.get(Rooms.class).join(GARDEN, "juliet")));
  static final Giver<RoomAdmin> ADMIN =
      new Giver<>(RoomAdmin.class, client -> ROOM.found().apply(client).admin());
  private static final Giver<GroupChat> GROUP_CHAT =
      new Giver<>(
          GroupChat.class, client -> done(client.get(GroupChats.class).join(CHAT, "juliet")));
  static final Giver<CommandSession> SESSION =
      new Giver<>(
          CommandSession.class, client -> done(client.get(Commands.class).execute(BOT, "weather")));
  private static final Giver<Invited> INVITED = new Giver<>(Invited.class, OnlineCalls::invited);

  /** An invitation that has arrived. */
  private record Invited(Rooms rooms, Invitation invitation) {}

  private OnlineCalls() {}

  private static <T> T done(CompletableFuture<T> future) {
    return future.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static Invited invited(XmppClient client) {
    CompletableFuture<Invitation> invitation = new CompletableFuture<>();
    Rooms rooms = client.get(Rooms.class);
    rooms.onInvitation(invitation::complete);
    done(client.send(Presence.available()));
    return new Invited(rooms, done(invitation));
  }

  static Stream<Online> all() {
    UnaryOperator<ClientBuilder> rooms = client -> client.with(Rooms::new);
    return Stream.of(
            online(Stream.concat(room(), admin()), rooms, OnlineCalls::joined),
            online(invitations(), rooms, OnlineCalls::inviting),
            online(groupChat(), client -> client.with(GroupChats::new), OnlineCalls::chatting),
            online(
                session(),
                client -> client.with(Disco::new).with(Commands::new),
                OnlineCalls::executed))
        .flatMap(calls -> calls);
  }

  private static Stream<Online> online(
      Stream<Call<?>> calls, UnaryOperator<ClientBuilder> extensions, Consumer<Script> script) {
    return calls.map(call -> new Online(call, extensions, script));
  }

  /** The user is in a room whose messages can be moderated. */
  static void joined(Script script) {
    script
        .expectLike(
            "<iq type='get' id='{disco}' to='%s'><query xmlns='%s'/></iq>"
                .formatted(GARDEN, "http://jabber.org/protocol/disco#info"))
        .send(
            ("<iq type='result' id='{disco}' from='%s'><query xmlns='%s'>"
                    + "<feature var='urn:xmpp:message-moderate:1'/></query></iq>")
                .formatted(GARDEN, "http://jabber.org/protocol/disco#info"))
        .expectLike("<presence to='" + GARDEN + "/juliet'/>")
        .send(
            ("<presence from='%s/juliet'><x xmlns='%s'>"
                    + "<item affiliation='owner' role='moderator'/><status code='110'/>"
                    + "</x></presence>")
                .formatted(GARDEN, USER));
  }

  private static void inviting(Script script) {
    script
        .expectLike("<presence/>")
        .send(
            ("<message from='%s'><x xmlns='%s'><invite from='romeo@localhost/orchard'/></x>"
                    + "</message>")
                .formatted(GARDEN, USER));
  }

  private static void chatting(Script script) {
    script
        .expectLike("<presence to='" + CHAT + "/juliet'/>")
        .send("<presence from='" + CHAT + "/juliet' to='juliet@localhost'/>");
  }

  /** A command is at a stage that allows everything. */
  static void executed(Script script) {
    script
        .expectLike("<iq type='set' id='{command}' to='%s'/>".formatted(BOT))
        .send(
            ("<iq type='result' id='{command}' from='%s'><command xmlns='%s' node='weather'"
                    + " sessionid='s1' status='executing'><actions><prev/><next/><complete/>"
                    + "</actions></command></iq>")
                .formatted(BOT, Commands.NAMESPACE));
  }

  private static Stream<Call<?>> room() {
    return Stream.of(
        texted(ROOM, "send", Room::send),
        texted(ROOM, "send", (r, text) -> r.send(message -> message.subject(text))),
        texted(ROOM, "setSubject", Room::setSubject),
        texted(ROOM, "sendPrivately", (r, text) -> r.sendPrivately("romeo", text)),
        texted(ROOM, "sendPrivately", (r, text) -> r.sendPrivately(text, "Hi")),
        texted(ROOM, "invite", (r, text) -> r.invite(ROMEO, text)),
        texted(ROOM, "inviteDirectly", (r, text) -> r.inviteDirectly(ROMEO, text)),
        call(ROOM, "requestVoice", Room::requestVoice),
        texted(ROOM, "rename", Room::rename),
        texted(ROOM, "availability", (r, text) -> r.availability(null, text)),
        call(ROOM, "leave", Room::leave));
  }

  private static Stream<Call<?>> admin() {
    return Stream.of(
        texted(ADMIN, "kick", (a, text) -> a.kick(text, null)),
        texted(ADMIN, "kick", (a, text) -> a.kick("romeo", text)),
        texted(ADMIN, "role", (a, text) -> a.role(text, Role.MODERATOR, null)),
        texted(ADMIN, "ban", (a, text) -> a.ban(ROMEO, text)),
        texted(ADMIN, "affiliation", (a, text) -> a.affiliation(ROMEO, Affiliation.OWNER, text)),
        call(ADMIN, "list", a -> a.list(Affiliation.MEMBER)),
        call(ADMIN, "configuration", RoomAdmin::configuration),
        texted(ADMIN, "configure", (a, text) -> a.configure(form(text))),
        texted(ADMIN, "destroy", (a, text) -> a.destroy(null, text)),
        texted(ADMIN, "moderate", (a, text) -> a.moderate(text, null)),
        texted(ADMIN, "moderate", (a, text) -> a.moderate("id", text)));
  }

  static DataForm form(String value) {
    return DataForm.builder(DataForm.Kind.SUBMIT)
        .field(FieldType.TEXT_SINGLE, "title", value)
        .build();
  }

  private static Stream<Call<?>> invitations() {
    return Stream.of(
        texted(INVITED, "accept", (i, text) -> i.rooms.accept(i.invitation, text))
            .of(Giver.of(Rooms.class), "accept"),
        texted(INVITED, "decline", (i, text) -> i.rooms.decline(i.invitation, text))
            .of(Giver.of(Rooms.class), "decline"));
  }

  private static Stream<Call<?>> groupChat() {
    return Stream.of(
        texted(GROUP_CHAT, "say", GroupChat::say),
        texted(GROUP_CHAT, "invite", (g, text) -> g.invite(FRIEND, text)),
        texted(GROUP_CHAT, "inviteByRoom", (g, text) -> g.inviteByRoom(FRIEND, text)),
        call(GROUP_CHAT, "leave", GroupChat::leave),
        call(GROUP_CHAT, "rejoin", GroupChat::rejoin));
  }

  private static Stream<Call<?>> session() {
    return Stream.of(
        texted(SESSION, "proceed", (s, text) -> s.proceed(form(text))),
        texted(SESSION, "next", (s, text) -> s.next(form(text))),
        call(SESSION, "next", CommandSession::next),
        texted(SESSION, "complete", (s, text) -> s.complete(form(text))),
        call(SESSION, "complete", CommandSession::complete),
        call(SESSION, "prev", CommandSession::prev),
        call(SESSION, "cancel", CommandSession::cancel));
  }
}
