package im.linnet.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ClientBuilder;
import im.linnet.ServiceProfile;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.SavedStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.net.Cut;
import im.linnet.testkit.net.FaultProxy;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import im.linnet.testkit.websocket.HostMetaServer;
import im.linnet.tls.TlsPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Real servers over WebSocket: sessions, discovery, and streams that change the transport. */
@Timeout(120)
class WebSocketIT {

  private static final Duration NEVER = Duration.ofHours(1);

  /**
   * Prosody 0.12 and 13 resume a stream on the other transport, and then read what arrives as if it
   * still came by the first one.
   */
  @Nested
  class Prosody extends Against {
    Prosody() {
      super(ProsodyServer.builder());
    }

    @Test
    void a_stream_that_it_takes_over_wrongly_is_replaced() throws Exception {
      replacesWhatIsTakenOverWrongly();
    }
  }

  @Nested
  class Ejabberd extends Against {
    Ejabberd() {
      super(EjabberdServer.builder());
    }

    @Test
    void a_lost_stream_is_resumed_on_the_other_transport_and_back() throws Exception {
      resumesOnTheOtherTransport();
    }
  }

  @Nested
  class ModernProsody extends Against {
    ModernProsody() {
      super(ProsodyServer.modern());
    }

    @Test
    void a_stream_that_it_takes_over_wrongly_is_replaced() throws Exception {
      replacesWhatIsTakenOverWrongly();
    }

    @Test
    void its_websocket_is_discovered() throws Exception {
      discovers();
    }
  }

  @Nested
  class ModernEjabberd extends Against {
    ModernEjabberd() {
      super(EjabberdServer.modern());
    }

    @Test
    void a_lost_stream_is_resumed_on_the_other_transport_and_back() throws Exception {
      resumesOnTheOtherTransport();
    }

    @Test
    void its_websocket_is_discovered() throws Exception {
      discovers();
    }
  }

  /** Its own endpoints take the place of those that DNS would name. */
  private record Service(Endpoint tcp) implements ServiceProfile {
    @Override
    public List<Endpoint> fallbackEndpoints() {
      return List.of(tcp);
    }
  }

  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class Against {

    @RegisterExtension final ServerExtension<RealServer> running;

    Against(RealServer.Builder settings) {
      running = ServerExtension.of(settings.user("juliet", "secret").user("romeo", "secret"));
    }

    RealServer server() {
      return running.server();
    }

    ClientBuilder client(String user) {
      return XmppClient.builder(user + "@" + server().domain())
          .sasl(Sasl.password("secret"))
          .tls(TlsPolicy.builder().trust(server().authority().trustAnchor()).build());
    }

    ClientBuilder bySocket(String user) {
      return client(user)
          .transport(WebSocketTransport.create())
          .endpoint(Endpoint.at(server().webSocket()));
    }

    static <T> T await(CompletableFuture<T> future) throws Exception {
      return future.get(20, TimeUnit.SECONDS);
    }

    static BlockingQueue<String> bodies(XmppClient client) {
      BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
      client.onMessage(message -> bodies.add(String.valueOf(message.body())));
      return bodies;
    }

    static void assertHeard(BlockingQueue<String> bodies, String body) throws Exception {
      assertThat(bodies.poll(20, TimeUnit.SECONDS)).isEqualTo(body);
    }

    @Test
    void two_users_talk_and_leave_in_order() throws Exception {
      XmppClient juliet = bySocket("juliet").build();
      XmppClient romeo = bySocket("romeo").build();
      BlockingQueue<String> heard = bodies(juliet);
      BoundStream stream = await(juliet.connect());
      assertThat(stream.endpoint()).isEqualTo(Endpoint.at(server().webSocket()));
      assertThat(stream.tlsProtocol()).startsWith("TLS");
      assertThat(stream.managed()).isTrue();
      await(romeo.connect());
      String text = "é<&>\"'🐦".repeat(10_000);
      for (String body : List.of("Hi", text, "Bye")) {
        await(romeo.deliver(Message.chat(stream.jid(), body)));
        assertHeard(heard, body);
      }
      await(juliet.shutdown(Duration.ofMinutes(5)));
      await(romeo.shutdown(Duration.ofMinutes(5)));
    }

    @Test
    void a_stream_that_is_left_is_resumed_by_another_client() throws Exception {
      XmppClient romeo = bySocket("romeo").build();
      await(romeo.connect());
      XmppClient juliet = bySocket("juliet").build();
      Jid bound = await(juliet.connect()).jid();
      await(juliet.deliver(Presence.available()));
      byte[] left = await(juliet.suspend()).toBytes();
      await(romeo.deliver(Message.chat(bound, "meanwhile")));

      XmppClient again = bySocket("juliet").resume(SavedStream.of(left), stanza -> {}).build();
      BlockingQueue<String> heard = bodies(again);
      BoundStream stream = await(again.connect());
      assertThat(stream.resumed()).isTrue();
      assertThat(stream.jid()).isEqualTo(bound);
      assertHeard(heard, "meanwhile");
      await(again.shutdown());
      await(romeo.shutdown());
    }

    @Test
    void a_lost_stream_is_resumed() throws Exception {
      try (FaultProxy socket = FaultProxy.to(server().httpsPort());
          XmppClient romeo = bySocket("romeo").build();
          XmppClient juliet =
              client("juliet")
                  .transport(WebSocketTransport.create())
                  .endpoint(Endpoint.at(at(socket.port())))
                  .build()) {
        BlockingQueue<ConnectionState.Disconnected> losses = losses(juliet);
        BlockingQueue<String> heard = bodies(juliet);
        BoundStream first = await(juliet.connect());
        await(juliet.deliver(Presence.available()));
        await(romeo.connect());
        for (Cut how : List.of(Cut.RST, Cut.FIN)) {
          socket.cut(how);
          assertThat(losses.poll(20, TimeUnit.SECONDS)).isNotNull();
          await(romeo.deliver(Message.chat(first.jid(), "meanwhile")));
          assertThat(await(juliet.connect()).resumed()).isTrue();
          assertHeard(heard, "meanwhile");
          await(romeo.deliver(Message.chat(first.jid(), "after")));
          assertHeard(heard, "after");
          await(juliet.deliver(Message.chat(first.jid(), "to herself")));
          assertHeard(heard, "to herself");
        }
        await(juliet.shutdown());
        await(romeo.shutdown());
      }
    }

    /** A client at both transports of the server, each of which can be cut. */
    private final class Both implements AutoCloseable {
      private final FaultProxy tcp = FaultProxy.to(server().starttlsPort());
      private final FaultProxy socket = FaultProxy.to(server().httpsPort());
      private final HostMetaServer web =
          HostMetaServer.listen(server().authority().server(server().domain()).serverContext())
              .json(at(socket.port()).toString());
      private final XmppClient client =
          client("juliet")
              .profile(new Service(Endpoint.startTls("127.0.0.1", tcp.port())))
              .transport(WebSocketTransport.discovering(NEVER, web.port()))
              .build();
      private final BlockingQueue<ConnectionState.Disconnected> losses = losses(client);

      BoundStream byTcp() throws Exception {
        BoundStream stream = await(client.connect());
        assertThat(stream.endpoint().uri()).isNull();
        return stream;
      }

      BoundStream bySocket() throws Exception {
        BoundStream stream = await(client.connect());
        assertThat(stream.endpoint().uri()).isEqualTo(at(socket.port()));
        return stream;
      }

      ConnectionState.Disconnected lost() throws Exception {
        return Objects.requireNonNull(losses.poll(20, TimeUnit.SECONDS), "no loss");
      }

      @Override
      public void close() {
        client.close();
        web.close();
        socket.close();
        tcp.close();
      }
    }

    void resumesOnTheOtherTransport() throws Exception {
      try (Both juliet = new Both();
          XmppClient romeo = bySocket("romeo").build()) {
        BlockingQueue<String> heard = bodies(juliet.client);
        BoundStream first = juliet.byTcp();
        await(juliet.client.deliver(Presence.available()));
        await(romeo.connect());

        juliet.tcp.refuse();
        juliet.tcp.cut(Cut.RST);
        juliet.lost();
        await(romeo.deliver(Message.chat(first.jid(), "by WebSocket")));
        BoundStream second = juliet.bySocket();
        assertThat(second.resumed()).isTrue();
        assertThat(second.jid()).isEqualTo(first.jid());
        assertHeard(heard, "by WebSocket");
        await(juliet.client.deliver(Message.chat(first.jid(), "to herself")));
        assertHeard(heard, "to herself");

        juliet.tcp.listen();
        juliet.socket.refuse();
        juliet.socket.cut(Cut.RST);
        juliet.lost();
        await(romeo.deliver(Message.chat(first.jid(), "by TCP")));
        assertThat(juliet.byTcp().resumed()).isTrue();
        assertHeard(heard, "by TCP");
        await(juliet.client.deliver(Message.chat(first.jid(), "to herself")));
        assertHeard(heard, "to herself");
        await(juliet.client.shutdown());
        await(romeo.shutdown());
      }
    }

    void replacesWhatIsTakenOverWrongly() throws Exception {
      try (Both juliet = new Both()) {
        juliet.byTcp();
        juliet.tcp.refuse();
        juliet.tcp.cut(Cut.RST);
        juliet.lost();
        assertThat(juliet.bySocket().resumed()).isTrue();
        CompletableFuture<Void> uncertain = juliet.client.deliver(Presence.available());
        // The error that the server sends before it closes the connection is sometimes lost with
        // it.
        assertThat(juliet.lost().cause())
            .satisfiesAnyOf(
                cause -> assertThat(cause).hasMessageContaining("not-well-formed"),
                cause -> assertThat(cause).hasMessageContaining("The connection was lost"));

        BoundStream other = juliet.bySocket();
        assertThat(other.resumed()).isFalse();
        assertThat(uncertain).failsWithin(Duration.ofSeconds(20));
        BlockingQueue<String> heard = bodies(juliet.client);
        await(juliet.client.deliver(Message.chat(other.jid(), "to herself")));
        assertHeard(heard, "to herself");
        await(juliet.client.shutdown());
      }
    }

    void discovers() throws Exception {
      try (FaultProxy tcp = FaultProxy.to(server().starttlsPort());
          XmppClient client =
              client("juliet")
                  .profile(new Service(Endpoint.startTls("127.0.0.1", tcp.port())))
                  .transport(WebSocketTransport.discovering(NEVER, server().httpsPort()))
                  .build()) {
        tcp.refuse();
        assertThat(await(client.connect()).endpoint().uri()).isEqualTo(server().webSocket());
        await(client.shutdown());
      }
    }

    private URI at(int port) {
      String path = server().webSocket().getPath();
      return URI.create("wss://%s:%d%s".formatted(server().domain(), port, path));
    }

    private static BlockingQueue<ConnectionState.Disconnected> losses(XmppClient client) {
      BlockingQueue<ConnectionState.Disconnected> losses = new LinkedBlockingQueue<>();
      client.onState(
          state -> {
            if (state instanceof ConnectionState.Disconnected loss) {
              losses.add(loss);
            }
          });
      return losses;
    }
  }
}
