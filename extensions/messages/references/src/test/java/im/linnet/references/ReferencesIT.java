package im.linnet.references;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Payload;
import im.linnet.stanza.Presence;
import im.linnet.testkit.server.LiveUser;
import im.linnet.xml.Element;
import java.net.URI;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Two users, between themselves and in a room, on every server. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(120)
record ReferencesIT(Live live) {

  private static final String MUC = "http://jabber.org/protocol/muc";

  private XmppClient client(LiveUser user, BlockingQueue<Message> received) throws Exception {
    XmppClient client = live.client(user).with(References::new).build();
    client.onMessage(received::add);
    Live.online(client);
    return client;
  }

  private static void send(XmppClient client, Message message) throws Exception {
    client.deliver(message).get(20, TimeUnit.SECONDS);
  }

  /** The next message with a payload; rooms and servers send others too. */
  private static <T extends Payload> Message next(
      BlockingQueue<Message> received, Payload.Type<T> type) throws InterruptedException {
    for (Message next = poll(received); ; next = poll(received)) {
      if (next.payload(type) != null) {
        return next;
      }
    }
  }

  private static Message next(BlockingQueue<Message> received, String body)
      throws InterruptedException {
    for (Message next = poll(received); ; next = poll(received)) {
      if (body.equals(next.body())) {
        return next;
      }
    }
  }

  private static Message poll(BlockingQueue<Message> received) throws InterruptedException {
    Message next = received.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("a message within 20 s").isNotNull();
    return next;
  }

  private static @Nullable RevisedMessage apply(
      Revisions revisions, BlockingQueue<Message> received, Payload.Type<?> type) throws Exception {
    return revisions.received(next(received, type));
  }

  @Test
  void what_a_message_says_of_another_is_applied_by_its_receiver() throws Exception {
    BlockingQueue<Message> toJuliet = new LinkedBlockingQueue<>();
    BlockingQueue<Message> toRomeo = new LinkedBlockingQueue<>();
    XmppClient juliet = client(live.server().juliet(), toJuliet);
    XmppClient romeo = client(live.server().romeo(), toRomeo);
    Conversation withRomeo = juliet.get(References.class).with(romeo.address());
    Conversation withJuliet = romeo.get(References.class).with(juliet.address());
    Revisions atRomeo = new Revisions(withJuliet);
    Revisions atJuliet = new Revisions(withRomeo);

    Message original = withRomeo.message("airlock 😀");
    atJuliet.received(original);
    send(juliet, original);
    assertThat(atRomeo.received(next(toRomeo, "airlock 😀"))).isNotNull();

    send(juliet, withRomeo.correctionOf(original, "window"));
    RevisedMessage corrected = Objects.requireNonNull(apply(atRomeo, toRomeo, Correction.TYPE));
    assertThat(corrected.text()).isEqualTo("window");

    send(romeo, withJuliet.reactionsTo(corrected.original(), Set.of("👍🏾", "❤️")));
    RevisedMessage reacted = Objects.requireNonNull(apply(atJuliet, toJuliet, Reactions.TYPE));
    assertThat(reacted.reactions())
        .containsOnlyKeys(romeo.address().bare())
        .containsValue(Set.of("👍🏾", "❤️"));

    send(romeo, withJuliet.replyTo(corrected.current(), "What light?"));
    Message reply = next(toJuliet, Reply.TYPE);
    assertThat(reply.body()).isEqualTo("> window\nWhat light?");
    assertThat(Fallback.body(reply, Reply.NAMESPACE)).isEqualTo("What light?");

    // By somebody else: changes nothing.
    Message forged =
        withJuliet.message("forged").toBuilder()
            .payload(new Correction(String.valueOf(original.id())))
            .build();
    send(romeo, forged);
    assertThat(apply(atJuliet, toJuliet, Correction.TYPE)).isNull();
    assertThat(atJuliet.refused()).isEqualTo(1);

    send(juliet, withRomeo.retractionOf(original));
    RevisedMessage retracted = Objects.requireNonNull(apply(atRomeo, toRomeo, Retraction.TYPE));
    assertThat(retracted.isRetracted()).isTrue();
    assertThat(atRomeo.refused()).isZero();
    close(juliet, romeo);
  }

  @Test
  void what_a_message_says_of_its_text_passes_the_server() throws Exception {
    BlockingQueue<Message> toRomeo = new LinkedBlockingQueue<>();
    XmppClient juliet = client(live.server().juliet(), new LinkedBlockingQueue<>());
    XmppClient romeo = client(live.server().romeo(), toRomeo);
    Conversation conversation = juliet.get(References.class).with(romeo.address());
    Link link = new Link(URI.create("https://example.com/a?b=c&d"), "A file");
    send(
        juliet,
        conversation.message("> _ <\n*a*").toBuilder()
            .payload(new Spoiler("The end", "en"))
            .payload(link)
            .payload(new Encryption("urn:example:caesar", "Caesar"))
            .payload(new Unstyled())
            .payload(Fallback.before("urn:example:caesar", "> _"))
            .build());
    Message received = next(toRomeo, Spoiler.TYPE);
    assertThat(Spoiler.of(received)).isEqualTo(new Spoiler("The end", "en"));
    assertThat(received.payload(Link.TYPE)).isEqualTo(link);
    assertThat(received.payload(Encryption.TYPE))
        .isEqualTo(new Encryption("urn:example:caesar", "Caesar"));
    assertThat(Fallback.body(received, "urn:example:caesar")).isEqualTo(" <\n*a*");
    assertThat(received.payload(Unstyled.TYPE)).isNotNull();
    assertThat(StyledText.of(received)).isNotEqualTo(StyledText.of("> _ <\n*a*"));

    send(juliet, conversation.message("/me sighs"));
    assertThat(MeCommand.of(next(toRomeo, "/me sighs"))).isEqualTo(new MeCommand("sighs"));
    close(juliet, romeo);
  }

  private static void join(XmppClient client, Jid occupant) throws Exception {
    CompletableFuture<Presence> joined = new CompletableFuture<>();
    client.onPresence(
        presence -> {
          if (occupant.equals(presence.from())) {
            joined.complete(presence);
          }
        });
    client.send(
        Presence.builder(Presence.Type.AVAILABLE)
            .to(occupant)
            .payload(Element.of("x", MUC))
            .build());
    assertThat(joined.get(30, TimeUnit.SECONDS).error()).isNull();
  }

  /** A new room may be locked until its owner accepts the defaults (XEP-0045, section 10.1.2). */
  private static void unlock(XmppClient owner, Jid room) throws Exception {
    Element form = Element.builder("x", "jabber:x:data").attribute("type", "submit").build();
    owner
        .request(Iq.set(room, Element.builder("query", MUC + "#owner").child(form).build()))
        .get(30, TimeUnit.SECONDS);
  }

  @Test
  void in_a_room_the_ids_are_those_of_the_room() throws Exception {
    Jid room = Jid.of("references-garden", live.server().real().roomDomain(), null);
    BlockingQueue<Message> toJuliet = new LinkedBlockingQueue<>();
    BlockingQueue<Message> toRomeo = new LinkedBlockingQueue<>();
    XmppClient juliet = client(live.server().juliet(), toJuliet);
    XmppClient romeo = client(live.server().romeo(), toRomeo);
    join(juliet, room.withResource("juliet"));
    unlock(juliet, room);
    join(romeo, room.withResource("romeo"));
    Conversation garden = juliet.get(References.class).in(room);
    Revisions atRomeo = new Revisions(romeo.get(References.class).in(room));

    send(juliet, garden.message("airlock"));
    Message reflected = next(toJuliet, "airlock");
    assertThat(atRomeo.received(next(toRomeo, "airlock"))).isNotNull();
    send(juliet, garden.correctionOf(reflected, "window"));
    RevisedMessage corrected = Objects.requireNonNull(apply(atRomeo, toRomeo, Correction.TYPE));
    assertThat(corrected.text()).isEqualTo("window");

    send(juliet, garden.reactionsTo(reflected, Set.of("🐢")));
    RevisedMessage reacted = Objects.requireNonNull(apply(atRomeo, toRomeo, Reactions.TYPE));
    assertThat(reacted.reactions()).containsOnlyKeys(room.withResource("juliet"));

    send(juliet, garden.retractionOf(reflected));
    RevisedMessage retracted = Objects.requireNonNull(apply(atRomeo, toRomeo, Retraction.TYPE));
    assertThat(retracted.isRetracted()).isTrue();
    assertThat(atRomeo.refused()).isZero();
    close(juliet, romeo);
  }

  private static void close(XmppClient... clients) throws Exception {
    for (XmppClient client : clients) {
      client.shutdown().get(20, TimeUnit.SECONDS);
    }
  }
}
