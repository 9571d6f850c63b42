package im.linnet.negotiation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.endpoint.Proxy;
import im.linnet.failure.TransportException;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.net.HttpProxy;
import im.linnet.testkit.net.ProxyRequest;
import im.linnet.testkit.net.SocksProxy;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.tls.TlsPolicy;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole connections through proxies, which alone can resolve the host's name. */
@Timeout(120)
class ProxiedTest {

  private static final String HOST = "only-the-proxy-knows.test";

  @Test
  void signs_in_through_socks_with_a_password() throws Exception {
    try (ScriptedPeer peer = peer();
        SocksProxy proxy = SocksProxy.to(peer.port()).user("me", "proxy-secret").start()) {
      connect(Proxy.socks5("127.0.0.1", proxy.address().getPort(), "me", "proxy-secret"));
      assertNamed(proxy.requests());
      peer.await();
    }
  }

  @Test
  void signs_in_through_http_connect() throws Exception {
    try (ScriptedPeer peer = peer();
        HttpProxy proxy = HttpProxy.to(peer.port()).start()) {
      connect(Proxy.httpConnect("127.0.0.1", proxy.address().getPort()));
      assertNamed(proxy.requests());
      peer.await();
    }
  }

  @Test
  void says_that_the_proxy_refused_and_how() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen();
        HttpProxy proxy =
            HttpProxy.to(peer.port()).page("403 Forbidden", "<html>No</html>").start()) {
      XmppClient client = client(Proxy.httpConnect("127.0.0.1", proxy.address().getPort()));
      ExecutionException failure =
          catchThrowableOfType(
              ExecutionException.class, () -> client.connect().get(10, TimeUnit.SECONDS));
      assertThat(failure.getCause())
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("403")
          .hasMessageContaining("while connecting at " + HOST + ":5222")
          .matches(
              cause -> ((TransportException) cause).reason() == TransportException.Reason.PROXY);
      client.shutdown().get(10, TimeUnit.SECONDS);
    }
  }

  /** What a proxy may answer, which neither says how long it is nor closes the connection. */
  static Stream<Arguments> refusals() {
    String needed = "HTTP/1.1 407 Proxy Authentication Required";
    String helps = "by Proxy.httpConnect(host, port, user, password)";
    return Stream.of(
        refusal("status: 407 Proxy Authentication", needed),
        refusal(helps, needed, "Proxy-Authenticate: Basic realm=x"),
        refusal(helps, needed, "Proxy-Authenticate: Digest realm=x, Basic realm=y"),
        refusal(
            "wants another authentication than Basic",
            needed,
            "Proxy-Authenticate: NTLM",
            "Proxy-Authenticate: Negotiate"),
        refusal("status: 403 Forbidden", "HTTP/1.0 403 Forbidden"),
        refusal("status: 302 Found", "HTTP/1.1 302 Found", "Location: http://x/"),
        refusal("502 Bad", "HTTP/1.1 502 Bad Gateway", "Transfer-Encoding: chunked"),
        refusal("503 Later", "HTTP/1.1 503 Later", "Content-Length: 1000000"),
        refusal("is it a proxy of another kind", "SSH-2.0-OpenSSH_9.2"));
  }

  /** A head, and the begin of what follows it. */
  private static Arguments refusal(String words, String... head) {
    return arguments(String.join("\r\n", head) + "\r\n\r\n<html>", words);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void says_at_once_what_the_proxy_refused(String answer, String words) throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen();
        HttpProxy proxy = HttpProxy.to(peer.port()).raw(answer).holding().start()) {
      XmppClient client = client(Proxy.httpConnect("127.0.0.1", proxy.address().getPort()));
      ExecutionException failure =
          catchThrowableOfType(
              ExecutionException.class, () -> client.connect().get(10, TimeUnit.SECONDS));
      assertThat(failure.getCause())
          .isInstanceOfSatisfying(
              TransportException.class,
              refused -> assertThat(refused.reason()).isEqualTo(TransportException.Reason.PROXY))
          .hasMessageContaining(words);
      client.shutdown().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void the_advice_to_a_407_helps() throws Exception {
    try (ScriptedPeer peer = peer();
        HttpProxy proxy = HttpProxy.to(peer.port()).user("me", "proxy-secret").start()) {
      int port = proxy.address().getPort();
      XmppClient client = client(Proxy.httpConnect("127.0.0.1", port));
      ExecutionException failure =
          catchThrowableOfType(
              ExecutionException.class, () -> client.connect().get(10, TimeUnit.SECONDS));
      assertThat(failure).hasMessageContaining("Proxy.httpConnect(host, port, user, password)");
      client.shutdown().get(10, TimeUnit.SECONDS);
      connect(Proxy.httpConnect("127.0.0.1", port, "me", "proxy-secret"));
      peer.await();
    }
  }

  @Test
  void says_that_the_password_is_not_taken() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen();
        HttpProxy proxy = HttpProxy.to(peer.port()).user("me", "another").start()) {
      XmppClient client =
          client(Proxy.httpConnect("127.0.0.1", proxy.address().getPort(), "me", "proxy-secret"));
      ExecutionException failure =
          catchThrowableOfType(
              ExecutionException.class, () -> client.connect().get(10, TimeUnit.SECONDS));
      assertThat(failure)
          .hasMessageContaining("does not take this user name and password")
          .hasMessageNotContaining("proxy-secret");
      client.shutdown().get(10, TimeUnit.SECONDS);
    }
  }

  private static ScriptedPeer peer() {
    return ScriptedPeer.listen()
        .withTls(Trial.GOOD)
        .script(script -> script.then(Trial::login).expectClose().send("</stream:stream>"));
  }

  private static void connect(Proxy proxy) throws Exception {
    XmppClient client = client(proxy);
    assertThat(client.connect().get(10, TimeUnit.SECONDS).jid()).hasToString(Trial.ADDRESS);
    client.shutdown().get(10, TimeUnit.SECONDS);
  }

  private static XmppClient client(Proxy proxy) {
    return XmppClient.builder(Trial.ACCOUNT)
        .sasl(Sasl.password(Trial.PASSWORD).allowPlain())
        .tls(TlsPolicy.builder().trust(Trial.AUTHORITY.trustAnchor()).build())
        .endpoint(Endpoint.startTls(HOST, 5222))
        .proxy(proxy)
        .build();
  }

  private static void assertNamed(List<ProxyRequest> requests) {
    assertThat(requests).extracting(ProxyRequest::host).containsExactly(HOST);
    assertThat(requests).extracting(ProxyRequest::port).containsExactly(5222);
  }
}
