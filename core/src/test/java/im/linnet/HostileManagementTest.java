package im.linnet;

import static im.linnet.LiveSession.await;
import static im.linnet.ManagedLife.ENABLED;
import static im.linnet.ManagedLife.R;
import static im.linnet.ManagedLife.SM;
import static im.linnet.ManagedLife.a;
import static im.linnet.ManagedLife.failure;
import static im.linnet.ManagedLife.message;
import static im.linnet.ManagedLife.resumed;
import static im.linnet.ManagedLife.resuming;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.BoundStream;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.testkit.peer.Script;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stream management by a server that is out of order, or means harm. */
@Timeout(120)
class HostileManagementTest {

  private static final String FAILED =
      "<failed%s%s><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>";

  /** What tells that all before it was read. */
  private static void answered(Script script) {
    script
        .send("<iq type='get' id='end' from='localhost'><query xmlns='test:end'/></iq>")
        .expectLike("<iq type='error' id='end'/>");
  }

  @Test
  @DisplayName("<enabled/> twice: the second changes nothing")
  void is_enabled_once() throws Exception {
    String second = "<enabled" + SM + " id='another' resume='true' max='1'/>";
    try (ManagedLife life =
        ManagedLife.of(
            s ->
                s.then(ManagedLife::managed)
                    .send("<message/>" + second)
                    .then(HostileManagementTest::answered)
                    .send(R)
                    .expect(a("2"))
                    .reset(),
            s -> s.then(resuming(2)).send(resumed("1")))) {
      life.connect();
      life.lost();
      assertThat(life.connect().resumed()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"late", "unasked"})
  @DisplayName("<enabled/>, <a/>, <r/>, <resumed/> and <failed/> on a stream that is not managed")
  void is_not_enabled_unless_asked_and_answered(String when) throws Exception {
    try (ManagedLife life =
        ManagedLife.of(
            s -> {
              if (when.equals("late")) {
                s.then(ManagedLife::bound).send("<failed" + SM + "/>");
              } else {
                s.then(LiveSession::login);
              }
              s.send(ENABLED + R + a("0") + a("7") + a("x") + resumed("3"))
                  .send(FAILED.formatted(SM, " h='4'"))
                  .then(HostileManagementTest::answered)
                  .expectLike(message("1"))
                  .reset();
            },
            ManagedLife::managed)) {
      assertThat(life.connect().managed()).isFalse();
      await(life.deliver("1"));
      life.lost();
      assertThat(life.connect().resumed()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<r xmlns='urn:xmpp:sm:3'/>",
        "<a xmlns='urn:xmpp:sm:3' h='0'/>",
        "<resumed xmlns='urn:xmpp:sm:3' h='0' previd='some-id'/>",
        "<enabled xmlns='urn:xmpp:sm:2' id='some-id' resume='true'/>"
      })
  @DisplayName("something else in the place of <enabled/>")
  void does_not_take_something_else_for_consent(String answer) throws Exception {
    try (ManagedLife life =
        ManagedLife.of(
            s -> s.then(ManagedLife::bound).send(answer).expectLike("<stream:error/>"),
            ManagedLife::managed)) {
      assertThat(life.client.connect())
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withCauseInstanceOf(StreamException.class);
      life.lost();
      assertThat(life.connect().managed()).as("the next time").isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " h=''",
        " h='-1'",
        " h='x'",
        " h='1.0'",
        " h='2'",
        " h='9'",
        " h='2147483647'",
        " h='2147483648'",
        " h='4294967295'",
        " h='4294967296'",
        " h='2' max='-1' location='!!' resume='perhaps' xml:lang='?' id=''"
      })
  @DisplayName("C17: <failed/> with an h that can't be read, or be true, is one without")
  void does_not_believe_a_count_that_can_not_be_true(String h) throws Exception {
    try (ManagedLife life =
        ManagedLife.of(
            s -> s.then(ManagedLife::managed).expectLike(message("1")).expect(R).reset(),
            s ->
                s.then(resuming(0))
                    .send(FAILED.formatted(SM, h))
                    .then(ManagedLife::rebound)
                    .send(ENABLED))) {
      life.connect();
      CompletableFuture<Void> first = life.deliver("1");
      life.lost();
      BoundStream stream = life.connect();
      assertThat(stream.resumed()).isFalse();
      assertThat(stream.managed()).isTrue();
      assertThat(failure(first).reason()).isEqualTo(Reason.UNCERTAIN);
      life.peer.await();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<message></body>", "<!DOCTYPE x>", "<message a='1' a='2'/>"})
  @DisplayName("C25: what broke us would come again on the same stream")
  void does_not_resume_a_stream_that_it_can_not_read(String poison) throws Exception {
    try (ManagedLife life =
        ManagedLife.of(
            s -> s.then(ManagedLife::managed).sendRaw(poison).expectLike("<stream:error/>"),
            ManagedLife::managed)) {
      life.connect();
      assertThat(life.lost()).isInstanceOf(StreamException.class);
      assertThat(life.connect().resumed()).isFalse();
    }
  }
}
