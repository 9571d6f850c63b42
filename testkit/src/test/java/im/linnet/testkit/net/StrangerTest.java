package im.linnet.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StrangerTest {

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

  private Socket connect() throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    client.setSoTimeout(10_000);
    return client;
  }

  private static String all(Socket client) throws IOException {
    return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void speaks_first_and_ends() throws Exception {
    proxy.planNext(Plan.CLEAN.answeredBy(Stranger.speaking("banner", "220 hello\r\n")));
    try (Socket client = connect()) {
      assertThat(all(client)).isEqualTo("220 hello\r\n");
    }
    assertThat(proxy.strangers()).extracting(Stranger::name).containsExactly("banner");
    assertThat(proxy.connections()).isEmpty();
    assertThat(proxy.broken()).isZero();
  }

  @Test
  void answers_once_it_was_spoken_to() throws Exception {
    proxy.planNext(Plan.CLEAN.answeredBy(Stranger.redirecting("127.0.0.1:1")));
    try (Socket client = connect()) {
      client.setSoTimeout(150);
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      client.setSoTimeout(10_000);
      client.getOutputStream().write('<');
      assertThat(all(client))
          .contains(">127.0.0.1:1</see-other-host>")
          .endsWith("</stream:stream>");
    }
  }

  @Test
  void stays_and_says_nothing_more() throws Exception {
    proxy.planNext(Plan.CLEAN.answeredBy(Stranger.MUTE));
    try (Socket client = connect()) {
      client.getOutputStream().write('<');
      client.setSoTimeout(150);
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void is_gone_at_once() throws Exception {
    proxy.planNext(Plan.CLEAN.answeredBy(Stranger.GONE));
    try (Socket client = connect()) {
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void leaves_the_next_connection_to_the_server() throws Exception {
    proxy.planNext(Plan.CLEAN.answeredBy(Stranger.HTTP));
    try (Socket met = connect()) {
      met.getOutputStream().write('G');
      assertThat(met.getInputStream().read()).isEqualTo('H');
      try (Socket served = connect()) {
        served.getOutputStream().write('x');
        assertThat(served.getInputStream().read()).isEqualTo('x');
      }
    }
  }

  @Test
  void ends_with_the_proxy() throws Exception {
    proxy.planNext(Plan.CLEAN.answeredBy(Stranger.speaking("one", "1").thenSilent()));
    try (Socket client = connect()) {
      assertThat(client.getInputStream().read()).isEqualTo('1');
      proxy.close();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void is_named_in_its_plan() {
    assertThat(Plan.CLEAN.answeredBy(Stranger.SSH)).hasToString("Plan[answered by SSH]");
  }
}
