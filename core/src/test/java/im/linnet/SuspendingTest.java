package im.linnet;

import static im.linnet.LiveSession.await;
import static im.linnet.ManagedLife.R;
import static im.linnet.ManagedLife.ROMEO;
import static im.linnet.ManagedLife.SM;
import static im.linnet.ManagedLife.a;
import static im.linnet.ManagedLife.failure;
import static im.linnet.ManagedLife.message;
import static im.linnet.ManagedLife.resumed;
import static im.linnet.ManagedLife.resuming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.SavedStream;
import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.xml.Element;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream that one client leaves and another resumes (XEP-0198, section 5). */
@Timeout(30)
class SuspendingTest {

  private static final String TEXT = "<message from='romeo@localhost'><body>one</body></message>";

  private static final SavedStream SAVED =
      new SavedStream(
          Jid.of(LiveSession.JID),
          "some-id",
          Instant.MAX,
          null,
          1,
          5,
          List.of(
              Message.chat(ROMEO, "1").toBuilder().id("1").build().element(),
              Message.chat(ROMEO, "2").toBuilder().id("2").build().element()));

  /** Notes what it is told. */
  private static final class Loaded implements Extension {

    final BlockingQueue<BoundStream> streams = new LinkedBlockingQueue<>();

    @Override
    public void bound(BoundStream stream) {
      streams.add(stream);
    }
  }

  @Test
  void leaves_the_stream_as_it_stands() throws Exception {
    try (ManagedLife life =
        ManagedLife.of(
            s ->
                s.then(ManagedLife::managed)
                    .expectLike(message("1"))
                    .expect(R)
                    .send(a("1") + TEXT)
                    .expectLike(message("2"))
                    .expect(R)
                    .mark("two")
                    .expectEnd())) {
      BoundStream stream = life.connect();
      await(life.deliver("1"));
      assertThat(life.received(1)).containsExactly("one");
      CompletableFuture<Void> second = life.deliver("2");
      life.peer.awaitMark("two");
      SavedStream saved = await(life.client.suspend());
      assertThat(life.client.state()).isInstanceOf(ConnectionState.Closed.class);
      assertThat(saved.jid()).isEqualTo(stream.jid());
      assertThat(saved.id()).isEqualTo("some-id");
      assertThat(saved.acknowledged()).isEqualTo(1);
      assertThat(saved.handled()).isEqualTo(1);
      assertThat(saved.waiting()).extracting(each -> each.attribute("id")).containsExactly("2");
      assertThat(failure(second).reason()).isEqualTo(Reason.UNCERTAIN);
      life.peer.await();
    }
  }

  @Test
  void resumes_what_another_client_left() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(
          s ->
              s.then(resuming(5))
                  .send(resumed("2"))
                  .expectLike(message("2"))
                  .expect(R)
                  .expectLike(message("3"))
                  .expect(R)
                  .send(a("4") + TEXT + R)
                  .expect(a("6")));
      BlockingQueue<Element> uncertain = new LinkedBlockingQueue<>();
      XmppClient client =
          LiveSession.builder(peer.port())
              .resume(SAVED, uncertain::add)
              .with(each -> new Loaded())
              .build();
      BoundStream stream = await(client.connect());
      assertThat(stream.resumed()).isTrue();
      assertThat(stream.jid()).isEqualTo(SAVED.jid());
      assertThat(client.get(Loaded.class).streams.poll(10, TimeUnit.SECONDS)).isEqualTo(stream);
      await(client.deliver(Message.chat(ROMEO, "3").toBuilder().id("3").build()));
      peer.await();
      assertThat(uncertain).isEmpty();
      client.shutdown();
    }
  }

  @Test
  void hands_back_what_another_client_sent_when_the_stream_is_gone() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(
          s ->
              s.then(resuming(5))
                  .send(
                      "<failed%s h='2'><item-not-found".formatted(SM)
                          + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>")
                  .then(ManagedLife::rebound)
                  .send(ManagedLife.ENABLED));
      BlockingQueue<Element> uncertain = new LinkedBlockingQueue<>();
      XmppClient client = LiveSession.builder(peer.port()).resume(SAVED, uncertain::add).build();
      assertThat(await(client.connect()).resumed()).isFalse();
      Element second = uncertain.poll(10, TimeUnit.SECONDS);
      assertThat(second).isEqualTo(SAVED.waiting().get(1));
      assertThat(uncertain).isEmpty();
      client.shutdown().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void does_not_resume_what_is_over() throws Exception {
    SavedStream old =
        new SavedStream(
            SAVED.jid(), "some-id", Instant.now().minusSeconds(1), null, 0, 0, SAVED.waiting());
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(ManagedLife::managed);
      BlockingQueue<Element> uncertain = new LinkedBlockingQueue<>();
      XmppClient client = LiveSession.builder(peer.port()).resume(old, uncertain::add).build();
      for (Element each : old.waiting()) {
        assertThat(uncertain.poll(10, TimeUnit.SECONDS)).isEqualTo(each);
      }
      assertThat(await(client.connect()).resumed()).isFalse();
      client.shutdown().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void says_when_there_is_nothing_to_leave() throws Exception {
    try (ManagedLife life = ManagedLife.of(s -> s.then(LiveSession::login))) {
      assertThatThrownBy(() -> await(life.client.suspend()))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(RefusedException.class);
      assertThat(life.connect().managed()).isFalse();
      assertThatThrownBy(() -> await(life.client.suspend()))
          .hasCauseInstanceOf(RefusedException.class);
      assertThat(life.client.state()).isInstanceOf(ConnectionState.Connected.class);
    }
  }

  @Test
  void takes_up_no_stream_of_another_account() {
    assertThatThrownBy(() -> XmppClient.builder("nurse@localhost").resume(SAVED, stanza -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: of nurse@localhost");
  }

  /** A service binds another domain than the account's, and the stream has that one. */
  @Test
  void takes_up_a_stream_of_an_alias_domain_once_it_is_allowed() {
    String user = SAVED.jid().local() + "@other.test";
    assertThatThrownBy(() -> XmppClient.builder(user).resume(SAVED, stanza -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("aliasDomain");
    assertThat(XmppClient.builder(user).aliasDomain("localhost").resume(SAVED, stanza -> {}))
        .isNotNull();
  }
}
