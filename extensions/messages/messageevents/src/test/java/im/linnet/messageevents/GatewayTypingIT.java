package im.linnet.messageevents;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.fixtures.EveryModernServer;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.testkit.gateway.GatewayContact;
import im.linnet.testkit.gateway.GatewayEvent;
import im.linnet.testkit.gateway.GatewayFault;
import im.linnet.testkit.gateway.GatewayService;
import im.linnet.testkit.gateway.GatewayUser;
import im.linnet.testkit.gateway.LegacyContact;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Typing notices between a user and a contact of a gateway, through real servers. */
@ParameterizedClass
@ArgumentsSource(EveryModernServer.class)
@Timeout(180)
record GatewayTypingIT(Live live) {

  private static final String FRIEND = "friend@hotmail.com";

  @Test
  @DisplayName("e.60: composing, cancelled, timed out, both ways; nothing that was not asked for")
  void each_sees_the_other_type() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (GatewayService gateway =
            live.gateway()
                .contact(LegacyContact.of(FRIEND, "Friend"))
                .settings(settings -> settings.withTypingTimeout(Duration.ofMillis(500)))
                .start();
        XmppClient juliet = live.client(live.server().juliet()).with(MessageEvents::new).build()) {
      juliet
          .get(MessageEvents.class)
          .onTyping((contact, types) -> heard.add(contact + " " + types));
      juliet.onMessage(
          message -> {
            if (message.body() != null) {
              heard.add(String.valueOf(message.body()));
            }
          });
      Live.online(juliet);
      GatewayUser user = Live.signOn(juliet, gateway);
      GatewayContact friend = gateway.contact(FRIEND);

      gateway.faults(GatewayFault.TYPING_UNASKED);
      friend.type(user.jid());
      gateway.faults();
      assertThat(
              juliet
                  .get(MessageEvents.class)
                  .send(Jid.of(friend.jid()), true)
                  .get(30, TimeUnit.SECONDS))
          .as("the friend has not written yet")
          .isFalse();
      friend.write(user.jid(), "Good morrow");
      assertThat(next(heard)).isEqualTo("Good morrow");

      showsTyping(juliet, user, friend);
      seesTyping(juliet, user, friend, heard);
      assertThat(gateway.sent().all())
          .as("the notice names the message that asked")
          .anyMatch(stanza -> stanza.contains("<composing/><id>asks</id>"));
    }
  }

  /** The friend's message has asked, as all of a gateway do. */
  private static void showsTyping(XmppClient juliet, GatewayUser user, GatewayContact friend)
      throws Exception {
    for (boolean types : new boolean[] {true, false}) {
      assertThat(
              juliet
                  .get(MessageEvents.class)
                  .send(Jid.of(friend.jid()), types)
                  .get(30, TimeUnit.SECONDS))
          .isTrue();
      user.await(
          GatewayEvent.Typing.class,
          event -> event.contact().equals(FRIEND) && event.composing() == types);
    }
  }

  /** Juliet's message asks in return; the gateway ends typing, the friend, or a message does. */
  private static void seesTyping(
      XmppClient juliet, GatewayUser user, GatewayContact friend, BlockingQueue<String> heard)
      throws Exception {
    Jid jid = Jid.of(friend.jid() + "/msn");
    Message message = Message.chat(jid, "Good morrow, friend").toBuilder().id("asks").build();
    juliet.send(message).get(30, TimeUnit.SECONDS);
    user.await(GatewayEvent.Message.class, GatewayEvent.Message::delivered);
    friend.type(user.jid());
    assertThat(next(heard)).isEqualTo(jid + " true");
    assertThat(next(heard)).as("after half a second").isEqualTo(jid + " false");
    friend.type(user.jid());
    friend.stopTyping(user.jid());
    assertThat(next(heard)).isEqualTo(jid + " true");
    assertThat(next(heard)).isEqualTo(jid + " false");
    friend.type(user.jid());
    assertThat(next(heard)).isEqualTo(jid + " true");
    friend.write(user.jid(), "Is it so early?");
    assertThat(next(heard)).isEqualTo(jid + " false");
    assertThat(next(heard)).isEqualTo("Is it so early?");
  }

  private static String next(BlockingQueue<String> heard) throws InterruptedException {
    String next = heard.poll(30, TimeUnit.SECONDS);
    assertThat(next).as("an event").isNotNull();
    return String.valueOf(next);
  }
}
