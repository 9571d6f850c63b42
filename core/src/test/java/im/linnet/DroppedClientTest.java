package im.linnet;

import static im.linnet.LiveSession.await;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Dns;
import im.linnet.internal.tls.PlatformTls;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Reply;
import im.linnet.stanza.Stanza;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that the program dropped without closing it, and one that it only let go of. */
@Timeout(120)
@Isolated("counts the library's threads")
class DroppedClientTest {

  private final RecordedLog log = new RecordedLog();
  private final ScriptedPeer peer = ScriptedPeer.listen();
  private final Set<Thread> before = NoLeaks.threads();

  /** The pool ends only some seconds after a close in the midst of that. */
  @BeforeAll
  static void loadTls() {
    PlatformTls.loaded();
  }

  @AfterEach
  void endPeer() {
    peer.close();
  }

  /** Collects garbage until something is logged. */
  private String toldOf() throws InterruptedException {
    String line = null;
    while (line == null) {
      System.gc();
      line = log.lines.poll(50, TimeUnit.MILLISECONDS);
    }
    return line;
  }

  private void isToldOnce(String who) throws InterruptedException {
    assertThat(toldOf()).startsWith("WARN ").contains(who, "close()", "try-with-resources");
    System.gc();
    assertThat(log.lines).isEmpty();
  }

  /** All that is dropped before this has been found when it returns, and what is held is alive. */
  private void collected() throws InterruptedException {
    assertThat(drop()).isEqualTo("canary");
    assertThat(toldOf()).contains("canary@example.com");
  }

  private @Nullable String drop() {
    return client(XmppClient.builder("canary@example.com"), own()).account().local();
  }

  private XmppClient client(ClientResources own) {
    return client(LiveSession.builder(peer.port()), own);
  }

  private static XmppClient client(ClientBuilder builder, ClientResources own) {
    return new Assembly(builder, Sasl.anonymous(), own).client(own);
  }

  private ClientResources own() {
    return ClientResources.forOneClient(log);
  }

  private void login(Consumer<Script> then) {
    peer.script(s -> s.then(LiveSession::login).then(then));
  }

  private String dropNew() {
    return client(XmppClient.builder("juliet@example.com/balcony"), own()).account().toString();
  }

  @Test
  void is_told_of_once_and_its_threads_end() throws Exception {
    assertThat(dropNew()).isEqualTo("juliet@example.com");
    isToldOnce("client of juliet@example.com was dropped");
    assertThat(NoLeaks.threadsSince(before)).isEmpty();
  }

  @Test
  void is_told_of_if_it_was_connected_and_lost() throws Exception {
    login(s -> s.close().expectClose().expectEnd());
    dropLost();
    isToldOnce("client of localhost was dropped");
    assertThat(NoLeaks.threadsSince(before)).isEmpty();
  }

  private void dropLost() throws Exception {
    CompletableFuture<Object> lost = new CompletableFuture<>();
    XmppClient client = client(own());
    client.onMessage(message -> client.state());
    client.onState(
        state -> {
          if (state.toString().startsWith("Disconnected")) {
            lost.complete(state);
          }
        });
    await(client.connect());
    await(lost);
  }

  @Test
  void is_closed_in_order_if_it_is_connected_and_nobody_subscribed() throws Exception {
    login(s -> s.expectClose().close().expectEnd());
    await(client(own()).connect());
    isToldOnce("client of localhost was dropped");
    peer.await();
    assertThat(NoLeaks.threadsSince(before)).isEmpty();
  }

  @Test
  void does_not_connect_again_if_nobody_subscribed() throws Exception {
    login(s -> s.reset());
    await(
        client(LiveSession.builder(peer.port()).reconnect(outage -> Duration.ofDays(1)), own())
            .connect());
    isToldOnce("client of localhost was dropped");
    assertThat(NoLeaks.threadsSince(before)).isEmpty();
  }

  static Stream<Subscribing> subscriptions() {
    return Stream.of(
        new Subscribing("onMessage", (client, heard) -> client.onMessage(m -> heard.add("it"))),
        new Subscribing("stanzas", DroppedClientTest::demand),
        new Subscribing(
            "onRequest",
            (client, heard) ->
                client.onRequest(
                    Iq.Type.GET,
                    "query",
                    "urn:example",
                    request -> {
                      heard.add("it");
                      return Reply.result().now();
                    })));
  }

  private record Subscribing(String name, Way way) {

    interface Way {
      void subscribe(XmppClient client, BlockingQueue<String> heard);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static void demand(XmppClient client, BlockingQueue<String> heard) {
    client
        .stanzas()
        .subscribe(
            new Flow.Subscriber<>() {
              @Override
              public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
              }

              @Override
              public void onNext(Stanza stanza) {
                heard.add("it");
              }

              @Override
              public void onError(Throwable failure) {
                heard.add("failure");
              }

              @Override
              public void onComplete() {
                heard.add("end");
              }
            });
  }

  @ParameterizedTest
  @MethodSource("subscriptions")
  void works_on_for_whoever_subscribed_while_it_is_connected(Subscribing subscribing)
      throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    login(
        s ->
            s.awaitCue("collected")
                .send(
                    "<message from='romeo@localhost'><body>Hi</body></message>"
                        + "<iq type='get' id='q' from='romeo@localhost'>"
                        + "<query xmlns='urn:example'/></iq>")
                .expectEnd());
    ClientResources own = own();
    connectAndLetGo(own, subscribing.way(), heard);
    collected();
    peer.cue("collected");
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("it");
    assertThat(log.lines).isEmpty();
    own.close();
  }

  private void connectAndLetGo(
      ClientResources own, Subscribing.Way way, BlockingQueue<String> heard) throws Exception {
    XmppClient client = client(own);
    way.subscribe(client, heard);
    await(client.connect());
  }

  @Test
  void works_on_while_an_answer_is_awaited() throws Exception {
    login(
        s ->
            s.expectLike("<iq type='get' id='{id}'><query xmlns='urn:example'/></iq>")
                .awaitCue("collected")
                .send("<iq type='result' id='{id}'/>")
                .expectEnd());
    ClientResources own = own();
    CompletableFuture<Iq> answer = ask(own);
    collected();
    peer.cue("collected");
    assertThat(await(answer).type()).isEqualTo(Iq.Type.RESULT);
    own.close();
  }

  private CompletableFuture<Iq> ask(ClientResources own) throws Exception {
    XmppClient client = client(own);
    await(client.connect());
    return client.request(Iq.get(null, Element.of("query", "urn:example")));
  }

  @Test
  void goes_on_connecting_while_that_is_awaited() throws Exception {
    peer.script(s -> s.awaitCue("collected").then(LiveSession::login).expectEnd());
    ClientResources own = own();
    CompletableFuture<BoundStream> connecting = client(own).connect();
    collected();
    peer.cue("collected");
    assertThat(await(connecting).jid()).hasToString(LiveSession.JID);
    own.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void is_not_told_of_once_it_was_closed(boolean atOnce) throws Exception {
    await(closed(atOnce));
    collected();
    assertThat(log.lines).isEmpty();
    assertThat(NoLeaks.threadsSince(before)).isEmpty();
  }

  private CompletableFuture<Void> closed(boolean atOnce) {
    XmppClient client = client(own());
    return atOnce ? client.shutdown(Duration.ZERO) : client.shutdown();
  }

  @Test
  void is_told_of_where_the_resources_are_shared() throws Exception {
    try (ClientResources shared = ClientResources.create(1, Dns.system(), log)) {
      dropOn(shared);
      isToldOnce("client of juliet@example.com was dropped");
      assertThat(await(CompletableFuture.supplyAsync(() -> 1, shared.threads()))).isEqualTo(1);
    }
    collected();
    assertThat(log.lines).isEmpty();
  }

  private static void dropOn(ClientResources shared) {
    new Assembly(XmppClient.builder("juliet@example.com"), Sasl.anonymous(), shared).client(null);
  }

  @Test
  void has_its_resources_told_of_and_ended_if_the_program_made_them() throws Exception {
    dropOn(ClientResources.create(1, Dns.system(), log));
    List<String> told = List.of(toldOf(), toldOf());
    assertThat(told).anyMatch(line -> line.contains("client of juliet@example.com was dropped"));
    assertThat(told).anyMatch(line -> line.contains("ClientResources were dropped"));
    System.gc();
    assertThat(log.lines).isEmpty();
    assertThat(NoLeaks.threadsSince(before)).isEmpty();
  }

  @Test
  void keeps_the_resources_that_it_works_on() throws Exception {
    BlockingQueue<XmppClient> back = new LinkedBlockingQueue<>();
    login(
        s ->
            s.awaitCue("collected")
                .send("<message from='romeo@localhost'><body>Hi</body></message>")
                .expectClose()
                .close()
                .expectEnd());
    connectOnResourcesOfNobody(back);
    collected();
    peer.cue("collected");
    closeNext(back);
    assertThat(log.lines).isEmpty();
    assertThat(toldOf()).contains("ClientResources were dropped");
    assertThat(NoLeaks.threadsSince(before)).isEmpty();
  }

  private static void closeNext(BlockingQueue<XmppClient> clients) throws Exception {
    XmppClient client = Objects.requireNonNull(clients.poll(10, TimeUnit.SECONDS));
    await(client.shutdown());
  }

  private void connectOnResourcesOfNobody(BlockingQueue<XmppClient> back) throws Exception {
    XmppClient client =
        new Assembly(
                LiveSession.builder(peer.port()),
                Sasl.anonymous(),
                ClientResources.create(1, Dns.system(), log))
            .client(null);
    client.onMessage((Message message) -> back.add(client));
    await(client.connect());
  }
}
