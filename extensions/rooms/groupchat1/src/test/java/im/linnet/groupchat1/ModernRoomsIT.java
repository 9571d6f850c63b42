package im.linnet.groupchat1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import im.linnet.XmppClient;
import im.linnet.failure.StanzaException;
import im.linnet.fixtures.EveryServer;
import im.linnet.fixtures.Live;
import im.linnet.groupchat1.GroupChatEvent.Said;
import im.linnet.jid.Jid;
import im.linnet.routing.Claim;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Presence;
import im.linnet.testkit.server.LiveUser;
import im.linnet.xml.Element;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * What rooms of real servers, which are not those of gateways, make of groupchat 1.0. Prosody
 * refuses the join; ejabberd accepts it.
 */
@ParameterizedClass
@ArgumentsSource(EveryServer.class)
@Timeout(120)
record ModernRoomsIT(Live live) {

  private XmppClient client(LiveUser user) throws Exception {
    XmppClient client = live.client(user).with(GroupChats::new).build();
    Live.online(client);
    return client;
  }

  private Jid room(String name) {
    return Jid.of(name + "@" + live.server().real().roomDomain());
  }

  private static CompletableFuture<GroupChat> join(XmppClient client, Jid room, String nick) {
    return client.get(GroupChats.class).join(room, nick);
  }

  private static StanzaException refusal(CompletableFuture<GroupChat> join) throws Exception {
    try {
      join.get(40, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof StanzaException refusal) {
        return refusal;
      }
      throw failed;
    }
    throw new AssertionError("joined");
  }

  private static String next(BlockingQueue<String> heard) throws InterruptedException {
    String next = heard.poll(30, TimeUnit.SECONDS);
    assertThat(next).as("an event").isNotNull();
    return String.valueOf(next);
  }

  /** Creates a room as a client of XEP-0045 does. */
  private static void create(XmppClient client, Jid room) throws Exception {
    CompletableFuture<Void> created = new CompletableFuture<>();
    Jid owner = room.withResource("owner");
    client.claim(
        Claim.from(owner).of(Presence.class),
        presence -> {
          if (presence.error() == null) {
            created.complete(null);
          } else {
            created.completeExceptionally(new AssertionError(presence.element().toXml()));
          }
        });
    client.send(
        Presence.builder(Presence.Type.AVAILABLE)
            .to(owner)
            .payload(Element.of("x", "http://jabber.org/protocol/muc"))
            .build());
    created.get(30, TimeUnit.SECONDS);
  }

  @Test
  void a_modern_room_refuses_with_a_typed_failure_or_works() throws Exception {
    assumeFalse(live.kind().isMessenger(), "Messenger has no rooms");
    if (live.kind().isProsody()) {
      isRefused();
    } else {
      isJoinedUsedAndLeft();
      wantsItsPassword();
    }
  }

  /** Groupchat 1.0 has no way to give one. */
  private void wantsItsPassword() throws Exception {
    XmppClient juliet = client(live.server().juliet());
    XmppClient romeo = client(live.server().romeo());
    Jid vault = room("vault");
    create(juliet, vault);
    juliet.request(Iq.set(vault, passwordProtected()), answer -> answer).get(30, TimeUnit.SECONDS);
    StanzaException refusal = refusal(join(romeo, vault, "romeo"));
    assertThat(JoinProblem.of(refusal)).isEqualTo(JoinProblem.PASSWORD_REQUIRED);
    assertThat(romeo.get(GroupChats.class).joined()).isEmpty();
    romeo.shutdown().get(10, TimeUnit.SECONDS);
    juliet.shutdown().get(10, TimeUnit.SECONDS);
  }

  private static Element passwordProtected() {
    String forms = "jabber:x:data";
    return Element.builder("query", "http://jabber.org/protocol/muc#owner")
        .child(
            Element.builder("x", forms)
                .attribute("type", "submit")
                .child(field("FORM_TYPE", "http://jabber.org/protocol/muc#roomconfig"))
                .child(field("muc#roomconfig_passwordprotectedroom", "1"))
                .child(field("muc#roomconfig_roomsecret", "cauldronburn"))
                .build())
        .build();
  }

  private static Element field(String name, String value) {
    return Element.builder("field", "jabber:x:data")
        .attribute("var", name)
        .child("value", value)
        .build();
  }

  private void isRefused() throws Exception {
    XmppClient juliet = client(live.server().juliet());
    XmppClient romeo = client(live.server().romeo());
    BlockingQueue<String> strays = new LinkedBlockingQueue<>();
    strays(romeo, strays);
    create(juliet, room("verona"));
    for (String name : new String[] {"verona", "mantua"}) {
      StanzaException refusal = refusal(join(romeo, room(name), "romeo"));
      assertThat(JoinProblem.of(refusal)).isEqualTo(JoinProblem.NO_SUCH_ROOM);
      assertThat(refusal).hasMessageContaining("others need MUC");
    }
    assertThat(romeo.get(GroupChats.class).joined()).isEmpty();
    assertThat(strays).isEmpty();
    romeo.shutdown().get(10, TimeUnit.SECONDS);
    juliet.shutdown().get(10, TimeUnit.SECONDS);
  }

  private void isJoinedUsedAndLeft() throws Exception {
    Jid room = room("orchard");
    XmppClient juliet = client(live.server().juliet());
    XmppClient romeo = client(live.server().romeo());
    BlockingQueue<String> strays = new LinkedBlockingQueue<>();
    strays(romeo, strays);
    BlockingQueue<String> toRomeo = heard(romeo);
    BlockingQueue<String> toJuliet = heard(juliet);

    GroupChat romeos = join(romeo, room, "romeo").get(40, TimeUnit.SECONDS);
    romeos.say("What light?").get(30, TimeUnit.SECONDS);
    assertThat(next(toRomeo)).isEqualTo("OWN romeo: What light?");
    assertThat(refusal(join(juliet, room, "romeo"))).hasMessageContaining("conflict");
    GroupChat juliets = join(juliet, room, "juliet").get(40, TimeUnit.SECONDS);
    assertThat(next(toJuliet)).isEqualTo("OCCUPANT romeo: What light? (delayed)");
    juliets.say("Ay me!").get(30, TimeUnit.SECONDS);
    assertThat(next(toJuliet)).isEqualTo("OWN juliet: Ay me!");
    assertThat(next(toRomeo)).isEqualTo("OCCUPANT juliet: Ay me!");
    assertThat(romeos.occupants()).extracting(Occupant::nick).containsExactly("romeo", "juliet");

    romeos.leave().get(40, TimeUnit.SECONDS);
    assertThat(romeos.isJoined()).isFalse();
    assertThat(strays).isEmpty();
    romeo.shutdown().get(10, TimeUnit.SECONDS);
    juliet.shutdown().get(10, TimeUnit.SECONDS);
  }

  @Test
  void a_service_that_is_not_there_is_a_failure() throws Exception {
    assumeFalse(live.kind().isMessenger(), "Messenger has no rooms");
    XmppClient romeo = client(live.server().romeo());
    StanzaException refusal = refusal(join(romeo, Jid.of("r0@nowhere.localhost"), "romeo"));
    // Prosody is not allowed to ask other servers here, and says that.
    assertThat(JoinProblem.of(refusal)).isIn(JoinProblem.UNREACHABLE, JoinProblem.REFUSED);
    assertThat(romeo.get(GroupChats.class).joined()).isEmpty();
    romeo.shutdown().get(10, TimeUnit.SECONDS);
  }

  /** What comes from rooms but not to their subscribers. */
  private void strays(XmppClient client, BlockingQueue<String> strays) {
    client.onPresence(presence -> stray(presence.from(), strays));
    client.onMessage(message -> stray(message.from(), strays));
  }

  private void stray(@Nullable Jid from, BlockingQueue<String> strays) {
    if (from != null && from.domain().equals(live.server().real().roomDomain())) {
      strays.add(from.toString());
    }
  }

  private static BlockingQueue<String> heard(XmppClient client) {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    client
        .get(GroupChats.class)
        .onEvent(
            event -> {
              if (event instanceof Said said) {
                RoomMessage message = said.message();
                heard.add(
                    "%s %s: %s%s"
                        .formatted(
                            message.kind(),
                            message.nick(),
                            message.body(),
                            message.isDelayed() ? " (delayed)" : ""));
              }
            });
    return heard;
  }
}
