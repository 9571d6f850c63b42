package im.linnet.samples;

import im.linnet.XmppClient;
import im.linnet.groupchat1.GroupChat;
import im.linnet.groupchat1.GroupChatEvent;
import im.linnet.groupchat1.GroupChats;
import im.linnet.groupchat1.RoomInvitation;
import im.linnet.groupchat1.RoomMessage;
import im.linnet.jid.Jid;
import im.linnet.testkit.gateway.GatewayEvent;
import im.linnet.testkit.gateway.GatewayRoom;

/** Steps with rooms of a gateway: one that Juliet opens, and one that she is invited to. */
final class GatewayRooms {

  private final GatewayStandIn standIn;
  private final Timeline timeline;
  private final GroupChats chats;
  private final Arrivals<GroupChatEvent> events = new Arrivals<>();
  private final Arrivals<RoomInvitation> invitations = new Arrivals<>();

  GatewayRooms(XmppClient client, GatewayStandIn standIn, Timeline timeline) {
    this.standIn = standIn;
    this.timeline = timeline;
    this.chats = client.get(GroupChats.class);
    chats.onEvent(events::add);
    chats.onInvitation(invitations::add);
  }

  void open(Jid friend) throws Exception {
    timeline.note(
        "Rooms write to the client that joined; what PyMSNt's wrote to the bare address, servers"
            + " return (RFC 6121, section 8.5.2)");
    GroupChat chat = join(Jid.of("balcony@" + GatewayStandIn.JID));
    chat.invite(friend, "Come to the balcony").join();
    events.await(
        "the friend in the room",
        event ->
            event instanceof GroupChatEvent.Arrived arrived
                && arrived.occupant().nick().equals(GatewayStandIn.FRIEND));
    timeline.note("Invited %s, who came".formatted(friend));
    chat.say("Who is there?").join();
    said(RoomMessage.Kind.OWN);
    GatewayRoom room = standIn.gateway().room(GatewayStandIn.USER.toString(), "balcony");
    room.say(GatewayStandIn.FRIEND, "One who loves you");
    said(RoomMessage.Kind.OCCUPANT);
    leave(chat);
  }

  void accept() throws Exception {
    standIn.friend().invite(GatewayStandIn.USER.toString());
    RoomInvitation invitation = invitations.await("an invitation");
    timeline.note("%s invites to %s".formatted(invitation.from(), invitation.room()));
    leave(join(invitation.room()));
  }

  private GroupChat join(Jid room) throws Exception {
    GroupChat chat = chats.join(room, "juliet").join();
    standIn.saw(
        "Juliet in " + room,
        GatewayEvent.RoomJoined.class,
        event -> event.room().equals(room.local()));
    timeline.note("Joined %s the old way, as %s".formatted(room, chat.nick()));
    return chat;
  }

  private void said(RoomMessage.Kind kind) throws InterruptedException {
    GroupChatEvent event =
        events.await(
            "a text of kind " + kind,
            next -> next instanceof GroupChatEvent.Said said && said.message().kind() == kind);
    if (event instanceof GroupChatEvent.Said said) {
      timeline.note("  %s: %s".formatted(said.message().nick(), said.message().body()));
    }
  }

  private void leave(GroupChat chat) throws Exception {
    chat.leave().join();
    standIn.saw(
        "Juliet leaving " + chat.room(),
        GatewayEvent.RoomLeft.class,
        event -> event.room().equals(chat.room().local()));
    timeline.note("Left " + chat.room());
  }
}
