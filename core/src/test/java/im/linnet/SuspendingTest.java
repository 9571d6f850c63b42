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
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.xml.Element;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream that one client leaves and another resumes (XEP-0198, section 5). */
@Timeout(120)
class SuspendingTest {

  private static final String TEXT = "<message from='romeo@localhost'><body>one</body></message>";

  private static final SavedStream SAVED =
      SavedStream.builder(Jid.of(LiveSession.JID), "some-id", Instant.MAX)
          .acknowledged(1)
          .handled(5)
          .waiting(
              List.of(
                  Message.chat(ROMEO, "1").toBuilder().id("1").build().element(),
                  Message.chat(ROMEO, "2").toBuilder().id("2").build().element()))
          .build();

  /** Records the calls. */
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

  /** One who is at work when the stream is left. */
  private static final class Busy implements Consumer<Message> {

    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch free = new CountDownLatch(1);
    final List<String> heard = new CopyOnWriteArrayList<>();
    final Function<Message, CompletableFuture<?>> reply;
    final CompletableFuture<CompletableFuture<?>> replied = new CompletableFuture<>();

    Busy(Function<Message, CompletableFuture<?>> reply) {
      this.reply = reply;
    }

    @Override
    public void accept(Message message) {
      begun.countDown();
      try {
        free.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      heard.add(String.valueOf(message.body()));
      replied.complete(reply.apply(message));
    }
  }

  @Test
  void lets_subscribers_finish_and_sends_what_they_answer() throws Exception {
    try (ManagedLife life =
        ManagedLife.of(
            s ->
                s.then(ManagedLife::managed)
                    .send(TEXT)
                    .expectLike(message("answer"))
                    .expect(R)
                    .expectEnd())) {
      Busy busy = new Busy(message -> life.deliver("answer"));
      life.client.onMessage(busy);
      life.connect();
      assertThat(busy.begun.await(10, TimeUnit.SECONDS)).isTrue();
      CompletableFuture<SavedStream> suspended = life.client.suspend();
      assertThat(life.client.state()).isInstanceOf(ConnectionState.Connected.class);
      busy.free.countDown();
      SavedStream saved = await(suspended);
      assertThat(saved.handled()).isEqualTo(1);
      assertThat(saved.waiting())
          .extracting(each -> each.attribute("id"))
          .containsExactly("answer");
      assertThat(failure(await(busy.replied)).reason()).isEqualTo(Reason.UNCERTAIN);
      life.peer.await();
    }
  }

  @Test
  void still_hears_answers_and_acknowledgements_while_subscribers_finish() throws Exception {
    try (ManagedLife life =
        ManagedLife.of(
            s ->
                s.then(ManagedLife::managed)
                    .send(TEXT)
                    .expectLike(message("answer"))
                    .expect(R)
                    .send(TEXT + a("1"))
                    .expectEnd())) {
      Busy busy =
          new Busy(message -> CompletableFuture.completedFuture(life.deliver("answer").join()));
      life.client.onMessage(busy);
      life.connect();
      assertThat(busy.begun.await(10, TimeUnit.SECONDS)).isTrue();
      CompletableFuture<SavedStream> suspended = life.client.suspend();
      busy.free.countDown();
      SavedStream saved = await(suspended);
      assertThat(saved.handled()).as("what came since is for the next client").isEqualTo(1);
      assertThat(saved.acknowledged()).isEqualTo(1);
      assertThat(saved.waiting()).isEmpty();
      assertThat(busy.heard).containsExactly("one");
    }
  }

  @Test
  void leaves_what_subscribers_had_not_had_in_time_to_the_next_client() throws Exception {
    try (ManagedLife life =
        ManagedLife.with(
            builder -> builder.closeLimit(Duration.ofMillis(300)),
            s -> s.then(ManagedLife::managed).send(TEXT + TEXT + "<presence/>").expectEnd())) {
      Busy busy = new Busy(message -> life.client.deliver(Message.chat(ROMEO, "late")));
      life.client.onMessage(busy);
      List<Object> presences = new CopyOnWriteArrayList<>();
      life.client.onPresence(presences::add);
      CountDownLatch closed = new CountDownLatch(1);
      life.client.onState(
          state -> {
            if (state instanceof ConnectionState.Closed) {
              closed.countDown();
            }
          });
      life.connect();
      assertThat(busy.begun.await(10, TimeUnit.SECONDS)).isTrue();
      SavedStream saved = await(life.client.suspend());
      assertThat(saved.handled()).isZero();
      busy.free.countDown();
      assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(busy.heard).containsExactly("one");
      assertThat(presences).isEmpty();
      assertThat(failure(await(busy.replied)).reason()).isEqualTo(Reason.NOT_SENT);
    }
  }

  @Test
  void takes_along_what_was_sent_while_there_was_no_connection() throws Exception {
    try (ManagedLife life =
        ManagedLife.with(
            builder -> builder.reconnect(outage -> Duration.ofHours(1)),
            s -> s.then(ManagedLife::managed).expectLike(message("1")).expect(R).reset())) {
      CompletableFuture<Void> waits = new CompletableFuture<>();
      life.client.onState(
          state -> {
            if (state instanceof ConnectionState.Waiting) {
              waits.complete(null);
            }
          });
      life.connect();
      List<CompletableFuture<Void>> all = new ArrayList<>();
      all.add(life.deliver("1"));
      await(waits);
      all.add(life.deliver("2"));
      all.add(life.client.send(Message.chat(ROMEO, "3").toBuilder().id("3").build()));
      CompletableFuture<?> question = life.client.request(Iq.get(null, Element.of("q", "test:q")));
      SavedStream saved = await(life.client.suspend());
      assertThat(saved.waiting())
          .extracting(each -> each.attribute("id"))
          .containsExactly("1", "2", "3");
      for (CompletableFuture<Void> each : all) {
        assertThat(failure(each).reason()).isEqualTo(Reason.UNCERTAIN);
      }
      assertThatThrownBy(() -> await(question)).hasCauseInstanceOf(XmppException.class);
    }
  }

  @Test
  void is_hurried_by_closing() throws Exception {
    try (ManagedLife life =
        ManagedLife.with(
            builder -> builder.closeLimit(Duration.ofHours(1)),
            s -> s.then(ManagedLife::managed).send(TEXT).expectEnd())) {
      Busy busy = new Busy(message -> CompletableFuture.completedFuture(null));
      life.client.onMessage(busy);
      life.connect();
      assertThat(busy.begun.await(10, TimeUnit.SECONDS)).isTrue();
      CompletableFuture<SavedStream> suspended = life.client.suspend();
      assertThatThrownBy(() -> await(life.client.suspend()))
          .hasCauseInstanceOf(RefusedException.class)
          .hasMessageContaining("leaving it already");
      await(life.client.shutdown(Duration.ZERO));
      assertThat(await(suspended).handled()).isZero();
      busy.free.countDown();
    }
  }

  @Test
  void survives_the_loss_of_the_connection_meanwhile() throws Exception {
    try (ManagedLife life =
        ManagedLife.reconnecting(
            s -> s.then(ManagedLife::managed).send(TEXT).awaitCue("lose").reset())) {
      Busy busy = new Busy(message -> life.deliver("answer"));
      life.client.onMessage(busy);
      life.connect();
      assertThat(busy.begun.await(10, TimeUnit.SECONDS)).isTrue();
      CompletableFuture<SavedStream> suspended = life.client.suspend();
      life.peer.cue("lose");
      life.peer.await();
      busy.free.countDown();
      assertThat(await(suspended).waiting())
          .extracting(each -> each.attribute("id"))
          .containsExactly("answer");
    }
  }

  @Test
  void fails_its_future_once_the_client_is_closed() throws Exception {
    try (ManagedLife life = ManagedLife.of(s -> s.then(ManagedLife::managed))) {
      life.connect();
      await(life.client.shutdown(Duration.ZERO));
      assertThatThrownBy(() -> await(life.client.suspend()))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(RefusedException.class)
          .hasMessageContaining("closed");
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
                  .send(ManagedLife.ENABLED)
                  .expectClose()
                  .close());
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
        SavedStream.builder(SAVED.jid(), "some-id", Instant.now().minusSeconds(1))
            .waiting(SAVED.waiting())
            .build();
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(s -> s.then(ManagedLife::managed).expectClose().close());
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
