package im.linnet.negotiation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole connections through proxies, which alone can resolve the host's name. */
@Timeout(30)
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
