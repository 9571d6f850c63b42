package im.linnet;

import static im.linnet.LiveSession.await;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.failure.StreamException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connecting again by itself, as a user of the client sees it. */
@Timeout(120)
@ExtendWith(NoLeaks.class)
class ReconnectTest {

  private static final ReconnectPolicy HOURLY = outage -> Duration.ofHours(1);

  private record Bounds(BlockingQueue<BoundStream> streams) implements Extension {
    @Override
    public void bound(BoundStream stream) {
      streams.add(stream);
    }

    boolean next() throws InterruptedException {
      return streams.poll(10, TimeUnit.SECONDS) != null;
    }
  }

  private static Bounds bounds(XmppClient client) {
    return client.get(Bounds.class);
  }

  private static ClientBuilder withBounds(ClientBuilder builder) {
    return builder.with(client -> new Bounds(new LinkedBlockingQueue<>()));
  }

  @Test
  void comes_back_and_tells_the_extensions() throws Exception {
    try (LiveSession it =
        LiveSession.of(
            b -> withBounds(b).reconnect(outage -> Duration.ZERO),
            s -> s.awaitCue("seen").reset())) {
      it.peer.script(LiveSession::login);
      BlockingQueue<ConnectionState> connected = told(it, ConnectionState.Connected.class);
      it.connect();
      assertThat(bounds(it.client).next()).isTrue();
      assertThat(connected.poll(10, TimeUnit.SECONDS)).isNotNull();
      it.peer.cue("seen");
      assertThat(bounds(it.client).next()).as("bound again").isTrue();
      assertThat(connected.poll(10, TimeUnit.SECONDS)).isNotNull();
      assertThat(it.states(5))
          .containsExactly("Connecting", "Connected", "Waiting", "Connecting", "Connected");
    }
  }

  @Test
  void does_not_come_back_from_a_conflict() throws Exception {
    try (LiveSession it =
        LiveSession.of(
            b -> b.reconnect(ReconnectPolicy.standard()),
            s ->
                s.send(
                        "<stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
                            + "</stream:error>")
                    .expectClose()
                    .expectEnd())) {
      it.connect();
      assertThat(await(it.lost).cause()).isInstanceOf(StreamException.class);
      assertThat(it.states(3)).containsExactly("Connecting", "Connected", "Disconnected");
    }
  }

  @Test
  void comes_back_at_once_when_the_network_has_changed() throws Exception {
    try (LiveSession it =
        LiveSession.of(b -> withBounds(b).reconnect(HOURLY), s -> s.close().expectEnd())) {
      it.peer.script(LiveSession::login);
      CompletableFuture<ConnectionState.Waiting> waiting = waiting(it);
      it.connect();
      assertThat(await(waiting).attempts()).isEqualTo(1);
      it.client.networkChanged();
      assertThat(bounds(it.client).next()).isTrue();
      assertThat(bounds(it.client).next()).isTrue();
    }
  }

  /** In the callback that tells of it, as many programs will. */
  @Test
  void is_closed_while_it_waits() throws Exception {
    try (LiveSession it = LiveSession.of(b -> b.reconnect(HOURLY), s -> s.close().expectEnd())) {
      BlockingQueue<ConnectionState> closed = told(it, ConnectionState.Closed.class);
      CompletableFuture<Void> closing = waiting(it).thenCompose(state -> it.client.shutdown());
      it.connect();
      await(closing);
      assertThat(closed.poll(10, TimeUnit.SECONDS)).isNotNull();
      assertThat(it.states(5))
          .isEqualTo(List.of("Connecting", "Connected", "Waiting", "Closing", "Closed"));
    }
  }

  @Test
  void heeds_hints_at_any_time() throws Exception {
    XmppClient client = LiveSession.builder(9).build();
    client.networkChanged();
    await(client.shutdown());
    client.networkChanged();
    assertThat(client.state()).isEqualTo(new ConnectionState.Closed());
  }

  /** The states of one kind, each as soon as the session has put it on its list. */
  private static BlockingQueue<ConnectionState> told(
      LiveSession it, Class<? extends ConnectionState> kind) {
    BlockingQueue<ConnectionState> told = new LinkedBlockingQueue<>();
    it.client.onState(
        state -> {
          if (kind.isInstance(state)) {
            told.add(state);
          }
        });
    return told;
  }

  private static CompletableFuture<ConnectionState.Waiting> waiting(LiveSession it) {
    CompletableFuture<ConnectionState.Waiting> waiting = new CompletableFuture<>();
    it.client.onState(
        state -> {
          if (state instanceof ConnectionState.Waiting waits) {
            waiting.complete(waits);
          }
        });
    return waiting;
  }
}
