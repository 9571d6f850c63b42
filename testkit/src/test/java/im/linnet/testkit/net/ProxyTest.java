package im.linnet.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ProxyTest {
  private EchoServer server;

  @BeforeEach
  void open() throws IOException {
    server = new EchoServer();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void socks_leads_a_name_that_does_not_exist_to_the_target() throws IOException {
    try (SocksProxy proxy = SocksProxy.to(server.port()).start();
        Socket client = new Socket(new Proxy(Proxy.Type.SOCKS, proxy.address()))) {
      client.connect(InetSocketAddress.createUnresolved("im.example.test", 5222));
      assertEchoes(client);
      assertThat(proxy.requests())
          .containsExactly(new ProxyRequest("im.example.test", 5222, true, null));
    }
  }

  @Test
  void socks_tells_an_address_from_a_name() throws IOException {
    try (SocksProxy proxy = SocksProxy.to(server.port()).start();
        Socket client = new Socket(new Proxy(Proxy.Type.SOCKS, proxy.address()))) {
      client.connect(new InetSocketAddress("192.0.2.7", 80));
      assertThat(proxy.requests()).containsExactly(new ProxyRequest("192.0.2.7", 80, false, null));
    }
    try (SocksProxy proxy = SocksProxy.to(server.port()).start();
        Socket client = connect(proxy.address())) {
      assertThat(talk(client, "050100", 2)).isEqualTo("0500");
      talk(client, "05010004" + "20010db8000000000000000000000001" + "1466", 10);
      assertThat(proxy.requests())
          .containsExactly(new ProxyRequest("2001:db8:0:0:0:0:0:1", 5222, false, null));
    }
  }

  @Test
  void socks_demands_a_user() throws IOException {
    try (SocksProxy proxy = SocksProxy.to(server.port()).user("me", "pw").start()) {
      try (Socket without = connect(proxy.address())) {
        assertThat(talk(without, "050100", 2)).isEqualTo("05ff");
        assertThat(without.getInputStream().read()).isEqualTo(-1);
      }
      try (Socket wrong = connect(proxy.address())) {
        assertThat(talk(wrong, "05020002", 2)).isEqualTo("0502");
        assertThat(talk(wrong, "01" + "026d65" + "027078", 2)).isEqualTo("0101");
        assertThat(wrong.getInputStream().read()).isEqualTo(-1);
      }
      assertThat(proxy.requests()).isEmpty();
      try (Socket right = connect(proxy.address())) {
        assertThat(talk(right, "05020002", 2)).isEqualTo("0502");
        assertThat(talk(right, "01" + "026d65" + "027077", 2)).isEqualTo("0100");
        assertThat(talk(right, "05010003" + "03612e62" + "1466", 10)).startsWith("0500");
        assertEchoes(right);
      }
      assertThat(proxy.requests()).containsExactly(new ProxyRequest("a.b", 5222, true, "me"));
    }
  }

  @Test
  void socks_denies_with_the_code_it_is_told() throws IOException {
    try (SocksProxy proxy =
            SocksProxy.to(server.port()).reply(SocksProxy.HOST_UNREACHABLE).start();
        Socket client = connect(proxy.address())) {
      assertThat(talk(client, "050100", 2)).isEqualTo("0500");
      assertThat(talk(client, "05010003" + "03612e62" + "1466", 10)).startsWith("0504");
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(proxy.requests()).hasSize(1);
    }
    assertThatThrownBy(() -> SocksProxy.to(1).reply(256))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void socks_knows_only_connect_and_reports_a_refusing_target() throws IOException {
    server.close();
    try (SocksProxy proxy = SocksProxy.to(server.port()).start()) {
      try (Socket client = connect(proxy.address())) {
        talk(client, "050100", 2);
        assertThat(talk(client, "05020003" + "03612e62" + "1466", 10)).startsWith("0507");
      }
      try (Socket client = connect(proxy.address())) {
        talk(client, "050100", 2);
        assertThat(talk(client, "05010003" + "03612e62" + "1466", 10)).startsWith("0505");
      }
    }
  }

  @Test
  void http_leads_any_name_to_the_target() throws IOException {
    try (HttpProxy proxy = HttpProxy.to(server.port()).start();
        Socket client = connect(proxy.address())) {
      send(client, "CONNECT im.example.test:5222 HTTP/1.1\r\nHost: im.example.test:5222\r\n\r\nhi");
      assertThat(head(client)).isEqualTo("HTTP/1.1 200 Connection established");
      assertThat(client.getInputStream().readNBytes(2)).asString().isEqualTo("hi");
      assertEchoes(client);
      assertThat(proxy.requests())
          .containsExactly(new ProxyRequest("im.example.test", 5222, true, null));
    }
  }

  @Test
  void http_tells_an_address_from_a_name() throws IOException {
    try (HttpProxy proxy = HttpProxy.to(server.port()).start();
        Socket v4 = connect(proxy.address());
        Socket v6 = connect(proxy.address())) {
      send(v4, "CONNECT 192.0.2.7:80 HTTP/1.1\r\n\r\n");
      assertThat(head(v4)).contains(" 200 ");
      send(v6, "CONNECT [2001:db8::1]:80 HTTP/1.1\r\n\r\n");
      assertThat(head(v6)).contains(" 200 ");
      assertThat(proxy.requests())
          .containsExactly(
              new ProxyRequest("192.0.2.7", 80, false, null),
              new ProxyRequest("2001:db8::1", 80, false, null));
    }
  }

  @Test
  void http_demands_a_user() throws IOException {
    try (HttpProxy proxy = HttpProxy.to(server.port()).user("me", "p:w").start();
        Socket without = connect(proxy.address());
        Socket wrong = connect(proxy.address());
        Socket right = connect(proxy.address())) {
      send(without, connectAs(null));
      assertThat(text(without)).contains(" 407 ", "\r\nProxy-Authenticate: Basic ");
      send(wrong, connectAs("me:other"));
      assertThat(head(wrong)).contains(" 407 ");
      send(right, connectAs("me:p:w"));
      assertThat(head(right)).contains(" 200 ");
      assertEchoes(right);
      assertThat(proxy.requests()).extracting(ProxyRequest::user).containsExactly(null, "me", "me");
    }
  }

  @Test
  void http_shows_a_page_or_anything_else() throws IOException {
    try (HttpProxy gate = HttpProxy.to(1).page("403 Forbidden", "<html>Nö</html>").start();
        HttpProxy rubbish = HttpProxy.to(1).raw("SSH-2.0-x\r\n").start();
        Socket first = connect(gate.address());
        Socket second = connect(rubbish.address())) {
      send(first, connectAs(null));
      assertThat(text(first))
          .startsWith("HTTP/1.1 403 Forbidden\r\n")
          .contains("Content-Length: 16\r\n")
          .endsWith("\r\n\r\n<html>Nö</html>");
      send(second, connectAs(null));
      assertThat(text(second)).isEqualTo("SSH-2.0-x\r\n");
    }
  }

  @Test
  void http_knows_only_connect_and_reports_a_refusing_target() throws IOException {
    server.close();
    try (HttpProxy proxy = HttpProxy.to(server.port()).start();
        Socket get = connect(proxy.address());
        Socket refused = connect(proxy.address())) {
      send(get, "GET http://example.test/ HTTP/1.1\r\n\r\n");
      assertThat(head(get)).contains(" 405 ");
      send(refused, connectAs(null));
      assertThat(head(refused)).contains(" 502 ");
    }
  }

  @Test
  void proxies_leave_nothing_when_closed() throws Exception {
    HttpProxy proxy = HttpProxy.to(server.port()).start();
    try (Socket client = connect(proxy.address())) {
      send(client, connectAs(null));
      assertThat(head(client)).contains(" 200 ");
      proxy.close();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(server.nextEnd()).isEqualTo("FIN");
    }
    assertThatThrownBy(() -> connect(proxy.address())).isInstanceOf(ConnectException.class);
  }

  @Test
  void credentials_never_show_the_password() {
    assertThat(new Credentials("me", "secret")).hasToString("Credentials[me]");
  }

  private static Socket connect(InetSocketAddress address) throws IOException {
    Socket socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static String connectAs(@org.jspecify.annotations.Nullable String user) {
    String request = "CONNECT im.example.test:5222 HTTP/1.1\r\n";
    if (user != null) {
      byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
      request += "proxy-Authorization: Basic " + Base64.getEncoder().encodeToString(bytes) + "\r\n";
    }
    return request + "\r\n";
  }

  private static void assertEchoes(Socket client) throws IOException {
    send(client, "echo");
    assertThat(client.getInputStream().readNBytes(4)).asString().isEqualTo("echo");
  }

  private static String talk(Socket client, String hex, int answer) throws IOException {
    client.getOutputStream().write(HexFormat.of().parseHex(hex));
    return HexFormat.of().formatHex(client.getInputStream().readNBytes(answer));
  }

  /** The status line, with the head read to its end. */
  private static String head(Socket client) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = client.getInputStream().read();
      if (b < 0) {
        throw new AssertionError("the answer ended: " + head);
      }
      head.append((char) b);
    }
    return head.substring(0, head.indexOf("\r\n"));
  }

  private static String text(Socket client) throws IOException {
    return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void send(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }
}
