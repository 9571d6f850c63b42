package im.linnet.caps;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.Subscription;
import im.linnet.disco.Disco;
import im.linnet.disco.DiscoInfo;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.xml.Element;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Servers that ask what the client announces, and clients that believe each other. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(120)
record CapsIT(Live live) {

  private static final String PUBSUB = "http://jabber.org/protocol/pubsub";

  private static Iq publish(String node) {
    return Iq.set(
        null,
        Element.builder("pubsub", PUBSUB)
            .child(
                Element.builder("publish", PUBSUB)
                    .attribute("node", node)
                    .child(
                        Element.builder("item", PUBSUB)
                            .attribute("id", "current")
                            .child(Element.of("thing", node))
                            .build())
                    .build())
            .build());
  }

  /** Publishes until the event arrives, as servers learn of capabilities in the background. */
  private static void publishUntilHeard(XmppClient from, BlockingQueue<Message> events, String node)
      throws Exception {
    for (int i = 0; i < 10; i++) {
      from.request(publish(node)).get(20, TimeUnit.SECONDS);
      for (Message event = events.poll(3, TimeUnit.SECONDS);
          event != null;
          event = events.poll(3, TimeUnit.SECONDS)) {
        if (event.element().toString().contains(node)) {
          return;
        }
      }
    }
    throw new AssertionError("no event of " + node);
  }

  @Test
  void the_server_sends_the_events_that_the_features_ask_for() throws Exception {
    XmppClient phone = live.client(live.server().juliet()).with(Disco::new).with(Caps::new).build();
    XmppClient laptop = live.client(live.server().juliet()).build();
    BlockingQueue<Message> events = new LinkedBlockingQueue<>();
    phone.onMessage(events::add);
    Disco disco = phone.get(Disco.class);
    disco.feature("urn:example:caps:one+notify");
    Live.online(phone);
    Live.online(laptop);

    publishUntilHeard(laptop, events, "urn:example:caps:one");

    // A feature of later causes another presence, and so do events.
    Subscription two = disco.feature("urn:example:caps:two+notify");
    publishUntilHeard(laptop, events, "urn:example:caps:two");
    two.close();

    phone.shutdown().get(20, TimeUnit.SECONDS);
    laptop.shutdown().get(20, TimeUnit.SECONDS);
  }

  @Test
  void clients_know_each_other_by_their_presence() throws Exception {
    XmppClient romeo = live.client(live.server().romeo()).with(Disco::new).with(Caps::new).build();
    CapsStore store = CapsStore.memory();
    XmppClient juliet =
        live.client(live.server().juliet())
            .with(Disco::new)
            .with(
                client ->
                    new Caps(
                        client,
                        CapsSettings.builder().store(store).node("https://example.com").build()))
            .build();
    romeo.get(Disco.class).feature("urn:example:sonnets");
    CompletableFuture<Presence> heard = new CompletableFuture<>();
    Jid atRomeo = Live.online(romeo);
    juliet.onPresence(
        presence -> {
          if (atRomeo.equals(presence.from())) {
            heard.complete(presence);
          }
        });
    Jid atJuliet = Live.online(juliet);
    romeo
        .send(Presence.builder(Presence.Type.AVAILABLE).to(atJuliet).build())
        .get(20, TimeUnit.SECONDS);
    Presence presence = heard.get(20, TimeUnit.SECONDS);

    DiscoInfo own = romeo.get(Disco.class).ownInfo();
    Caps caps = juliet.get(Caps.class);
    assertThat(caps.supports(atRomeo, "urn:example:sonnets").get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(caps.of(atRomeo)).isCompletedWithValue(own);
    CapsHashSet set = Objects.requireNonNull(presence.payload(CapsHashSet.TYPE));
    assertThat(set.hashes()).containsOnlyKeys("sha-256");
    CapsHash hash = CapsHash.of(CapsHash.Version.V2, "sha-256", own);
    assertThat(set.hashes().get("sha-256")).isEqualTo(hash.value());
    assertThat(store.find(hash).get(20, TimeUnit.SECONDS)).contains(own);

    for (XmppClient client : List.of(romeo, juliet)) {
      client.shutdown().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void the_server_itself_is_known_by_the_features_of_the_stream() throws Exception {
    CapsStore store = CapsStore.memory();
    for (int i = 0; i < 2; i++) {
      XmppClient paris =
          live.client(live.server().paris())
              .with(Disco::new)
              .with(client -> new Caps(client, CapsSettings.builder().store(store).build()))
              .build();
      Live.online(paris);
      DiscoInfo info = paris.get(Disco.class).serverInfo().get(20, TimeUnit.SECONDS);
      assertThat(info.is("server", "im")).isTrue();
      BoundStream stream = Objects.requireNonNull(paris.stream());
      EntityCaps caps = Objects.requireNonNull(EntityCaps.TYPE.in(stream.features().element()));
      assertThat(paris.get(Disco.class).serverInfo()).isCompletedWithValue(info);
      CapsHash hash = new CapsHash(CapsHash.Version.V1, "sha-1", caps.ver());
      assertThat(store.find(hash).get(20, TimeUnit.SECONDS)).contains(info);
      paris.shutdown().get(20, TimeUnit.SECONDS);
    }
  }
}
