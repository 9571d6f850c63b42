package im.linnet.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.connection.BacklogLimits;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.net.RefusingPort;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.small.SmallServer;
import im.linnet.tls.TlsPolicy;
import im.linnet.xml.Element;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ClientMetersTest {

  private static final String SM = " xmlns='urn:xmpp:sm:3'";
  private static final Jid ROMEO = Jid.of("romeo@localhost");

  private static final Map<String, ClientKey> KEYS =
      Arrays.stream(ClientKey.values())
          .collect(Collectors.toMap(ClientKey::asString, Function.identity()));

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ClientMeters meters = ClientMeters.in(registry);

  private double value(ClientMeter meter, String... tags) {
    Search search = registry.find(meter.getName()).tags(tags);
    return switch (meter.getType()) {
      case GAUGE -> search.gauges().stream().mapToDouble(gauge -> gauge.value()).sum();
      case COUNTER -> search.counters().stream().mapToDouble(counter -> counter.count()).sum();
      default -> search.timers().stream().mapToDouble(Timer::count).sum();
    };
  }

  /** Waits until a meter has this value: the event loop updates it a little later. */
  private void await(double expected, ClientMeter meter, String... tags) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (value(meter, tags) != expected && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(value(meter, tags)).as("%s %s", meter, List.of(tags)).isEqualTo(expected);
  }

  /** Whatever a test did, no tag has a value that is not in its list. */
  @AfterEach
  void all_meters_are_documented_and_their_tags_are_from_fixed_lists() {
    for (Meter meter : registry.getMeters()) {
      ClientMeter documented =
          Arrays.stream(ClientMeter.values())
              .filter(each -> each.getName().equals(meter.getId().getName()))
              .findFirst()
              .orElseThrow();
      assertThat(meter.getId().getType()).isEqualTo(documented.getType());
      assertThat(meter.getId().getBaseUnit())
          .isEqualTo(
              documented.getType() == Meter.Type.TIMER ? "seconds" : documented.getBaseUnit());
      assertThat(meter.getId().getTags())
          .extracting(Tag::getKey)
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(documented.getKeyNames()).map(key -> key.asString()).toList());
      for (Tag tag : meter.getId().getTags()) {
        assertThat(Objects.requireNonNull(KEYS.get(tag.getKey())).allowed())
            .contains(tag.getValue());
      }
    }
  }

  @Test
  void each_is_there_from_the_start_unless_it_depends_on_results() {
    assertThat(registry.getMeters())
        .extracting(meter -> meter.getId().getName())
        .contains(
            ClientMeter.CLIENTS.getName(),
            ClientMeter.BACKLOG.getName(),
            ClientMeter.BACKLOG_SIZE.getName(),
            ClientMeter.PAUSED.getName(),
            ClientMeter.STREAMS.getName(),
            ClientMeter.RECONNECTS.getName(),
            ClientMeter.RECEIVED.getName(),
            ClientMeter.SENT.getName(),
            ClientMeter.DROPPED.getName(),
            ClientMeter.PAUSE.getName(),
            ClientMeter.SLOW_CALLBACK.getName());
    assertThat(value(ClientMeter.CLIENTS)).isZero();
  }

  @Test
  void stanzas_and_requests_are_counted() {
    try (ScriptedClient it =
        ScriptedClient.bound(
            meters::watch,
            script ->
                script
                    .expectLike("<message/>")
                    .expectLike("<presence/>")
                    .expectLike("<iq type='get' id='{a}'/>")
                    .send("<message/><message/>")
                    .send("<presence/>")
                    .send("<iq type='result' id='unasked'/>")
                    .send("<iq type='result' id='{a}'/>")
                    .expectLike("<iq type='get' id='{b}'/>")
                    .send(
                        "<iq type='error' id='{b}'><error type='cancel'><forbidden"
                            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"))) {
      it.client().send(Message.chat(ROMEO, "Hello")).join();
      it.client().send(Presence.available()).join();
      it.client().request(question()).join();
      assertThat(catchThrowable(() -> it.client().request(question()).join())).isNotNull();
      await(2, ClientMeter.RECEIVED, "stanza", "message");
      await(1, ClientMeter.RECEIVED, "stanza", "presence");
      await(3, ClientMeter.RECEIVED, "stanza", "iq");
      await(1, ClientMeter.SENT, "stanza", "message");
      await(1, ClientMeter.SENT, "stanza", "presence");
      await(2, ClientMeter.SENT, "stanza", "iq");
      await(1, ClientMeter.DROPPED, "reason", "unasked");
      await(1, ClientMeter.REQUEST, "result", "succeeded");
      await(1, ClientMeter.REQUEST, "result", "error-answer");
    }
  }

  private static Iq question() {
    return Iq.get(null, Element.of("query", "test:q"));
  }

  @Test
  void connections_and_reconnects_are_counted_and_measured() {
    String features = "<sm" + SM + "/>";
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(
          script ->
              ScriptedClient.login(script, features)
                  .expectLike("<enable" + SM + "/>")
                  .send("<enabled" + SM + " id='some-id' resume='true' max='300'/>")
                  .awaitCue("seen")
                  .reset());
      peer.script(
          script ->
              script
                  .signIn("localhost", "ANONYMOUS")
                  .openStream(
                      "localhost", "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>" + features)
                  .expectLike("<resume" + SM + "/>")
                  .send("<resumed" + SM + " h='0' previd='some-id'/>"));
      try (XmppClient client =
          ScriptedClient.of(peer)
              .reconnect(outage -> Duration.ZERO)
              .closeLimit(Duration.ZERO)
              .with(meters::watch)
              .build()) {
        client.connect().join();
        await(1, ClientMeter.CLIENTS, "status", "connected");
        await(1, ClientMeter.CLIENTS);
        peer.cue("seen");
        await(1, ClientMeter.STREAMS, "stream", "resumed");
        await(1, ClientMeter.STREAMS, "stream", "new");
        await(1, ClientMeter.RECONNECTS);
        await(2, ClientMeter.CONNECT, "result", "succeeded", "phase", "session");
        await(2, ClientMeter.ENDPOINT, "result", "succeeded", "phase", "session");
        await(1, ClientMeter.SESSION, "result", "lost");
        assertThat(
                registry.get(ClientMeter.CONNECT.getName()).timer().totalTime(TimeUnit.NANOSECONDS))
            .isPositive();
        await(1, ClientMeter.CLIENTS, "status", "connected");
      }
      await(1, ClientMeter.SESSION, "result", "cancelled");
      await(0, ClientMeter.CLIENTS);
    }
  }

  @Test
  void failures_say_where_and_why() {
    try (RefusingPort port = RefusingPort.open();
        XmppClient client = refused(port).with(meters::watch).build()) {
      assertThat(catchThrowable(() -> client.connect().join())).isNotNull();
      await(1, ClientMeter.CONNECT, "result", "unreachable", "phase", "connecting");
      await(1, ClientMeter.ENDPOINT, "result", "unreachable", "phase", "connecting");
      await(1, ClientMeter.CLIENTS, "status", "disconnected");
    }
    await(0, ClientMeter.CLIENTS);
  }

  private static ClientBuilder refused(RefusingPort port) {
    return XmppClient.builder("juliet@localhost")
        .sasl(Sasl.anonymous())
        .endpoint(Endpoint.startTls("127.0.0.1", port.number()));
  }

  @Test
  void the_backlog_and_pauses_and_slow_callbacks_are_shown() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    try (ScriptedClient it =
        ScriptedClient.builder()
            .with(meters::watch)
            .client(
                b ->
                    b.backlog(new BacklogLimits(1, 1 << 20, 1000, 4 << 20))
                        .slowCallbacks(Duration.ofNanos(1)))
            .bound(
                script ->
                    script
                        .awaitCue("subscribed")
                        .sendRaw("<message/><message/>")
                        .expectLike("<message/>"))) {
      CompletableFuture<Void> both = new CompletableFuture<>();
      it.client()
          .onMessage(
              message -> {
                try {
                  assertThat(free.await(40, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                both.complete(null);
              });
      it.peer().cue("subscribed");
      await(1, ClientMeter.PAUSED);
      await(2, ClientMeter.BACKLOG);
      assertThat(value(ClientMeter.BACKLOG_SIZE)).isPositive();
      free.countDown();
      both.get(40, TimeUnit.SECONDS);
      await(0, ClientMeter.PAUSED);
      await(1, ClientMeter.PAUSE);
      await(0, ClientMeter.BACKLOG);
      it.client().send(Message.chat(ROMEO, "done")).join();
      assertThat(value(ClientMeter.SLOW_CALLBACK)).isPositive();
    }
  }

  @Test
  void all_clients_are_summed_up() throws Exception {
    try (SmallServer server =
            SmallServer.builder().user("juliet", "rose").user("romeo", "sword").start();
        XmppClient juliet = user(server, "juliet", "rose");
        XmppClient romeo = user(server, "romeo", "sword")) {
      CompletableFuture<Message> heard = new CompletableFuture<>();
      romeo.onMessage(heard::complete);
      juliet.connect().join();
      romeo.connect().join();
      await(2, ClientMeter.CLIENTS, "status", "connected");
      juliet.send(Message.chat(romeo.address(), "Romeo!")).join();
      assertThat(heard.get(40, TimeUnit.SECONDS).body()).isEqualTo("Romeo!");
      await(1, ClientMeter.SENT, "stanza", "message");
      await(1, ClientMeter.RECEIVED, "stanza", "message");
      assertThat(value(ClientMeter.STREAMS)).isEqualTo(2);
    }
    await(0, ClientMeter.CLIENTS);
  }

  private XmppClient user(SmallServer server, String name, String password) {
    return XmppClient.builder(name + "@localhost")
        .sasl(Sasl.password(password))
        .endpoint(Endpoint.startTls("127.0.0.1", server.starttlsPort()))
        .tls(TlsPolicy.builder().trust(server.trustAnchor()).build())
        .with(meters::watch)
        .build();
  }

  @Test
  void a_watched_client_may_be_collected() throws Exception {
    WeakReference<XmppClient> dropped = new WeakReference<>(unused());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (dropped.get() != null && System.nanoTime() < deadline) {
      System.gc();
      Thread.onSpinWait();
    }
    assertThat(dropped.get()).isNull();
    assertThat(value(ClientMeter.BACKLOG)).isZero();
  }

  private XmppClient unused() {
    return XmppClient.builder("juliet@localhost")
        .sasl(Sasl.anonymous())
        .with(meters::watch)
        .build();
  }

  @Test
  void groups_are_told_apart_by_tags() {
    SimpleMeterRegistry shared = new SimpleMeterRegistry();
    ClientMeters bots = ClientMeters.in(shared, Tags.of("group", "bots"));
    ClientMeters.in(shared, Tags.of("group", "users"));
    try (ScriptedClient it = ScriptedClient.bound(bots::watch, script -> {})) {
      assertThat(it.client().health().isUp()).isTrue();
      assertThat(
              shared
                  .get(ClientMeter.STREAMS.getName())
                  .tags("group", "bots", "stream", "new")
                  .counter()
                  .count())
          .isEqualTo(1);
      assertThat(
              shared
                  .get(ClientMeter.STREAMS.getName())
                  .tags("group", "users", "stream", "new")
                  .counter()
                  .count())
          .isZero();
    }
  }
}
