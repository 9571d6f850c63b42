package im.linnet;

import static im.linnet.LiveSession.await;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.endpoint.Dns;
import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.stanza.Presence;
import im.linnet.testkit.peer.ScriptedPeer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(120)
@ExtendWith(NoLeaks.class)
class ClosingTest {

  private static final List<String> IN_ORDER =
      List.of("Connecting", "Connected", "Closing", "Closed");

  @Test
  void sends_what_waits_then_says_goodbye_and_awaits_the_other() throws Exception {
    try (LiveSession it =
        LiveSession.of(
            s -> s.expectLike("<presence/>").expectClose().mark("asked").close().expectEnd())) {
      it.connect();
      CompletableFuture<Void> sent = it.client.send(Presence.available());
      await(it.client.shutdown());
      it.peer.await();
      assertThat(sent).isCompleted();
      assertThat(it.states(IN_ORDER.size())).isEqualTo(IN_ORDER);
    }
  }

  /** The threads of the client end, too, which {@link NoLeaks} sees. */
  @Test
  void goes_on_if_nobody_waits_for_it_any_more() throws Exception {
    Set<Thread> others = NoLeaks.threads();
    ScriptedPeer peer = ScriptedPeer.listen();
    peer.script(s -> s.then(LiveSession::login).expectClose().mark("asked").silence());
    XmppClient client = LiveSession.builder(peer.port()).closeLimit(Duration.ofSeconds(1)).build();
    await(client.connect());
    CompletableFuture<Void> closed = client.shutdown();
    peer.awaitMark("asked");
    closed.cancel(false);
    assertThat(NoLeaks.threadsSince(others)).isEmpty();
    assertThat(client.state()).isInstanceOf(ConnectionState.Closed.class);
    peer.close();
  }

  @Test
  void leaves_the_stream_if_nobody_waits_for_that_any_more() throws Exception {
    Set<Thread> others = NoLeaks.threads();
    ScriptedPeer peer = ScriptedPeer.listen();
    peer.script(s -> s.then(ManagedLife::managed).expectEnd());
    XmppClient client = LiveSession.builder(peer.port()).build();
    await(client.connect());
    client.suspend().cancel(false);
    peer.await();
    assertThat(NoLeaks.threadsSince(others)).isEmpty();
    peer.close();
  }

  @Test
  void answers_the_server_s_goodbye() throws Exception {
    try (LiveSession it = LiveSession.of(s -> s.close().expectClose().expectEnd())) {
      it.connect();
      TransportException end = (TransportException) requireNonNull(await(it.lost).cause());
      assertThat(end.reason()).isEqualTo(Reason.CLOSED);
      it.peer.await();
      await(it.client.shutdown());
      assertThat(it.states(5))
          .containsExactly("Connecting", "Connected", "Disconnected", "Closing", "Closed");
    }
  }

  @Test
  void waits_no_longer_than_its_limit() throws Exception {
    try (LiveSession it =
        LiveSession.of(
            b -> b.closeLimit(Duration.ofMillis(200)), s -> s.expectClose().expectEnd())) {
      it.connect();
      await(it.client.shutdown());
      it.peer.await();
      assertThat(it.states(IN_ORDER.size())).isEqualTo(IN_ORDER);
    }
  }

  @Tag("C07")
  @Test
  void is_the_same_for_a_server_that_resets() throws Exception {
    try (LiveSession it = LiveSession.of(s -> s.expectClose().reset())) {
      it.connect();
      await(it.client.shutdown());
      assertThat(it.states(IN_ORDER.size())).isEqualTo(IN_ORDER);
    }
  }

  @Test
  void happens_once_for_many_threads() throws Exception {
    try (LiveSession it = LiveSession.of(s -> s.expectClose().close().expectEnd())) {
      it.connect();
      List<CompletableFuture<Void>> all =
          IntStream.range(0, 8)
              .mapToObj(i -> CompletableFuture.supplyAsync(it.client::shutdown))
              .map(each -> each.thenCompose(closed -> closed))
              .toList();
      for (CompletableFuture<Void> each : all) {
        await(each);
      }
      it.peer.await();
      await(it.client.shutdown());
      assertThat(it.states(IN_ORDER.size())).isEqualTo(IN_ORDER);
    }
  }

  @Test
  void gives_connecting_up() throws Exception {
    try (ScriptedPeer peer =
        ScriptedPeer.listen().script(s -> s.expectHeader().mark("begun").expectEnd())) {
      XmppClient client = LiveSession.builder(peer.port()).build();
      CompletableFuture<BoundStream> connecting = client.connect();
      peer.awaitMark("begun");
      await(client.shutdown());
      assertThatThrownBy(() -> await(connecting)).hasCauseInstanceOf(TransportException.class);
      peer.await();
    }
  }

  @Test
  void needs_no_connection() throws Exception {
    XmppClient client = LiveSession.builder(9).build();
    await(client.shutdown());
    assertThat(client.state()).isEqualTo(new ConnectionState.Closed());
    assertThatThrownBy(() -> await(client.connect())).hasCauseInstanceOf(RefusedException.class);
  }

  /** K03. */
  @Tag("K03")
  @Test
  void leaves_one_winner_of_many_connects() throws Exception {
    try (LiveSession it = LiveSession.of(s -> {})) {
      List<CompletableFuture<BoundStream>> all =
          IntStream.range(0, 8)
              .mapToObj(i -> CompletableFuture.supplyAsync(it.client::connect))
              .map(each -> each.thenCompose(stream -> stream))
              .toList();
      AtomicInteger won = new AtomicInteger();
      for (CompletableFuture<BoundStream> each : all) {
        await(each.handle((stream, failure) -> failure == null ? won.incrementAndGet() : 0));
      }
      assertThat(won).hasValue(1);
      assertThatThrownBy(() -> await(it.client.connect()))
          .hasCauseInstanceOf(RefusedException.class);
    }
  }

  /** K03: reconnecting in the callback that tells of the loss. */
  @Tag("K03")
  @Test
  void may_connect_again_in_a_callback() throws Exception {
    try (LiveSession it = LiveSession.of(s -> s.close().expectEnd())) {
      it.peer.script(LiveSession::login);
      CompletableFuture<BoundStream> again = new CompletableFuture<>();
      it.client.onState(
          state -> {
            if (state instanceof ConnectionState.Disconnected) {
              again.complete(it.client.connect().join());
            }
          });
      it.connect();
      await(again);
      assertThat(it.states(5))
          .containsExactly("Connecting", "Connected", "Disconnected", "Connecting", "Connected");
    }
  }

  /** K10: who shuts the event loops down loses the connections, and nothing hangs. */
  @Tag("K10")
  @Test
  void needs_no_event_loop() throws Exception {
    ClientResources shared = ClientResources.create(1, Dns.system());
    try (ScriptedPeer peer = ScriptedPeer.listen().script(LiveSession::login)) {
      XmppClient client = LiveSession.builder(peer.port()).resources(shared).build();
      List<ConnectionState> states = new CopyOnWriteArrayList<>();
      client.onState(states::add);
      await(client.connect());
      await(shared.shutdown());
      assertThatThrownBy(() -> await(client.send(Presence.available())))
          .hasCauseInstanceOf(TransportException.class);
      assertThatThrownBy(() -> await(client.connect())).hasCauseInstanceOf(RefusedException.class);
      await(client.shutdown());
      await(client.shutdown());
      assertThat(client.state()).isEqualTo(new ConnectionState.Closed());
      assertThat(states).anyMatch(ConnectionState.Disconnected.class::isInstance);
    } finally {
      shared.close();
    }
  }

  @Tag("K10")
  @Test
  void leaves_shared_resources_to_others() throws Exception {
    ClientResources shared = ClientResources.create(1, Dns.system());
    try (ScriptedPeer peer =
        ScriptedPeer.listen()
            .script(s -> s.then(LiveSession::login).expectClose().close().expectEnd())
            .script(s -> s.then(LiveSession::login).expectClose().close().expectEnd())) {
      XmppClient one = LiveSession.builder(peer.port()).resources(shared).build();
      await(one.connect());
      await(one.shutdown());
      XmppClient two = LiveSession.builder(peer.port()).resources(shared).build();
      await(two.connect());
      await(two.shutdown());
      peer.await();
    } finally {
      shared.close();
    }
  }
}
