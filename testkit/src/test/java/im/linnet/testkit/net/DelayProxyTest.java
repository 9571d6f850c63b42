package im.linnet.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DelayProxyTest {
  private static final Duration DELAY = Duration.ofMillis(50);
  private static final Duration TICK = Duration.ofNanos(1);

  private final ManualTicker ticker = new ManualTicker();
  private EchoServer server;
  private DelayProxy proxy;

  @BeforeEach
  void open() throws IOException {
    server = new EchoServer();
    proxy =
        new DelayProxy(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), DELAY, ticker);
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    server.close();
  }

  private Socket connect() throws Exception {
    Socket client = new Socket(proxy.address().getAddress(), proxy.port());
    client.setTcpNoDelay(true);
    server.nextConnection();
    return client;
  }

  private static void send(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String read(Socket client, int length) throws IOException {
    return new String(client.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
  }

  /** Passes what is under way, in one direction. */
  private void pass(Duration expected) throws InterruptedException {
    assertThat(ticker.awaited(1)).containsExactly(expected);
    ticker.advance(expected);
  }

  @Test
  void delays_both_directions_and_the_first_bytes_for_the_handshake_of_tcp() throws Exception {
    try (Socket client = connect()) {
      send(client, "hello");
      pass(DELAY.multipliedBy(3));
      pass(DELAY);
      assertThat(read(client, 5)).isEqualTo("hello");
      send(client, "again");
      pass(DELAY);
      pass(DELAY);
      assertThat(read(client, 5)).isEqualTo("again");
    }
  }

  @Test
  void passes_nothing_early() throws Exception {
    try (Socket client = connect()) {
      send(client, "hello");
      ticker.awaited(1);
      ticker.advance(DELAY.multipliedBy(3).minus(TICK));
      assertThat(ticker.awaited(1)).containsExactly(TICK);
      ticker.advance(TICK);
      assertThat(ticker.awaited(1)).containsExactly(DELAY);
      assertThat(client.getInputStream().available()).isZero();
      ticker.advance(DELAY);
      assertThat(read(client, 5)).isEqualTo("hello");
    }
  }

  @Test
  void counts_round_trips() throws Exception {
    try (Socket client = connect()) {
      for (int trips = 1; trips < 5; trips++) {
        send(client, "x");
        pass(trips == 1 ? DELAY.multipliedBy(3) : DELAY);
        pass(DELAY);
        read(client, 1);
        // That of TCP is the first.
        assertThat(proxy.connections().get(0).roundTrips()).isEqualTo(trips + 1);
      }
      assertThat(proxy.connections()).hasSize(1);
    }
  }

  @Test
  void passes_the_end_on_after_the_delay() throws Exception {
    try (Socket client = connect()) {
      client.shutdownOutput();
      pass(DELAY.multipliedBy(3));
      assertThat(server.nextEnd()).isEqualTo("FIN");
      pass(DELAY);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void passes_a_reset_on() throws Exception {
    Socket client = connect();
    send(client, "x");
    pass(DELAY.multipliedBy(3));
    pass(DELAY);
    read(client, 1);
    client.setSoLinger(true, 0);
    client.close();
    assertThat(server.nextEnd()).isEqualTo("RST");
  }

  @Test
  void resets_on_cue_what_is_under_way() throws Exception {
    try (Socket client = connect()) {
      send(client, "x");
      ticker.awaited(1);
      proxy.connections().get(0).reset();
      assertThat(server.nextEnd()).isEqualTo("RST");
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void ends_connections_when_it_is_closed() throws Exception {
    try (Socket client = connect()) {
      send(client, "x");
      ticker.awaited(1);
      proxy.close();
      assertThat(server.nextEnd()).isIn("FIN", "RST");
      assertThatThrownBy(
              () -> {
                if (client.getInputStream().read() < 0) {
                  throw new SocketException("ended in order");
                }
              })
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void resets_a_client_whose_server_is_away() throws Exception {
    int port = server.port();
    server.close();
    try (DelayProxy alone = DelayProxy.to(port, DELAY);
        Socket client = new Socket(alone.address().getAddress(), alone.port())) {
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
      assertThat(alone.connections()).isEmpty();
    }
  }

  @Test
  void keeps_every_byte_in_order_by_the_system_s_clock() throws Exception {
    byte[] much = new byte[1 << 20];
    new Random(1).nextBytes(much);
    try (DelayProxy quick = DelayProxy.to(server.port(), Duration.ofMillis(2));
        Socket client = new Socket(quick.address().getAddress(), quick.port())) {
      Thread writer =
          Sockets.start(
              "writer",
              () -> {
                try {
                  client.getOutputStream().write(much);
                } catch (IOException e) {
                  // Then too little is read.
                }
              });
      assertThat(client.getInputStream().readNBytes(much.length)).isEqualTo(much);
      Sockets.join(writer);
    }
  }
}
