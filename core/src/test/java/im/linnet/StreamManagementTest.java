package im.linnet;

import static im.linnet.LiveSession.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stream.BoundStream;
import im.linnet.stream.ConnectionState.Disconnected;
import im.linnet.stream.StreamException;
import im.linnet.stream.TransportException;
import im.linnet.stream.TransportException.Reason;
import im.linnet.stream.XmppException;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.xml.Element;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stream management (XEP-0198) as transcripts. */
@Timeout(30)
class StreamManagementTest {

  private static final Jid ROMEO = Jid.of("romeo@localhost");
  private static final String SM = " xmlns='urn:xmpp:sm:3'";
  private static final String FEATURES =
      "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm" + SM + "/>";
  private static final String ENABLE = "<enable" + SM + " resume='true'/>";
  private static final String ENABLED = "<enabled" + SM + " id='some-id' resume='true' max='300'/>";
  private static final String R = "<r" + SM + "/>";

  /** A client and a peer with a script for each connection. */
  private static final class Life implements AutoCloseable {

    final ScriptedPeer peer = ScriptedPeer.listen();
    final List<String> received = new CopyOnWriteArrayList<>();
    final BlockingQueue<Disconnected> losses = new LinkedBlockingQueue<>();
    final XmppClient client;

    @SafeVarargs
    Life(Consumer<Script>... connections) {
      client = LiveSession.builder(peer.port()).build();
      client.onMessage(message -> received.add(String.valueOf(message.body())));
      client.onState(
          state -> {
            if (state instanceof Disconnected loss && loss.cause() != null) {
              losses.add(loss);
            }
          });
      for (Consumer<Script> connection : connections) {
        peer.script(connection);
      }
    }

    BoundStream connect() throws Exception {
      return await(client.connect());
    }

    XmppException lost() throws Exception {
      Disconnected loss = losses.poll(10, TimeUnit.SECONDS);
      if (loss == null || loss.cause() == null) {
        throw new AssertionError("no loss; the peer saw:\n" + peer.transcript());
      }
      return loss.cause();
    }

    CompletableFuture<Void> deliver(String id) {
      return client.deliver(Message.chat(ROMEO, id).toBuilder().id(id).build());
    }

    @Override
    public void close() {
      peer.close();
      client.close().join();
    }
  }

  private static void bound(Script script) {
    script
        .signIn("localhost", "ANONYMOUS")
        .openStream("localhost", FEATURES)
        .then(StreamManagementTest::rebound);
  }

  private static void rebound(Script script) {
    script
        .expectLike("<iq type='set' id='{bind}'/>")
        .send(
            "<iq type='result' id='{bind}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>"
                + LiveSession.JID
                + "</jid></bind></iq>")
        .expect(ENABLE);
  }

  private static void managed(Script script) {
    script.then(StreamManagementTest::bound).send(ENABLED);
  }

  private static Consumer<Script> resuming(int h) {
    return s ->
        s.signIn("localhost", "ANONYMOUS")
            .openStream("localhost", FEATURES)
            .expect("<resume" + SM + " h='" + h + "' previd='some-id'/>");
  }

  private static String resumed(String h) {
    return "<resumed" + SM + " h='" + h + "' previd='some-id'/>";
  }

  private static String message(String id) {
    return "<message id='" + id + "'/>";
  }

  private static String a(String h) {
    return "<a" + SM + " h='" + h + "'/>";
  }

  private static TransportException failure(CompletableFuture<?> future) {
    ExecutionException failed =
        catchThrowableOfType(ExecutionException.class, () -> future.get(10, TimeUnit.SECONDS));
    assertThat(failed).isNotNull();
    assertThat(failed.getCause()).isInstanceOf(TransportException.class);
    return (TransportException) Objects.requireNonNull(failed.getCause());
  }

  @Test
  void delivers_when_the_server_acknowledges() throws Exception {
    try (Life life =
        new Life(
            s ->
                s.then(StreamManagementTest::managed)
                    .expectLike(message("1"))
                    .expect(R)
                    .mark("asked")
                    .awaitCue("answer")
                    .send(a("1")))) {
      BoundStream stream = life.connect();
      assertThat(stream.managed()).isTrue();
      assertThat(stream.resumed()).isFalse();
      CompletableFuture<Void> delivered = life.deliver("1");
      life.peer.awaitMark("asked");
      assertThat(delivered).isNotDone();
      life.peer.cue("answer");
      await(delivered);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<failed xmlns='urn:xmpp:sm:3'/>", ""})
  void goes_on_without_where_the_server_can_not(String answer) throws Exception {
    try (Life life =
        new Life(
            s -> {
              if (answer.isEmpty()) {
                s.then(LiveSession::login);
              } else {
                s.then(StreamManagementTest::bound).send(answer);
              }
              s.expectLike(message("1"));
            })) {
      assertThat(life.connect().managed()).isFalse();
      await(life.deliver("1"));
      life.peer.await();
    }
  }

  @Test
  @DisplayName("C21: only stanzas count, those before <enabled/> don't; answers are coalesced")
  void counts_what_it_received_since_the_stream_is_managed() throws Exception {
    try (Life life =
        new Life(
            s ->
                s.then(StreamManagementTest::bound)
                    .send("<message from='romeo@localhost'><body>early</body></message>")
                    .sendRaw(
                        ENABLED
                            + "<message from='romeo@localhost'><body>one</body></message>"
                            + "<presence from='romeo@localhost'/>"
                            + "<iq type='result' id='unasked'/>"
                            + "<message from='@@'/>"
                            + "<unknown xmlns='urn:test'/>"
                            + a("0")
                            + R.repeat(1000))
                    .expect(a("4"))
                    .send(R)
                    .expect(a("4")))) {
      life.connect();
      life.peer.await();
      assertThat(life.received).containsExactly("early", "one");
    }
  }

  @Test
  @DisplayName("C13, C24: what was not acknowledged is sent again, in order, instead of binding")
  void resumes() throws Exception {
    try (Life life =
        new Life(
            s ->
                s.then(StreamManagementTest::managed)
                    .send("<message from='romeo@localhost'><body>one</body></message>")
                    .expectLike(message("1"))
                    .expect(R)
                    .mark("one")
                    .expectLike(message("2"))
                    .expect(R)
                    .mark("two")
                    .expectLike("<iq id='q'/>")
                    .mark("asked")
                    .expectLike(message("3"))
                    .expect(R)
                    .reset(),
            s ->
                s.then(resuming(1))
                    .send(resumed("1"))
                    .expectLike(message("2"))
                    .expectLike("<iq id='q'/>")
                    .expectLike(message("3"))
                    .expect(R)
                    .send("<iq type='result' id='q'/>" + a("4"))
                    .send("<message from='romeo@localhost'><body>two</body></message>" + R)
                    .expect(a("3")))) {
      Jid jid = life.connect().jid();
      CompletableFuture<Void> first = life.deliver("1");
      life.peer.awaitMark("one");
      CompletableFuture<Void> second = life.deliver("2");
      life.peer.awaitMark("two");
      CompletableFuture<Iq> answer =
          life.client.request(Iq.get(null, Element.of("query", "test:q")).withId("q"));
      life.peer.awaitMark("asked");
      CompletableFuture<Void> third = life.deliver("3");
      assertThat(life.lost()).isInstanceOf(TransportException.class);
      assertThat(List.of(first, second, answer, third)).noneMatch(CompletableFuture::isDone);

      BoundStream stream = life.connect();
      assertThat(stream.resumed()).isTrue();
      assertThat(stream.managed()).isTrue();
      assertThat(stream.jid()).isEqualTo(jid);
      await(CompletableFuture.allOf(first, second, answer, third));
      life.peer.await();
      assertThat(life.received).containsExactly("one", "two");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " h='1'"})
  @DisplayName("C17: <failed/> without and with h")
  void hands_back_what_is_uncertain(String h) throws Exception {
    try (Life life =
        new Life(
            s ->
                s.then(StreamManagementTest::managed)
                    .expectLike(message("1"))
                    .expect(R)
                    .mark("one")
                    .expectLike(message("2"))
                    .reset(),
            s ->
                s.then(resuming(0))
                    .send(
                        "<failed%s%s><item-not-found".formatted(SM, h)
                            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>")
                    .then(StreamManagementTest::rebound)
                    .send(ENABLED)
                    .expectLike(message("4"))
                    .expect(R)
                    .send(a("1")))) {
      life.connect();
      CompletableFuture<Void> first = life.deliver("1");
      life.peer.awaitMark("one");
      CompletableFuture<Void> second = life.deliver("2");
      life.lost();
      assertThat(failure(life.deliver("3")).reason()).isEqualTo(Reason.NOT_SENT);
      assertThat(life.connect().resumed()).isFalse();
      assertThat(failure(second).reason()).isEqualTo(Reason.UNCERTAIN);
      if (h.isEmpty()) {
        assertThat(failure(first).reason()).isEqualTo(Reason.UNCERTAIN);
      } else {
        await(first);
      }
      await(life.deliver("4"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<resumed xmlns='urn:xmpp:sm:3' h='1' previd='another'/>",
        "<resumed xmlns='urn:xmpp:sm:3' h='1'/>",
        "<resumed xmlns='urn:xmpp:sm:3' previd='some-id'/>",
        "<resumed xmlns='urn:xmpp:sm:3' previd='some-id' h='-1'/>",
        "<resumed xmlns='urn:xmpp:sm:3' previd='some-id' h='abc'/>",
        "<resumed xmlns='urn:xmpp:sm:3' previd='some-id' h='4294967296'/>",
        "<resumed xmlns='urn:xmpp:sm:3' previd='some-id' h='0'/>",
        "<resumed xmlns='urn:xmpp:sm:3' previd='some-id' h='3'/>",
        "<enabled xmlns='urn:xmpp:sm:3' id='some-id' resume='true'/>"
      })
  @DisplayName("C14: a resumption that can't be right")
  void does_not_resume_on_a_word_that_can_not_be_right(String answer) throws Exception {
    try (Life life =
        new Life(
            s ->
                s.then(StreamManagementTest::managed)
                    .expectLike(message("1"))
                    .expect(R)
                    .send(a("1"))
                    .expectLike(message("2"))
                    .reset(),
            s ->
                s.then(resuming(0))
                    .send(answer)
                    .expectLike(
                        "<stream:error><undefined-condition"
                            + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>")
                    .expectClose(),
            StreamManagementTest::managed)) {
      life.connect();
      await(life.deliver("1"));
      CompletableFuture<Void> second = life.deliver("2");
      life.lost();
      ExecutionException refused =
          catchThrowableOfType(ExecutionException.class, () -> await(life.client.connect()));
      assertThat(refused.getCause()).isInstanceOf(StreamException.class);
      assertThat(failure(second).reason()).isEqualTo(Reason.UNCERTAIN);
      life.lost();
      assertThat(life.connect().resumed()).isFalse();
    }
  }

  @Test
  @DisplayName("C20: an acknowledgement of more than was sent")
  void ends_a_stream_that_acknowledges_too_much() throws Exception {
    try (Life life =
        new Life(
            s ->
                s.then(StreamManagementTest::managed)
                    .send(a("x") + "<a xmlns='urn:xmpp:sm:3'/>" + a("4294967295") + ENABLED)
                    .expectLike(message("1"))
                    .expect(R)
                    .send(a("2"))
                    .expect(
                        "<stream:error><undefined-condition"
                            + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
                            + "<handled-count-too-high h='2' send-count='1'"
                            + SM
                            + "/></stream:error>")
                    .expectClose(),
            StreamManagementTest::managed)) {
      life.connect();
      CompletableFuture<Void> first = life.deliver("1");
      assertThat(life.lost()).isInstanceOf(StreamException.class);
      assertThat(failure(first).reason()).isEqualTo(Reason.UNCERTAIN);
      assertThat(life.connect().resumed()).as("C25: not after our own error").isFalse();
    }
  }

  @Test
  @DisplayName("C18: the server ends the stream instead of resuming")
  void does_not_try_again_what_the_server_ended_the_stream_for() throws Exception {
    try (Life life =
        new Life(
            s -> s.then(StreamManagementTest::managed).expectLike(message("1")).reset(),
            s ->
                s.then(resuming(0))
                    .send(
                        "<stream:error><internal-server-error"
                            + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>")
                    .close(),
            StreamManagementTest::managed)) {
      life.connect();
      CompletableFuture<Void> first = life.deliver("1");
      life.lost();
      assertThat(life.client.connect()).failsWithin(java.time.Duration.ofSeconds(10));
      assertThat(failure(first).reason()).isEqualTo(Reason.UNCERTAIN);
      assertThat(life.connect().resumed()).isFalse();
    }
  }

  @Test
  @DisplayName("C26: after max seconds")
  void does_not_resume_when_the_time_is_over() throws Exception {
    try (Life life =
        new Life(
            s ->
                s.then(StreamManagementTest::bound)
                    .send("<enabled" + SM + " id='some-id' resume='true' max='1'/>")
                    .expectLike(message("1"))
                    .reset(),
            StreamManagementTest::managed)) {
      life.connect();
      CompletableFuture<Void> first = life.deliver("1");
      assertThat(failure(first).reason()).isEqualTo(Reason.UNCERTAIN);
      assertThat(life.connect().resumed()).isFalse();
    }
  }

  @Test
  void tells_how_far_it_came_before_it_closes() throws Exception {
    try (Life life =
        new Life(
            s ->
                s.then(StreamManagementTest::managed)
                    .expectLike(message("1"))
                    .expect(a("0"))
                    .expect(R)
                    .expectClose()
                    .send(a("1"))
                    .close())) {
      life.connect();
      CompletableFuture<Void> sent =
          life.client.send(Message.chat(ROMEO, "1").toBuilder().id("1").build());
      await(life.client.close());
      await(sent);
      life.peer.await();
    }
  }

  @Test
  void gives_up_what_waits_when_it_is_closed() throws Exception {
    try (Life life =
        new Life(s -> s.then(StreamManagementTest::managed).expectLike(message("1")).reset())) {
      life.connect();
      CompletableFuture<Void> first = life.deliver("1");
      life.lost();
      await(life.client.close());
      assertThat(failure(first).reason()).isEqualTo(Reason.UNCERTAIN);
    }
  }
}
