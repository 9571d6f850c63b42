package im.linnet.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.caps.Caps;
import im.linnet.carbons.Carbons;
import im.linnet.connection.Subscription;
import im.linnet.disco.Disco;
import im.linnet.failure.StanzaException;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.forwarding.StanzaId;
import im.linnet.jid.Jid;
import im.linnet.pubsub.PubSub;
import im.linnet.receipts.ReceiptSettings.Syncing;
import im.linnet.receipts.ReceiptSettings.Tracking;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.testkit.server.LiveUser;
import im.linnet.xml.Element;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Two users, one with two devices, on every server. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(120)
record ReceiptsIT(Live live) {

  private static final String MUC = "http://jabber.org/protocol/muc";

  private static ReceiptSettings.Builder open() {
    return ReceiptSettings.builder().receiptsTo(jid -> true).markersTo(jid -> true);
  }

  private ClientBuilder client(LiveUser user, ReceiptSettings settings) {
    return live.client(user).with(client -> new Receipts(client, settings));
  }

  private XmppClient device(ReceiptSettings settings) {
    return live.client(live.server().juliet())
        .with(Disco::new)
        .with(Caps::new)
        .with(PubSub::new)
        .with(Carbons::new)
        .with(client -> new Receipts(client, settings))
        .build();
  }

  private static <T> T done(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("something within 20 s").isNotNull();
    return next;
  }

  private static BlockingQueue<Message> bodies(XmppClient client) {
    BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
    client.onMessage(
        message -> {
          if (message.body() != null) {
            heard.add(message);
          }
        });
    return heard;
  }

  @Test
  void messages_are_acknowledged_received_and_displayed() throws Exception {
    XmppClient romeo = client(live.server().romeo(), open().build()).build();
    XmppClient juliet = client(live.server().juliet(), open().build()).build();
    BlockingQueue<Message> heard = bodies(juliet);
    Live.online(romeo);
    Jid at = Live.online(juliet);
    Receipts receipts = romeo.get(Receipts.class);

    TrackedMessage first = receipts.send(Message.chat(at.bare(), "one"));
    TrackedMessage second = receipts.send(Message.chat(at, "two"));
    done(first.reached(DeliveryState.ACKNOWLEDGED));
    done(first.reached(DeliveryState.RECEIVED));
    done(second.reached(DeliveryState.RECEIVED));
    assertThat(next(heard).body()).isEqualTo("one");
    assertThat(first.state()).isEqualTo(DeliveryState.RECEIVED);
    assertThat(done(juliet.get(Receipts.class).displayed(next(heard)))).isTrue();
    done(second.reached(DeliveryState.DISPLAYED));
    assertThat(first.state()).isEqualTo(DeliveryState.DISPLAYED);
    assertThat(receipts.unmatched()).isZero();
    done(romeo.shutdown());
    done(juliet.shutdown());
  }

  @Test
  void a_message_to_nobody_bounces() throws Exception {
    XmppClient romeo = client(live.server().romeo(), open().build()).build();
    Jid own = done(romeo.connect()).jid();
    Jid nobody = Jid.of("nobody-" + own.local() + "@" + own.domain());
    TrackedMessage message = romeo.get(Receipts.class).send(Message.chat(nobody, "Hello?"));
    assertThat(
            message
                .reached(DeliveryState.RECEIVED)
                .handle((reached, failure) -> failure)
                .get(20, TimeUnit.SECONDS))
        .isInstanceOf(StanzaException.class)
        .isSameAs(message.failure());
    done(romeo.shutdown());
  }

  /** ejabberd 24.12 as configured here keeps nothing for those who are offline. */
  @Test
  void a_marker_is_understood_after_a_restart(@TempDir Path folder) throws Exception {
    ReceiptSettings reserved = ReceiptSettings.builder().markersTo(jid -> true).build();
    XmppClient juliet = client(live.server().juliet(), reserved).build();
    BlockingQueue<Message> heard = bodies(juliet);
    Jid at = Live.online(juliet);
    ReceiptSettings settings =
        open()
            .tracking(Tracking.EVERY_CHAT_MESSAGE)
            .store(ReceiptStore.file(folder.resolve("receipts")))
            .build();
    XmppClient before = client(live.server().romeo(), settings).build();
    Live.online(before);
    String id = before.get(Receipts.class).send(Message.chat(at.bare(), "one")).id();
    done(before.deliver(Message.chat(at.bare(), "two")));
    assertThat(next(heard).body()).isEqualTo("one");
    Message second = next(heard);
    done(before.shutdown());

    XmppClient after = client(live.server().romeo(), settings).build();
    Live.online(after);
    done(after.get(Receipts.class).restored());
    TrackedMessage message =
        Objects.requireNonNull(after.get(Receipts.class).message(at, id), "the message");
    assertThat(done(juliet.get(Receipts.class).displayed(second))).isTrue();
    done(message.reached(DeliveryState.DISPLAYED));
    done(juliet.shutdown());
    done(after.shutdown());
  }

  @Test
  void a_marker_in_a_room_has_the_id_of_the_room() throws Exception {
    XmppClient romeo = client(live.server().romeo(), open().build()).build();
    XmppClient juliet = client(live.server().juliet(), open().build()).build();
    BlockingQueue<Message> heard = bodies(juliet);
    BlockingQueue<RoomMarker> markers = new LinkedBlockingQueue<>();
    romeo.get(Receipts.class).onRoomMarker(markers::add);
    Jid own = Live.online(romeo);
    Live.online(juliet);
    Jid room = Jid.of(own.local() + "-receipts@" + live.server().real().roomDomain());
    enter(romeo, room.withResource("romeo"));
    Element form = Element.builder("x", "jabber:x:data").attribute("type", "submit").build();
    Element instant = Element.builder("query", MUC + "#owner").child(form).build();
    done(romeo.request(Iq.set(room, instant)));
    enter(juliet, room.withResource("juliet"));

    Message all =
        Message.builder(room).type(Message.Type.GROUPCHAT).id("g1").body("to all").build();
    TrackedMessage tracked = romeo.get(Receipts.class).send(all);
    done(tracked.reached(DeliveryState.ACKNOWLEDGED));
    Message arrived = next(heard);
    assertThat(arrived.body()).isEqualTo("to all");
    assertThat(done(juliet.get(Receipts.class).displayed(arrived))).isTrue();

    RoomMarker marker = next(markers);
    assertThat(marker.occupant()).isEqualTo(room.withResource("juliet"));
    assertThat(marker.id()).isEqualTo(StanzaId.of(arrived, room)).isNotEqualTo("g1");
    assertThat(tracked.state()).isEqualTo(DeliveryState.ACKNOWLEDGED);
    done(romeo.shutdown());
    done(juliet.shutdown());
  }

  private static void enter(XmppClient client, Jid occupant) throws Exception {
    CompletableFuture<Presence> entered = new CompletableFuture<>();
    Subscription presences =
        client.onPresence(
            presence -> {
              if (occupant.equals(presence.from())) {
                entered.complete(presence);
              }
            });
    client.send(
        Presence.available().toBuilder().to(occupant).payload(Element.of("x", MUC)).build());
    assertThat(done(entered).error()).isNull();
    presences.close();
  }

  @Test
  void the_devices_of_a_user_agree_on_what_was_displayed() throws Exception {
    ReceiptSettings settings = open().syncing(Syncing.ON).build();
    XmppClient phone = device(settings);
    XmppClient laptop = device(settings);
    XmppClient romeo = client(live.server().romeo(), open().build()).build();
    BlockingQueue<DisplayedElsewhere> onPhone = new LinkedBlockingQueue<>();
    BlockingQueue<DisplayedElsewhere> onLaptop = new LinkedBlockingQueue<>();
    phone.get(Receipts.class).onDisplayedElsewhere(onPhone::add);
    laptop.get(Receipts.class).onDisplayedElsewhere(onLaptop::add);
    BlockingQueue<Message> heard = bodies(phone);
    Jid atPhone = Live.online(phone);
    Live.online(laptop);
    Jid atRomeo = Live.online(romeo);

    TrackedMessage message = romeo.get(Receipts.class).send(Message.chat(atPhone, "Hi"));
    Message arrived = next(heard);
    String given =
        Objects.requireNonNull(StanzaId.of(arrived, atPhone.bare()), "the id that the server gave");
    assertThat(done(phone.get(Receipts.class).displayed(arrived))).isTrue();
    done(message.reached(DeliveryState.DISPLAYED));
    DisplayedElsewhere seen =
        new DisplayedElsewhere(atRomeo.bare(), new StanzaId(given, atPhone.bare()));
    assertThat(next(onLaptop)).isEqualTo(seen);

    romeo.get(Receipts.class).send(Message.chat(atPhone, "Again"));
    Message second = next(heard);
    done(laptop.shutdown());
    done(phone.get(Receipts.class).displayed(second));
    XmppClient tablet = device(settings);
    BlockingQueue<DisplayedElsewhere> onTablet = new LinkedBlockingQueue<>();
    tablet.get(Receipts.class).onDisplayedElsewhere(onTablet::add);
    Live.online(tablet);
    DisplayedElsewhere caughtUp = next(onTablet);
    assertThat(caughtUp.chat()).isEqualTo(atRomeo.bare());
    assertThat(caughtUp.stanzaId().id()).isEqualTo(StanzaId.of(second, atPhone.bare()));
    assertThat(onPhone).as("what it did itself").isEmpty();
    for (XmppClient client : new XmppClient[] {phone, tablet, romeo}) {
      done(client.shutdown());
    }
  }
}
