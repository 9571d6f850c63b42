package im.linnet.component;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.connection.Backlog;
import im.linnet.connection.BacklogLimits;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.connection.KeepAlive;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Reply;
import im.linnet.stanza.Stanza;
import im.linnet.test.Failures;
import im.linnet.testkit.net.Cut;
import im.linnet.testkit.net.FaultProxy;
import im.linnet.testkit.server.LiveComponent;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** A component of real servers (XEP-0114), and a user who talks with it. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(120)
record ComponentIT(Live live) {

  private static final ReconnectPolicy SOON =
      ReconnectPolicy.standard().between(Duration.ofMillis(1), Duration.ofMillis(50));

  private LiveComponent place() {
    return live.server().component();
  }

  private ClientBuilder bots() {
    return Component.builder(place().host(), place().secret(), place().address().getPort());
  }

  private Jid bot(String name) {
    return Jid.of(name + "@" + place().host());
  }

  private XmppClient user() {
    return live.client(live.server().romeo()).build();
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  private static <T> T next(BlockingQueue<T> queue) throws Exception {
    return requireNonNull(queue.poll(30, TimeUnit.SECONDS), "nothing came");
  }

  private static <T extends ConnectionState> T next(
      BlockingQueue<ConnectionState> states, Class<T> type) throws Exception {
    ConnectionState state = next(states);
    while (!type.isInstance(state)) {
      state = next(states);
    }
    return type.cast(state);
  }

  private static void echo(XmppClient bots) {
    bots.onMessage(
        message ->
            bots.send(
                Message.chat(requireNonNull(message.from()), requireNonNull(message.body()))
                    .toBuilder()
                    .from(message.to())
                    .build()));
  }

  /** Of the type that servers do not archive, which takes them long. */
  private static Message headline(Jid to, int number) {
    return Message.builder(to).type(Message.Type.HEADLINE).body("no. " + number).build();
  }

  private static Element question() {
    return Element.of("q", "test:q");
  }

  @Test
  void each_address_answers_for_itself() throws Exception {
    try (XmppClient bots = bots().build();
        XmppClient user = user()) {
      BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
      user.onMessage(heard::add);
      echo(bots);
      assertThat(await(bots.connect()).jid()).isEqualTo(Jid.of(place().host()));
      await(user.connect());
      for (String name : List.of("ann", "bob/1", "friend%hotmail.com")) {
        Jid bot = name.equals("bob/1") ? bot("bob").withResource("1") : bot(name);
        await(user.send(Message.chat(bot, "Hello " + name)));
        Message echo = next(heard);
        assertThat(echo.from()).isEqualTo(bot);
        assertThat(echo.body()).isEqualTo("Hello " + name);
      }
    }
  }

  @Test
  void each_side_asks_the_other_at_and_from_several_addresses() throws Exception {
    try (XmppClient bots = bots().build();
        XmppClient user = user()) {
      bots.onRequest(
          Iq.Type.GET,
          "q",
          "test:q",
          request -> Reply.result(Element.of("a", "test:q", String.valueOf(request.to()))).now());
      user.onRequest(
          Iq.Type.GET,
          "q",
          "test:q",
          request -> Reply.result(Element.of("a", "test:q", String.valueOf(request.from()))).now());
      await(bots.connect());
      await(user.connect());
      for (Jid bot : List.of(bot("ann"), bot("bob"), Jid.of(place().host()))) {
        Iq answer = await(user.request(Iq.get(bot, question())));
        assertThat(answer.from()).isEqualTo(bot);
        assertThat(requireNonNull(answer.payload()).text()).isEqualTo(bot.toString());
        Iq reply = await(bots.request(Iq.get(user.address(), question()).withFrom(bot)));
        assertThat(reply.to()).isEqualTo(bot);
        assertThat(requireNonNull(reply.payload()).text()).isEqualTo(bot.toString());
      }
      assertThat(await(bots.request(Iq.get(user.address(), question()))).to())
          .isEqualTo(Jid.of(place().host()));
      assertThat(await(bots.request(Iq.get(bot("ann"), question()).withFrom(bot("bob")))).from())
          .as("one bot asks another")
          .isEqualTo(bot("ann"));
    }
  }

  /** A subscription in both directions, as gateways need it. */
  @Test
  void an_address_is_a_contact() throws Exception {
    try (XmppClient bots = bots().build();
        XmppClient user = user()) {
      BlockingQueue<Presence> seen = new LinkedBlockingQueue<>();
      BlockingQueue<Presence> asked = new LinkedBlockingQueue<>();
      Jid ann = bot("contact");
      user.onPresence(
          presence -> {
            if (ann.equals(presence.from())) {
              seen.add(presence);
            }
          });
      bots.onPresence(asked::add);
      await(bots.connect());
      Live.online(user);
      await(user.send(Presence.builder(Presence.Type.SUBSCRIBE).to(ann).build()));
      Presence request = next(asked);
      assertThat(request.type()).isEqualTo(Presence.Type.SUBSCRIBE);
      assertThat(request.from()).isEqualTo(user.address().bare());
      assertThat(request.to()).isEqualTo(ann);
      Jid bare = user.address().bare();
      await(
          bots.send(
              Presence.builder(Presence.Type.SUBSCRIBED).to(bare).build().toBuilder()
                  .from(ann)
                  .build()));
      await(bots.send(Presence.available().toBuilder().from(ann).to(bare).build()));
      while (next(seen).type() != Presence.Type.AVAILABLE) {
        // Some servers also pass the approval on.
      }
    }
  }

  /** Reading pauses while the component lags behind; nothing is lost or out of order. */
  @Test
  void a_flood_waits_for_a_slow_component() throws Exception {
    int many = 1000;
    BlockingQueue<Backlog> backlogs = new LinkedBlockingQueue<>();
    try (XmppClient bots =
            bots()
                .backlog(new BacklogLimits(64, 1 << 20, 128, 2 << 20))
                .onBacklog(backlogs::add)
                .build();
        XmppClient user = user()) {
      CompletableFuture<Void> goOn = new CompletableFuture<>();
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      bots.onMessage(
          message -> {
            goOn.join();
            heard.add(requireNonNull(message.body()));
          });
      await(bots.connect());
      await(user.connect());
      CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
      for (int i = 0; i < many; i++) {
        last = user.send(headline(bot("slow"), i));
        if (i % 500 == 0) {
          await(last);
        }
      }
      await(last);
      assertThat(next(backlogs).paused()).isTrue();
      assertThat(heard).isEmpty();
      goOn.complete(null);
      for (int i = 0; i < many; i++) {
        assertThat(next(heard)).isEqualTo("no. " + i);
      }
      while (next(backlogs).paused()) {
        // Reading goes on in the end.
      }
    }
  }

  @Test
  void a_flood_of_the_component_arrives_in_order() throws Exception {
    int many = 1000;
    try (XmppClient bots = bots().build();
        XmppClient user = user()) {
      BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
      user.onMessage(heard::add);
      await(bots.connect());
      await(user.connect());
      List<CompletableFuture<Void>> sent = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        sent.add(
            bots.send(headline(user.address(), i).toBuilder().from(bot("bot" + i % 7)).build()));
        if (i % 500 == 0) {
          await(sent.get(i));
        }
      }
      await(CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)));
      for (int i = 0; i < many; i++) {
        Message next = next(heard);
        assertThat(next.body()).isEqualTo("no. " + i);
        assertThat(next.from()).isEqualTo(bot("bot" + i % 7));
      }
    }
  }

  @Test
  void connects_again_after_its_connection_broke() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(place().address());
        XmppClient bots =
            Component.builder(place().host(), place().secret(), proxy.port())
                .reconnect(SOON)
                .build();
        XmppClient user = user()) {
      BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
      BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
      bots.onState(states::add);
      user.onMessage(heard::add);
      echo(bots);
      await(bots.connect());
      await(user.connect());
      next(states, Connected.class);
      for (Cut cut : List.of(Cut.FIN, Cut.RST)) {
        proxy.cut(cut);
        next(states, Connected.class);
        await(user.send(Message.chat(bot("echo"), "after " + cut)));
        assertThat(next(heard).body()).isEqualTo("after " + cut);
      }
    }
  }

  /** The server routes a component's ping to itself back. */
  @Test
  void pings_keep_an_idle_connection() throws Exception {
    AtomicInteger sent = new AtomicInteger();
    CountDownLatch back = new CountDownLatch(5);
    try (XmppClient bots =
        bots()
            .keepAlive(KeepAlive.ping(Duration.ofMillis(50), Duration.ofSeconds(20)))
            .onWire(
                event -> {
                  if (event.xml().contains("urn:xmpp:ping")) {
                    if (event.outgoing()) {
                      sent.incrementAndGet();
                    } else {
                      back.countDown();
                    }
                  }
                })
            .build()) {
      await(bots.connect());
      assertThat(back.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(sent.get()).isGreaterThanOrEqualTo(5);
      assertThat(bots.state()).isInstanceOf(Connected.class);
      assertThat(bots.dropped()).isZero();
    }
  }

  @Test
  void a_wrong_secret_is_refused_for_good() throws Exception {
    try (XmppClient bots =
        Component.builder(place().host(), "wrong", place().address().getPort())
            .reconnect(ReconnectPolicy.standard().retryingFirst())
            .build()) {
      BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
      bots.onState(states::add);
      AuthenticationException refused = Failures.of(bots.connect(), AuthenticationException.class);
      assertThat(refused.reason()).isEqualTo(AuthenticationException.Reason.REFUSED);
      assertThat(refused).hasMessageContaining("secret").hasMessageContaining(place().host());
      assertThat(next(states, Disconnected.class).cause()).isSameAs(refused);
    }
  }

  /** ejabberd compares the secret first, Prosody the domain. */
  @Test
  void an_unknown_component_is_refused_for_good() throws Exception {
    try (XmppClient bots =
        Component.builder("nobody.localhost", place().secret(), place().address().getPort())
            .build()) {
      if (live.kind().isProsody()) {
        StreamException refused = Failures.of(bots.connect(), StreamException.class);
        assertThat(refused.error().condition()).isEqualTo(Condition.HOST_UNKNOWN);
        assertThat(refused.retryable()).isFalse();
      } else {
        assertThat(Failures.of(bots.connect(), AuthenticationException.class).retryable())
            .isFalse();
      }
    }
  }

  @Test
  void a_second_connection_is_a_conflict() throws Exception {
    assumeTrue(live.kind().isProsody(), "ejabberd shares the load between connections");
    try (XmppClient first = bots().build();
        XmppClient second = bots().build()) {
      await(first.connect());
      StreamException refused = Failures.of(second.connect(), StreamException.class);
      assertThat(refused.error().condition()).isEqualTo(Condition.CONFLICT);
      assertThat(refused).hasMessageContaining("Another connection serves the component");
      assertThat(first.state()).isInstanceOf(Connected.class);
    }
  }

  @Test
  void the_port_for_clients_is_the_wrong_one() throws Exception {
    int port = live.server().address().getPort();
    try (XmppClient bots = Component.builder(place().host(), place().secret(), port).build()) {
      StreamException refused = Failures.of(bots.connect(), StreamException.class);
      assertThat(refused.error().condition()).isEqualTo(Condition.INVALID_NAMESPACE);
      assertThat(refused).hasMessageContaining("port");
    }
  }

  /** Both servers end the stream for what is refused here, or answer it with an error. */
  @Test
  void what_servers_end_the_stream_for_is_not_sent() throws Exception {
    try (XmppClient bots = bots().build();
        XmppClient user = user()) {
      BlockingQueue<Stanza> heard = new LinkedBlockingQueue<>();
      user.onMessage(heard::add);
      await(bots.connect());
      await(user.connect());
      assertThat(bots.send(Presence.available())).isCompletedExceptionally();
      await(bots.send(Message.chat(user.address(), "of no address")));
      assertThat(next(heard).from()).isEqualTo(Jid.of(place().host()));
      assertThat(bots.state()).isInstanceOf(Connected.class);
    }
  }
}
