package im.linnet.archive;

import static im.linnet.archive.ArchiveScript.get;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.connection.Subscription;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.routing.Claim;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.testkit.server.LiveUser;
import im.linnet.xml.Element;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Timelines of an account and of a room that miss something, on every server. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(180)
class CatchUpIT {

  private static final int MANY = 130;
  private static final String MUC = "http://jabber.org/protocol/muc";

  private final Live live;
  private final List<XmppClient> clients = new ArrayList<>();
  private final BlockingQueue<CatchUpEvent> events = new LinkedBlockingQueue<>();

  CatchUpIT(Live live) {
    this.live = live;
  }

  @AfterEach
  void close() throws Exception {
    for (XmppClient client : clients) {
      client.shutdown().get(20, TimeUnit.SECONDS);
    }
  }

  private XmppClient online(LiveUser user) throws Exception {
    XmppClient client = live.client(user).with(MessageArchive::new).build();
    clients.add(client);
    Live.online(client);
    return client;
  }

  private CatchUpEvent next() throws InterruptedException {
    return requireNonNull(events.poll(20, TimeUnit.SECONDS), "no event within 20 s");
  }

  /** The bodies of archived and live messages, up to one of them. */
  private List<String> bodiesUntil(String last) throws InterruptedException {
    List<String> bodies = new ArrayList<>();
    while (!bodies.contains(last)) {
      CatchUpEvent event = next();
      if (event instanceof CatchUpEvent.Archived archived) {
        bodies.add(String.valueOf(archived.message().body()));
      } else if (event instanceof CatchUpEvent.Live arrived && arrived.id() != null) {
        bodies.add(String.valueOf(arrived.message().body()));
      } else if (event instanceof CatchUpEvent.Failed failed) {
        throw new AssertionError(failed.cause());
      }
    }
    return bodies;
  }

  private static List<String> numbers(int from, int to) {
    List<String> numbers = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      numbers.add("n" + i);
    }
    return numbers;
  }

  private static CompletableFuture<Void> send(XmppClient from, Jid to, List<String> bodies) {
    CompletableFuture<?>[] sent =
        bodies.stream()
            .map(body -> from.deliver(Message.chat(to, body)))
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(sent);
  }

  @Test
  void what_was_missed_and_what_arrives_make_one_sequence() throws Exception {
    XmppClient romeo = online(live.server().romeo());
    Jid account = Jid.of(live.server().juliet().jid());
    send(romeo, account, List.of("n0")).get(20, TimeUnit.SECONDS);
    XmppClient juliet = online(live.server().juliet());
    Archive own = juliet.get(MessageArchive.class).own();
    Page latest = get(own.page(MessageQuery.all().latest().max(1)));
    assertThat(latest.messages()).extracting(ArchivedMessage::body).containsExactly("n0");
    send(romeo, account, numbers(1, MANY)).get(30, TimeUnit.SECONDS);

    Anchor known = Anchor.after(requireNonNull(latest.last()));
    CatchUp catchUp = own.catchUp(known, events::add);
    juliet.onMessage(catchUp::live);
    CompletableFuture<Void> meanwhile = send(romeo, account, numbers(MANY + 1, 2 * MANY));
    CompletableFuture<Anchor> caughtUp = catchUp.start();
    meanwhile.get(30, TimeUnit.SECONDS);
    send(romeo, account, List.of("end")).get(20, TimeUnit.SECONDS);
    List<String> expected = numbers(1, 2 * MANY);
    expected.add("end");
    assertThat(bodiesUntil("end")).isEqualTo(expected);
    get(caughtUp);
    catchUp.close();
    events.clear();

    CatchUp nothingNew = own.catchUp(catchUp.anchor(), events::add);
    get(nothingNew.start());
    assertThat(next()).isInstanceOf(CatchUpEvent.CaughtUp.class);
    nothingNew.close();
    loseTheAnchor(own);
  }

  private void loseTheAnchor(Archive own) throws Exception {
    Instant soon = Instant.now().plus(Duration.ofHours(1));
    CatchUp since = own.catchUp(Anchor.after("unknown").orSince(soon), events::add);
    get(since.start());
    assertThat(next()).isEqualTo(new CatchUpEvent.AnchorLost(CatchUpEvent.Begin.SINCE));
    assertThat(next()).isInstanceOf(CatchUpEvent.CaughtUp.class);
    CatchUp all = own.catchUp(Anchor.after("unknown"), events::add);
    get(all.start());
    assertThat(next()).isEqualTo(new CatchUpEvent.AnchorLost(CatchUpEvent.Begin.OLDEST));
    List<String> expected = numbers(0, 2 * MANY);
    expected.add("end");
    assertThat(bodiesUntil("end")).isEqualTo(expected);
  }

  @Test
  void a_room_is_caught_up_with_after_joining_again() throws Exception {
    XmppClient romeo = online(live.server().romeo());
    XmppClient paris = online(live.server().paris());
    Jid room =
        Jid.of("archive-" + romeo.account().local() + "@" + live.server().real().roomDomain());
    join(romeo, room.withResource("Romeo"));
    own(romeo, room, Element.builder("x", "jabber:x:data").attribute("type", "submit").build());
    Archive archive = paris.get(MessageArchive.class).of(room);
    CatchUp catchUp = archive.catchUp(Anchor.oldest(), events::add);
    paris.claim(Claim.from(room).of(Message.class), stanza -> catchUp.live((Message) stanza));

    say(romeo, room, "n1");
    join(paris, room.withResource("Paris"));
    catchUp.start();
    say(romeo, room, "n2");
    assertThat(bodiesUntil("n2")).endsWith("n1", "n2");

    catchUp.pause();
    paris
        .send(Presence.builder(Presence.Type.UNAVAILABLE).to(room.withResource("Paris")).build())
        .get(20, TimeUnit.SECONDS);
    say(romeo, room, "n3");
    join(paris, room.withResource("Paris"));
    say(romeo, room, "n4");
    get(catchUp.start());
    say(romeo, room, "n5");
    assertThat(bodiesUntil("n5")).containsExactly("n3", "n4", "n5");
    for (ArchivedMessage message : get(archive.page(MessageQuery.all())).messages()) {
      assertThat(message.archive()).isEqualTo(room);
    }
    assertThat(paris.get(MessageArchive.class).dropped()).isZero();
    own(romeo, room, Element.of("destroy", MUC + "#owner"));
  }

  private static void own(XmppClient owner, Jid room, Element content) throws Exception {
    Element query = Element.builder("query", MUC + "#owner").child(content).build();
    owner.request(Iq.set(room, query)).get(20, TimeUnit.SECONDS);
  }

  private static void join(XmppClient client, Jid occupant) throws Exception {
    CompletableFuture<Presence> in = new CompletableFuture<>();
    Subscription presences =
        client.onPresence(
            presence -> {
              if (occupant.equals(presence.from())
                  && presence.type() != Presence.Type.UNAVAILABLE) {
                in.complete(presence);
              }
            });
    client
        .send(
            Presence.builder(Presence.Type.AVAILABLE)
                .to(occupant)
                .payload(
                    Element.builder("x", MUC)
                        .child(Element.builder("history", MUC).attribute("maxstanzas", "0").build())
                        .build())
                .build())
        .get(20, TimeUnit.SECONDS);
    assertThat(in.get(20, TimeUnit.SECONDS).error()).isNull();
    presences.close();
  }

  private static void say(XmppClient client, Jid room, String body) throws Exception {
    CompletableFuture<Message> reflected = new CompletableFuture<>();
    Subscription messages =
        client.onMessage(
            message -> {
              if (body.equals(message.body())) {
                reflected.complete(message);
              }
            });
    client
        .send(Message.builder(room).type(Message.Type.GROUPCHAT).body(body).build())
        .get(20, TimeUnit.SECONDS);
    reflected.get(20, TimeUnit.SECONDS);
    messages.close();
  }
}
