package im.linnet.carbons;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.carbons.Carbon.Direction;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.forwarding.Copied;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Two devices of one user and a friend, on every server. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(120)
record CarbonsIT(Live live) {

  @Test
  void each_device_has_the_messages_of_the_other() throws Exception {
    XmppClient phone = live.client(live.server().juliet()).with(Carbons::new).build();
    XmppClient laptop = live.client(live.server().juliet()).with(Carbons::new).build();
    XmppClient friend = live.client(live.server().romeo()).build();
    BlockingQueue<Carbon> copies = new LinkedBlockingQueue<>();
    BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
    laptop.get(Carbons.class).onCarbon(copies::add);
    friend.onMessage(heard::add);
    Jid atPhone = Live.online(phone);
    Live.online(laptop);
    Jid atFriend = Live.online(friend);
    laptop.get(Carbons.class).enable().get(20, TimeUnit.SECONDS);

    phone.deliver(Message.chat(atFriend, "sent by the phone")).get(20, TimeUnit.SECONDS);
    Carbon sent = next(copies);
    assertThat(sent.direction()).isEqualTo(Direction.SENT);
    assertThat(sent.message().body()).isEqualTo("sent by the phone");
    assertThat(sent.message().from()).isEqualTo(atPhone);

    friend.deliver(Message.chat(atPhone, "for the phone")).get(20, TimeUnit.SECONDS);
    Carbon received = next(copies);
    assertThat(received.direction()).isEqualTo(Direction.RECEIVED);
    assertThat(received.message().body()).isEqualTo("for the phone");

    Message secret = Carbons.privately(Message.chat(atFriend, "for nobody else"));
    phone.deliver(secret).get(20, TimeUnit.SECONDS);
    phone.deliver(Message.chat(atFriend, "the end")).get(20, TimeUnit.SECONDS);
    assertThat(next(copies).message().body()).isEqualTo("the end");

    for (XmppClient client : new XmppClient[] {phone, laptop, friend}) {
      client.shutdown().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_device_has_both_sides_of_a_conversation_in_one_flow() throws Exception {
    XmppClient phone = live.client(live.server().juliet()).with(Carbons::new).build();
    XmppClient laptop =
        live.client(live.server().juliet())
            .with(client -> new Carbons(client, Carbons.Delivery.AMONG_MESSAGES))
            .build();
    XmppClient friend = live.client(live.server().romeo()).build();
    Carbons copies = laptop.get(Carbons.class);
    BlockingQueue<String> flow = new LinkedBlockingQueue<>();
    laptop.onMessage(
        message -> {
          if (message.body() != null) {
            flow.add(copies.direction(message) + ": " + message.body());
          }
        });
    Jid atPhone = Live.online(phone);
    Jid atLaptop = Live.online(laptop);
    Jid atFriend = Live.online(friend);
    copies.enable().get(20, TimeUnit.SECONDS);

    friend.deliver(Message.chat(atPhone, "for the phone")).get(20, TimeUnit.SECONDS);
    assertThat(flow.poll(20, TimeUnit.SECONDS)).isEqualTo("RECEIVED: for the phone");
    phone.deliver(Message.chat(atFriend, "by the phone")).get(20, TimeUnit.SECONDS);
    assertThat(flow.poll(20, TimeUnit.SECONDS)).isEqualTo("SENT: by the phone");
    Message marked =
        Message.chat(atLaptop, "for the laptop").toBuilder().payload(Copied.SENT).build();
    friend.deliver(marked).get(20, TimeUnit.SECONDS);
    assertThat(flow.poll(20, TimeUnit.SECONDS)).isEqualTo("null: for the laptop");

    for (XmppClient client : new XmppClient[] {phone, laptop, friend}) {
      client.shutdown().get(20, TimeUnit.SECONDS);
    }
  }

  private static Carbon next(BlockingQueue<Carbon> copies) throws InterruptedException {
    Carbon copy = copies.poll(20, TimeUnit.SECONDS);
    assertThat(copy).as("a copy within 20 s").isNotNull();
    return copy;
  }
}
