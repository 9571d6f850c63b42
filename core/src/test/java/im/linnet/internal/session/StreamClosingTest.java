package im.linnet.internal.session;

import static im.linnet.internal.session.EmbeddedSession.failure;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.KeepAlive;
import im.linnet.failure.Phase;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.Where;
import im.linnet.failure.XmppException;
import im.linnet.internal.netty.StreamClose;
import im.linnet.internal.netty.StreamEnd;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The end of a stream, in order (RFC 6120, section 4.4) and otherwise. */
class StreamClosingTest {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final EmbeddedSession it = new EmbeddedSession();

  private void close() {
    close(it, LIMIT);
  }

  private static void close(EmbeddedSession it, Duration limit) {
    it.session.close(limit);
    it.channel.runPendingTasks();
  }

  private TransportException end() {
    return (TransportException) it.session.ended().join();
  }

  @Test
  void says_goodbye_waits_for_the_answer_and_closes() {
    close();
    assertThat(it.channel.<Object>readOutbound()).isEqualTo(new StreamClose());
    assertThat(it.channel.isOpen()).isTrue();
    assertThat(it.session.ended()).isNotDone();

    it.receive(new StreamEnd());
    assertThat(it.channel.isOpen()).isFalse();
    assertThat(it.session.gone()).isCompleted();
    assertThat(end().reason()).isEqualTo(Reason.CLOSED_HERE);
    assertThat(end().retryable()).isFalse();
    Where where = requireNonNull(end().where());
    assertThat(where.phase()).isEqualTo(Phase.CLOSING);
  }

  @Test
  void sends_what_was_given_before_and_refuses_what_comes_after() {
    it.jam(true);
    CompletableFuture<Void> before = it.send(Presence.available());
    close();
    CompletableFuture<Void> after = it.send(Presence.unavailable());
    assertThat(it.channel.outboundMessages()).isEmpty();

    it.jam(false);
    assertThat(it.sent()).isEqualTo(Presence.available().element());
    assertThat(it.channel.<Object>readOutbound()).isEqualTo(new StreamClose());
    assertThat(it.channel.outboundMessages()).isEmpty();
    assertThat(before).isCompleted();
    assertThat(((TransportException) failure(after)).reason()).isEqualTo(Reason.CLOSED_HERE);
  }

  @Test
  void still_hears_what_the_server_says_before_its_goodbye() {
    List<Message> heard = new ArrayList<>();
    it.router.messages(heard::add);
    close();
    it.receive(Element.of("message", "jabber:client"));
    assertThat(heard).hasSize(1);
  }

  @Tag("S26")
  @Test
  void does_not_wait_for_ever() {
    close();
    it.pass(LIMIT.minusMillis(1));
    assertThat(it.channel.isOpen()).isTrue();
    it.pass(Duration.ofMillis(1));
    assertThat(it.channel.isOpen()).isFalse();
    assertThat(end().reason()).isEqualTo(Reason.CLOSED_HERE);
    assertThat(end()).hasMessageContaining("the server took too long");
  }

  @Tag("S26")
  @Test
  void does_not_wait_for_ever_for_a_server_that_does_not_read() {
    it.jam(true);
    CompletableFuture<Void> stuck = it.send(Presence.available());
    close();
    it.pass(LIMIT);
    assertThat(it.channel.isOpen()).isFalse();
    assertThat(it.channel.outboundMessages()).isEmpty();
    XmppException failure = failure(stuck);
    assertThat(((TransportException) failure).reason()).isEqualTo(Reason.CLOSED_HERE);
  }

  @Test
  void can_be_hurried_but_not_delayed() {
    close();
    close(it, Duration.ofSeconds(2));
    close(it, Duration.ofSeconds(3));
    it.pass(Duration.ofMillis(1999));
    assertThat(it.channel.isOpen()).isTrue();
    it.pass(Duration.ofMillis(1));
    assertThat(it.channel.isOpen()).isFalse();
  }

  @Test
  void is_over_at_once_without_a_limit() {
    it.jam(true);
    CompletableFuture<Void> stuck = it.send(Presence.available());
    close(it, Duration.ZERO);
    assertThat(it.channel.isOpen()).isFalse();
    assertThat(stuck).isCompletedExceptionally();
    assertThat(it.channel.hasPendingTasks()).as("a timer that is left").isFalse();
  }

  /** Nothing waited for the server, so the failure must not say that it was slow. */
  @Test
  void blames_nobody_for_what_is_over_at_once() {
    CompletableFuture<Iq> asked =
        it.session.sender().request(Iq.get(null, Element.of("q", "urn:x")).withId("q"), LIMIT);
    it.channel.runPendingTasks();
    it.jam(true);
    CompletableFuture<Void> unsent = it.send(Presence.available());
    close(it, Duration.ZERO);
    for (CompletableFuture<?> over : List.of(asked, unsent)) {
      TransportException failure = (TransportException) failure(over);
      assertThat(failure.reason()).isEqualTo(Reason.CLOSED_HERE);
      assertThat(failure).hasMessageContaining("This side closed").hasMessageNotContaining("long");
    }
  }

  /** C30. */
  @Tag("C30")
  @Test
  void tells_apart_what_was_not_sent_and_what_is_uncertain() {
    EmbeddedSession managed = EmbeddedSession.managed(KeepAlive.none());
    CompletableFuture<Void> sent = managed.session.sender().deliver(Presence.available().element());
    managed.channel.runPendingTasks();
    managed.jam(true);
    CompletableFuture<Void> unsent =
        managed.session.sender().deliver(Presence.available().element());
    close(managed, LIMIT);
    managed.pass(LIMIT);
    assertThat(((TransportException) failure(sent)).reason()).isEqualTo(Reason.UNCERTAIN);
    assertThat(((TransportException) failure(unsent)).reason()).isEqualTo(Reason.NOT_SENT);
  }

  /** C29. */
  @Tag("C29")
  @Test
  void waits_for_the_last_acknowledgement() {
    EmbeddedSession managed = EmbeddedSession.managed(KeepAlive.none());
    CompletableFuture<Void> sent = managed.session.sender().deliver(Presence.available().element());
    close(managed, LIMIT);
    managed.pass(LIMIT.minusMillis(1));
    assertThat(sent).isNotDone();
    managed.receive(Element.builder("a", "urn:xmpp:sm:3").attribute("h", "1").build());
    assertThat(sent).isCompleted();
    managed.receive(new StreamEnd());
    assertThat(managed.channel.isOpen()).isFalse();
  }

  @Test
  void says_goodbye_once() {
    close();
    close();
    it.channel.readOutbound();
    assertThat(it.channel.outboundMessages()).isEmpty();
  }

  @Test
  void counts_a_connection_lost_meanwhile_as_closed_here() {
    close();
    it.channel.close();
    assertThat(end().reason()).isEqualTo(Reason.CLOSED_HERE);
    assertThat(it.channel.hasPendingTasks()).as("a timer that is left").isFalse();
  }
}
