package im.linnet.test.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.failure.AuthenticationException;
import im.linnet.jid.Jid;
import im.linnet.sasl.UserAgent;
import im.linnet.stanza.Message;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Everything in one exchange, and a stanza that follows in the same segment. */
@DisabledIfSystemProperty(
    named = "linnet.signin",
    matches = "sasl2",
    disabledReason = "the client has a sign-in of its own, in clear text")
@Timeout(120)
class OneStepSignInTest {

  private static final String SM = " xmlns='urn:xmpp:sm:3'";
  private static final String ENABLE = "<enable" + SM + " resume='true'/>";
  private static final String OFFER =
      "<authentication xmlns='urn:xmpp:sasl:2'><mechanism>X-TOY</mechanism><inline>"
          + "<bind xmlns='urn:xmpp:bind:0'><inline><feature var='urn:xmpp:carbons:2'/>"
          + "<feature var='urn:xmpp:sm:3'/></inline></bind><sm"
          + SM
          + "/></inline></authentication>";
  private static final String BIND =
      "<bind xmlns='urn:xmpp:bind:0'><tag>Linnet</tag>"
          + ENABLE
          + "<enable xmlns='urn:xmpp:carbons:2'/></bind>";
  private static final String BOUND =
      "<bound xmlns='urn:xmpp:bind:0'><enabled" + SM + " id='one' resume='true'/></bound>";
  private static final String LATER =
      "<stream:features><csi xmlns='urn:xmpp:csi:0'/></stream:features>";

  private static final String HELLO =
      "<message to='romeo@localhost' id='*'><body>hello</body></message>";

  private final ScriptedPeer peer = ScriptedPeer.listen();
  private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
  private final BlockingQueue<BoundStream> streams = new LinkedBlockingQueue<>();

  /** Completes when everything that the server sent in one write was read. */
  private final CompletableFuture<Void> lastWord = new CompletableFuture<>();

  private final XmppClient client =
      ScriptedClient.of(peer)
          .userAgent(UserAgent.random().withSoftware("Linnet"))
          .with(made -> new OneStepSignIn(made, lastWord::join))
          .onWire(
              event -> {
                if (!event.outgoing() && event.xml().contains("last word")) {
                  lastWord.complete(null);
                }
              })
          .reconnect(outage -> Duration.ZERO)
          .build();

  @AfterEach
  void close() throws Exception {
    peer.close();
    client.shutdown().get(20, TimeUnit.SECONDS);
  }

  private static Script asked(Script script, String inside) {
    return script
        .openStream("localhost", OFFER)
        .expect(
            "<authenticate xmlns='urn:xmpp:sasl:2' mechanism='X-TOY'>"
                + inside
                + "</authenticate>");
  }

  private static String success(String inside) {
    return "<success xmlns='urn:xmpp:sasl:2'>"
        + inside
        + "<authorization-identifier>juliet@localhost/Linnet.1</authorization-identifier></success>";
  }

  private static String message(String body) {
    return "<message from='romeo@localhost'><body>" + body + "</body></message>";
  }

  private void connect() throws Exception {
    client.onMessage(message -> bodies.add(String.valueOf(message.body())));
    client.onState(
        state -> {
          if (state instanceof Connected connected) {
            streams.add(connected.stream());
          }
        });
    client.connect().get(20, TimeUnit.SECONDS);
  }

  private String body() throws InterruptedException {
    return String.valueOf(bodies.poll(20, TimeUnit.SECONDS));
  }

  /** The step has not yet handled the success when the stanza after it arrives. */
  @Test
  void delivers_and_counts_a_stanza_right_behind_the_success() throws Exception {
    peer.script(
        script ->
            asked(script, BIND)
                .send(
                    success(BOUND)
                        + message("one")
                        + "<r"
                        + SM
                        + "/>"
                        + LATER
                        + message("last word"))
                .expect("<a" + SM + " h='2'/>"));
    connect();
    BoundStream stream = streams.take();
    assertThat(stream.jid()).hasToString("juliet@localhost/Linnet.1");
    assertThat(stream.mechanism()).isEqualTo("X-TOY");
    assertThat(stream.managed()).isTrue();
    assertThat(stream.features().offers("csi", "urn:xmpp:csi:0")).isTrue();
    assertThat(body()).isEqualTo("one");
    assertThat(body()).isEqualTo("last word");
  }

  /** Larger than anything allowed before a sign-in. */
  @Test
  void delivers_a_large_stanza_right_behind_the_success() throws Exception {
    String large = "x".repeat(100_000);
    peer.script(
        script ->
            asked(script, BIND)
                .send(success(BOUND) + message(large) + LATER + message("last word")));
    connect();
    assertThat(body()).isEqualTo(large);
    assertThat(body()).isEqualTo("last word");
  }

  @Test
  void resumes_inside_of_the_sign_in() throws Exception {
    lastWord.complete(null);
    peer.script(
        script ->
            asked(script, BIND)
                .send(success(BOUND) + LATER + message("one"))
                .awaitCue("received")
                .reset());
    peer.script(
        script ->
            asked(script, "<resume" + SM + " h='1' previd='one'/>" + BIND)
                .send(
                    success("<resumed" + SM + " h='0' previd='one'/>")
                        + message("two")
                        + "<r"
                        + SM
                        + "/>"
                        + LATER)
                .expectLike("<a" + SM + " h='2'/>"));
    connect();
    assertThat(streams.take().resumed()).isFalse();
    assertThat(body()).isEqualTo("one");
    peer.cue("received");
    BoundStream resumed = streams.take();
    assertThat(resumed.resumed()).isTrue();
    assertThat(resumed.jid()).hasToString("juliet@localhost/Linnet.1");
    assertThat(body()).isEqualTo("two");
    peer.await();
  }

  /** Between the success and the features. */
  @Test
  void resumes_once_more_where_the_connection_is_lost_in_between() throws Exception {
    lastWord.complete(null);
    String resume = "<resume" + SM + " h='0' previd='one'/>" + BIND;
    String resumed = success("<resumed" + SM + " h='0' previd='one'/>");
    peer.script(
        script -> asked(script, BIND).send(success(BOUND) + LATER).expectLike(HELLO).reset());
    peer.script(script -> asked(script, resume).send(resumed).fin());
    peer.script(
        script ->
            asked(script, resume)
                .send(resumed + LATER)
                .expectLike(HELLO)
                .expect("<r" + SM + "/>")
                .send("<a" + SM + " h='1'/>"));
    connect();
    client.deliver(Message.chat(Jid.of("romeo@localhost"), "hello")).get(20, TimeUnit.SECONDS);
    assertThat(streams.take().resumed()).isFalse();
    assertThat(streams.take().resumed()).isTrue();
  }

  @Test
  void delivers_nothing_that_comes_behind_a_refusal() throws Exception {
    peer.script(
        script ->
            asked(script, BIND)
                .send("<failure xmlns='urn:xmpp:sasl:2'/>" + message("last word"))
                .expectClose());
    assertThatThrownBy(this::connect).cause().isInstanceOf(AuthenticationException.class);
    assertThat(bodies).isEmpty();
  }
}
