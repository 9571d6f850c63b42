package im.linnet.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class FaultProxyTest {
  private static final int QUIET_MILLIS = 150;

  private EchoServer server;
  private FaultProxy proxy;

  @BeforeEach
  void open() throws IOException {
    server = new EchoServer();
    proxy = FaultProxy.to(server.port());
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    server.close();
  }

  @Test
  void passes_everything_and_counts() throws Exception {
    try (Socket client = connect();
        Socket second = connect()) {
      send(client, "hello");
      send(second, "you");
      assertThat(read(client, 5)).isEqualTo("hello");
      assertThat(read(second, 3)).isEqualTo("you");

      assertThat(proxy.connections()).hasSize(2);
      assertThat(proxy.bytes(Direction.TO_SERVER)).isEqualTo(8);
      assertThat(proxy.bytes(Direction.TO_CLIENT)).isEqualTo(8);

      client.shutdownOutput();
      assertThat(server.nextEnd()).isEqualTo("FIN");
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void passes_a_reset_on() throws Exception {
    Socket client = connect();
    send(client, "x");
    assertThat(read(client, 1)).isEqualTo("x");
    client.setSoLinger(true, 0);
    client.close();
    assertThat(server.nextEnd()).isEqualTo("RST");
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void ends_a_stream_after_so_many_bytes(Direction direction) throws Exception {
    proxy.plan(Plan.CLEAN.cutAfter(direction, 3, Cut.FIN));
    try (Socket client = connect()) {
      send(client, "hello");
      String got = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat("hello").startsWith(got);
      assertThat(proxy.bytes(direction)).isEqualTo(3);
      assertThat(server.nextEnd()).isEqualTo("FIN");
      if (direction == Direction.TO_CLIENT) {
        assertThat(got).isEqualTo("hel");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void resets_after_so_many_bytes(Direction direction) throws Exception {
    proxy.plan(Plan.CLEAN.cutAfter(direction, 3, Cut.RST));
    try (Socket client = connect()) {
      send(client, "hello");
      assertThatThrownBy(() -> client.getInputStream().readAllBytes())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
      assertThat(proxy.bytes(direction)).isEqualTo(3);
      assertThat(server.nextEnd()).isEqualTo("RST");
    }
  }

  @Test
  void falls_silent_after_so_many_bytes_in_both_directions() throws Exception {
    proxy.plan(Plan.CLEAN.cutAfter(Direction.TO_CLIENT, 3, Cut.SILENCE));
    try (Socket client = connect()) {
      send(client, "hello");
      assertThat(read(client, 3)).isEqualTo("hel");
      send(client, "more");
      assertSilent(client);
      assertThat(proxy.bytes(Direction.TO_SERVER)).isEqualTo(5);
      assertThat(server.sawNoEnd()).isTrue();
    }
  }

  @Test
  void breaks_before_the_first_byte() throws IOException {
    proxy.planNext(
        Plan.CLEAN.cutAfter(Direction.TO_CLIENT, 0, Cut.FIN),
        Plan.CLEAN.cutAfter(Direction.TO_SERVER, 0, Cut.SILENCE));
    try (Socket finished = connect()) {
      assertThat(finished.getInputStream().read()).isEqualTo(-1);
    }
    try (Socket silent = connect()) {
      send(silent, "hello");
      assertSilent(silent);
    }
    try (Socket clean = connect()) {
      send(clean, "hello");
      assertThat(read(clean, 5)).isEqualTo("hello");
    }
    assertThat(proxy.bytes(Direction.TO_SERVER)).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource(Cut.class)
  void breaks_on_cue(Cut cut) throws Exception {
    try (Socket client = connect()) {
      send(client, "hello");
      assertThat(read(client, 5)).isEqualTo("hello");

      proxy.cut(cut);

      switch (cut) {
        case FIN -> assertThat(client.getInputStream().read()).isEqualTo(-1);
        case RST ->
            assertThatThrownBy(() -> client.getInputStream().read())
                .isInstanceOf(SocketException.class);
        case SILENCE -> {
          send(client, "lost");
          assertSilent(client);
          proxy.cut(Cut.RST);
          assertThatThrownBy(() -> client.getInputStream().read())
              .isInstanceOf(SocketException.class);
        }
      }
      assertThat(server.nextEnd()).isEqualTo(cut == Cut.FIN ? "FIN" : "RST");
    }
  }

  @Test
  void writes_in_pieces() throws IOException {
    proxy.plan(Plan.CLEAN.chunks(1, 2, 3).delay(Duration.ofMillis(2)));
    try (Socket client = connect()) {
      send(client, "hello, world");
      assertThat(read(client, 12)).isEqualTo("hello, world");
    }
  }

  @Test
  void delays_each_piece() throws IOException {
    proxy.plan(Plan.CLEAN.delay(Duration.ofMillis(60)));
    try (Socket client = connect()) {
      long start = System.nanoTime();
      send(client, "x");
      assertThat(read(client, 1)).isEqualTo("x");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(120));
    }
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void falls_silent_in_one_direction_while_the_other_goes_on(Direction direction) throws Exception {
    proxy.plan(Plan.CLEAN.silentAfter(direction, 3));
    try (Socket client = connect()) {
      send(client, "hello");
      assertThat(read(client, 3)).isEqualTo("hel");
      send(client, "more");
      assertSilent(client);
      assertThat(proxy.bytes(direction)).isEqualTo(3);
      assertThat(proxy.broken()).isEqualTo(1);

      client.shutdownOutput();
      assertThat(server.nextEnd()).as("an end still passes").isEqualTo("FIN");
      assertThat(proxy.bytes(Direction.TO_SERVER))
          .isEqualTo(direction == Direction.TO_SERVER ? 3 : 9);
    }
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void holds_back_once_and_goes_on(Direction direction) throws IOException {
    Duration time = Duration.ofMillis(80);
    proxy.plan(Plan.CLEAN.stallAfter(direction, 3, time));
    try (Socket client = connect()) {
      long start = System.nanoTime();
      send(client, "hello");
      assertThat(read(client, 5)).isEqualTo("hello");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(time);
      assertThat(proxy.broken()).isZero();
    }
  }

  @Test
  void asks_for_a_plan_for_each_connection() throws IOException {
    Deque<Plan> plans =
        new ArrayDeque<>(List.of(Plan.CLEAN.cutAfter(Direction.TO_CLIENT, 2, Cut.FIN), Plan.CLEAN));
    proxy.plans(plans::remove);
    try (Socket client = connect()) {
      send(client, "hello");
      assertThat(client.getInputStream().readAllBytes()).hasSize(2);
    }
    try (Socket client = connect()) {
      send(client, "hello");
      assertThat(read(client, 5)).isEqualTo("hello");
    }
    assertThat(proxy.broken()).isEqualTo(1);
  }

  @Test
  void keeps_a_connection_half_open() throws Exception {
    proxy.plan(Plan.CLEAN.halfOpen());
    try (Socket client = connect()) {
      send(client, "x");
      assertThat(read(client, 1)).isEqualTo("x");
      Socket serverSide = server.nextConnection();
      serverSide.setSoLinger(true, 0);
      serverSide.close();

      for (int i = 0; i < 5; i++) {
        send(client, "to nobody");
      }
      assertSilent(client);
    }
  }

  @Test
  void refuses_and_accepts_again_on_the_same_port() throws IOException {
    InetSocketAddress before = proxy.address();
    try (Socket client = connect()) {
      send(client, "x");
      assertThat(read(client, 1)).isEqualTo("x");
      proxy.refuse();
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
      send(client, "still");
      assertThat(read(client, 5)).as("connections stay").isEqualTo("still");
    }
    proxy.listen();
    proxy.listen();
    try (Socket client = connect()) {
      send(client, "again");
      assertThat(read(client, 5)).isEqualTo("again");
    }
    assertThat(proxy.address()).isEqualTo(before);
  }

  @Test
  void resets_when_there_is_no_server() throws IOException {
    server.close();
    try (Socket client = connect()) {
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }
    assertThat(proxy.connections()).isEmpty();
  }

  @Test
  void leaves_nothing_when_closed() throws Exception {
    try (Socket client = connect()) {
      send(client, "x");
      assertThat(read(client, 1)).isEqualTo("x");

      proxy.close();

      assertThat(proxy.connections()).allMatch(ProxiedConnection::isClosed);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(server.nextEnd()).isEqualTo("FIN");
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void refuses_senseless_plans() {
    assertThatThrownBy(() -> Plan.CLEAN.chunks(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[1, 0]");
    assertThatThrownBy(() -> Plan.CLEAN.cutAfter(Direction.TO_CLIENT, -1, Cut.FIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bytes: -1 (expected: >= 0)");
    assertThatThrownBy(() -> Plan.CLEAN.silentAfter(Direction.TO_CLIENT, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bytes: -1 (expected: >= 0)");
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(proxy.address().getAddress(), proxy.port());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void assertSilent(Socket client) throws IOException {
    client.setSoTimeout(QUIET_MILLIS);
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    client.setSoTimeout(10_000);
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String read(Socket socket, int length) throws IOException {
    return new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
  }
}
