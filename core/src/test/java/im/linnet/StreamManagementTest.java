package im.linnet;

import static im.linnet.LiveSession.await;
import static im.linnet.ManagedLife.ENABLED;
import static im.linnet.ManagedLife.R;
import static im.linnet.ManagedLife.ROMEO;
import static im.linnet.ManagedLife.SM;
import static im.linnet.ManagedLife.a;
import static im.linnet.ManagedLife.failure;
import static im.linnet.ManagedLife.message;
import static im.linnet.ManagedLife.resumed;
import static im.linnet.ManagedLife.resuming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.linnet.connection.BoundStream;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stream management (XEP-0198) as transcripts. */
@Timeout(120)
class StreamManagementTest {

  @Test
  void delivers_when_the_server_acknowledges() throws Exception {
    try (ManagedLife life =
        ManagedLife.of(
            s ->
                s.then(ManagedLife::managed)
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
    try (ManagedLife life =
        ManagedLife.of(
            s -> {
              if (answer.isEmpty()) {
                s.then(LiveSession::login);
              } else {
                s.then(ManagedLife::bound).send(answer);
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
    try (ManagedLife life =
        ManagedLife.of(
            s ->
                s.then(ManagedLife::bound)
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
      assertThat(life.received(2)).containsExactly("early", "one");
    }
  }

  @Test
  @DisplayName("C13, C24: what was not acknowledged is sent again, in order, instead of binding")
  void resumes() throws Exception {
    try (ManagedLife life =
        ManagedLife.of(
            s ->
                s.then(ManagedLife::managed)
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
      assertThat(life.received(2)).containsExactly("one", "two");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " h='1'"})
  @DisplayName("C17: <failed/> without and with h")
  void hands_back_what_is_uncertain(String h) throws Exception {
    try (ManagedLife life =
        ManagedLife.of(
            s ->
                s.then(ManagedLife::managed)
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
                    .then(ManagedLife::rebound)
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
    try (ManagedLife life =
        ManagedLife.of(
            s ->
                s.then(ManagedLife::managed)
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
            ManagedLife::managed)) {
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
    try (ManagedLife life =
        ManagedLife.of(
            s ->
                s.then(ManagedLife::managed)
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
            ManagedLife::managed)) {
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
    try (ManagedLife life =
        ManagedLife.of(
            s -> s.then(ManagedLife::managed).expectLike(message("1")).reset(),
            s ->
                s.then(resuming(0))
                    .send(
                        "<stream:error><internal-server-error"
                            + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>")
                    .close(),
            ManagedLife::managed)) {
      life.connect();
      CompletableFuture<Void> first = life.deliver("1");
      life.lost();
      assertThat(life.client.connect()).failsWithin(Duration.ofSeconds(10));
      assertThat(failure(first).reason()).isEqualTo(Reason.UNCERTAIN);
      assertThat(life.connect().resumed()).isFalse();
    }
  }

  @Tag("R11")
  @Test
  void resumes_where_the_server_sends_it_to() throws Exception {
    try (ScriptedPeer other = ScriptedPeer.listen();
        ManagedLife life =
            ManagedLife.of(
                s -> s.then(ManagedLife::managed).expectLike(message("1")).reset(),
                s ->
                    s.then(resuming(0))
                        .send(
                            "<stream:error><see-other-host"
                                + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'>127.0.0.1:"
                                + other.port()
                                + "</see-other-host></stream:error>")
                        .close())) {
      other.script(
          s -> s.then(resuming(0)).send(resumed("0")).expectLike(message("1")).send(a("1")));
      life.connect();
      CompletableFuture<Void> first = life.deliver("1");
      life.lost();
      assertThat(life.connect().resumed()).isTrue();
      await(first);
    }
  }

  @Test
  @DisplayName("C26: after max seconds")
  void does_not_resume_when_the_time_is_over() throws Exception {
    try (ManagedLife life =
        ManagedLife.of(
            s ->
                s.then(ManagedLife::bound)
                    .send("<enabled" + SM + " id='some-id' resume='true' max='1'/>")
                    .expectLike(message("1"))
                    .reset(),
            ManagedLife::managed)) {
      life.connect();
      CompletableFuture<Void> first = life.deliver("1");
      assertThat(failure(first).reason()).isEqualTo(Reason.UNCERTAIN);
      assertThat(life.connect().resumed()).isFalse();
    }
  }

  @Test
  void tells_how_far_it_came_before_it_closes() throws Exception {
    try (ManagedLife life =
        ManagedLife.of(
            s ->
                s.then(ManagedLife::managed)
                    .expectLike(message("1"))
                    .expect(a("0"))
                    .expect(R)
                    .expectClose()
                    .send(a("1"))
                    .close())) {
      life.connect();
      CompletableFuture<Void> sent =
          life.client.send(Message.chat(ROMEO, "1").toBuilder().id("1").build());
      await(life.client.shutdown());
      await(sent);
      life.peer.await();
    }
  }

  @Test
  void gives_up_what_waits_when_it_is_closed() throws Exception {
    try (ManagedLife life =
        ManagedLife.of(s -> s.then(ManagedLife::managed).expectLike(message("1")).reset())) {
      life.connect();
      CompletableFuture<Void> first = life.deliver("1");
      life.lost();
      await(life.client.shutdown());
      assertThat(failure(first).reason()).isEqualTo(Reason.UNCERTAIN);
    }
  }
}
