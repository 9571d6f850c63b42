package im.linnet.groupchat1;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.failure.StanzaException;
import im.linnet.fixtures.EveryModernServer;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.test.Failures;
import im.linnet.testkit.gateway.GatewayEvent;
import im.linnet.testkit.gateway.GatewayFault;
import im.linnet.testkit.gateway.GatewayRoom;
import im.linnet.testkit.gateway.GatewayService;
import im.linnet.testkit.gateway.GatewayUser;
import im.linnet.testkit.gateway.LegacyContact;
import im.linnet.testkit.gateway.RoomRecipient;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Rooms of a gateway behind real servers. They write to the client that joined: what PyMSNt's wrote
 * to the bare address, servers return (RFC 6121, section 8.5.2).
 */
@ParameterizedClass
@ArgumentsSource(EveryModernServer.class)
@Timeout(180)
record GatewayRoomsIT(Live live) {

  private static final String FRIEND = "friend@hotmail.com";

  @Test
  @DisplayName(
      "e.62: join, invite, talk, leave; be invited, with history; the kick of a modern room")
  void the_user_opens_a_room_and_is_invited_to_another() throws Exception {
    BlockingQueue<GroupChatEvent> events = new LinkedBlockingQueue<>();
    BlockingQueue<RoomInvitation> invitations = new LinkedBlockingQueue<>();
    try (GatewayService gateway =
            live.gateway()
                .contact(LegacyContact.of(FRIEND, "Friend"))
                .settings(settings -> settings.withRoomRecipient(RoomRecipient.CLIENT))
                .start();
        XmppClient juliet = live.client(live.server().juliet()).with(GroupChats::new).build()) {
      juliet.get(GroupChats.class).onEvent(events::add);
      juliet.get(GroupChats.class).onInvitation(invitations::add);
      Live.online(juliet);
      GatewayUser user = Live.signOn(juliet, gateway);

      opens(juliet, gateway, user, events);
      isInvited(juliet, gateway, user, events, invitations);
      gateway.faults(GatewayFault.ROOM_REFUSES_OLD_JOIN);
      Jid modern = Jid.of("modern@" + gateway.domain());
      CompletableFuture<GroupChat> join = juliet.get(GroupChats.class).join(modern, "juliet");
      assertThat(JoinProblem.of(Failures.of(join, StanzaException.class)))
          .isEqualTo(JoinProblem.MODERN_ROOM);
      assertThat(juliet.get(GroupChats.class).joined()).isEmpty();
    }
  }

  private static void opens(
      XmppClient juliet,
      GatewayService gateway,
      GatewayUser user,
      BlockingQueue<GroupChatEvent> events)
      throws Exception {
    Jid balcony = Jid.of("balcony@" + gateway.domain());
    GroupChat chat = get(juliet.get(GroupChats.class).join(balcony, "juliet"));
    user.await(GatewayEvent.RoomJoined.class, event -> event.nick().equals("juliet"));
    assertThat(next(events)).isEqualTo("Entered");

    get(chat.invite(Jid.of(gateway.contact(FRIEND).jid()), null));
    assertThat(next(events)).isEqualTo("Arrived friend@hotmail.com");
    assertThat(next(events))
        .isEqualTo("SYSTEM null: friend@hotmail.com has joined the conference.");
    get(chat.say("Who is there?"));
    assertThat(next(events)).isEqualTo("OWN juliet: Who is there?");
    GatewayRoom room = gateway.room(user.jid(), "balcony");
    room.say(FRIEND, "One who loves you");
    assertThat(next(events)).isEqualTo("OCCUPANT friend@hotmail.com: One who loves you");
    get(juliet.send(Message.chat(balcony.withResource(FRIEND), "Whisper")));
    assertThat(next(events)).isEqualTo("Bounced not-allowed");
    room.leave(FRIEND);
    assertThat(next(events)).isEqualTo("Departed friend@hotmail.com");
    assertThat(next(events)).isEqualTo("SYSTEM null: friend@hotmail.com has left the conference.");

    get(chat.leave());
    user.await(GatewayEvent.RoomLeft.class, event -> event.room().equals("balcony"));
    assertThat(next(events)).isEqualTo("Left LEFT");
  }

  private static void isInvited(
      XmppClient juliet,
      GatewayService gateway,
      GatewayUser user,
      BlockingQueue<GroupChatEvent> events,
      BlockingQueue<RoomInvitation> invitations)
      throws Exception {
    GatewayRoom room = gateway.contact(FRIEND).invite(user.jid());
    room.say(FRIEND, "Where are you?");
    RoomInvitation invitation = Objects.requireNonNull(invitations.poll(30, TimeUnit.SECONDS));
    assertThat(invitation.room()).hasToString(room.jid());
    assertThat(invitation.from()).hasToString(gateway.contact(FRIEND).jid() + "/msn");

    GroupChat chat = get(juliet.get(GroupChats.class).join(invitation.room(), "juliet"));
    assertThat(next(events)).isEqualTo("Entered");
    RoomMessage history = said(events);
    assertThat(history.nick() + ": " + history.body()).isEqualTo(FRIEND + ": Where are you?");
    assertThat(history.sent())
        .as("the time of XEP-0091")
        .isBetween(Instant.now().minus(Duration.ofMinutes(5)), Instant.now().plusSeconds(1));
    assertThat(next(events)).isEqualTo("Arrived friend@hotmail.com");
    assertThat(chat.occupants()).extracting(Occupant::nick).containsExactly("juliet", FRIEND);
    get(chat.leave());
    user.await(GatewayEvent.RoomLeft.class, event -> event.room().equals(room.name()));
    assertThat(next(events)).isEqualTo("Left LEFT");
  }

  private static GroupChatEvent event(BlockingQueue<GroupChatEvent> events)
      throws InterruptedException {
    return Objects.requireNonNull(events.poll(30, TimeUnit.SECONDS), "no event within 30 s");
  }

  private static RoomMessage said(BlockingQueue<GroupChatEvent> events)
      throws InterruptedException {
    GroupChatEvent event = event(events);
    assertThat(event).isInstanceOf(GroupChatEvent.Said.class);
    return ((GroupChatEvent.Said) event).message();
  }

  /** The next event, in words. */
  private static String next(BlockingQueue<GroupChatEvent> events) throws InterruptedException {
    GroupChatEvent event = event(events);
    String name = event.getClass().getSimpleName();
    if (event instanceof GroupChatEvent.Said said) {
      RoomMessage message = said.message();
      return "%s %s: %s".formatted(message.kind(), message.nick(), message.body());
    } else if (event instanceof GroupChatEvent.Arrived arrived) {
      return name + " " + arrived.occupant().nick();
    } else if (event instanceof GroupChatEvent.Departed departed) {
      return name + " " + departed.occupant().nick();
    } else if (event instanceof GroupChatEvent.Bounced bounced) {
      return name + " " + bounced.error().conditionName();
    }
    return event instanceof GroupChatEvent.Left left ? name + " " + left.why() : name;
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }
}
