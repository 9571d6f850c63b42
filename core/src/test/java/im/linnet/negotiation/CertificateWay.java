package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.STARTTLS;

import im.linnet.endpoint.Endpoint;
import im.linnet.endpoint.Proxy;
import im.linnet.testkit.net.HttpProxy;
import im.linnet.testkit.net.SocksProxy;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A way over TCP to a server whose certificate is looked at. */
enum CertificateWay {
  DIRECT_TLS(Lead.NONE, true),
  STARTTLS_ON_TCP(Lead.NONE, false),
  DIRECT_TLS_THROUGH_SOCKS5(Lead.SOCKS5, true),
  STARTTLS_THROUGH_HTTP_CONNECT(Lead.HTTP_CONNECT, false),
  AFTER_A_REDIRECT_IN_CLEAR_TEXT(Lead.CLEAR_REDIRECT, false),
  AFTER_A_REDIRECT_UNDER_TLS(Lead.SECURE_REDIRECT, false);

  private static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";

  /** What leads to the server. */
  private enum Lead {
    NONE,
    SOCKS5,
    HTTP_CONNECT,
    CLEAR_REDIRECT,
    SECURE_REDIRECT
  }

  private final Lead lead;
  private final boolean direct;

  CertificateWay(Lead lead, boolean direct) {
    this.lead = lead;
    this.direct = direct;
  }

  /**
   * What a client needs to know of the way.
   *
   * @param endpoint where it connects to
   * @param proxy by which proxy, or null
   */
  record Begin(Endpoint endpoint, @Nullable Proxy proxy) {}

  /** A use of the way. */
  interface Use {
    void begin(Begin begin) throws Exception;
  }

  /**
   * Opens the way while it is used.
   *
   * @param peer the server, without scripts for the connection that comes
   * @param honest a certificate with which others on the way may redirect
   */
  void lead(ScriptedPeer peer, SSLContext honest, Use use) throws Exception {
    int port = peer.port();
    switch (lead) {
      case NONE -> use.begin(new Begin(endpoint("127.0.0.1", port), null));
      case SOCKS5 -> {
        try (SocksProxy proxy = SocksProxy.to(port).start()) {
          use.begin(behind(Proxy.socks5("127.0.0.1", proxy.address().getPort())));
        }
      }
      case HTTP_CONNECT -> {
        try (HttpProxy proxy = HttpProxy.to(port).start()) {
          use.begin(behind(Proxy.httpConnect("127.0.0.1", proxy.address().getPort())));
        }
      }
      case CLEAR_REDIRECT -> redirect(port, use, (script, to) -> header(script).send(to));
      case SECURE_REDIRECT ->
          redirect(port, use, (script, to) -> header(startTls(script).startTls(honest)).send(to));
    }
  }

  private static void redirect(int port, Use use, BiConsumer<Script, String> lines)
      throws Exception {
    String to = Trial.seeOtherHost("127.0.0.1:" + port);
    try (ScriptedPeer first = ScriptedPeer.listen().script(s -> lines.accept(s, to))) {
      use.begin(new Begin(Endpoint.startTls("127.0.0.1", first.port()), null));
      if (first.connection(1).text().contains("<auth")) {
        throw new AssertionError(first.transcript());
      }
    }
  }

  /** Names that only the proxy could resolve. */
  private Begin behind(Proxy proxy) {
    return new Begin(endpoint("beyond-the-proxy.test", 5222), proxy);
  }

  private Endpoint endpoint(String host, int port) {
    return direct ? Endpoint.directTls(host, port) : Endpoint.startTls(host, port);
  }

  /** The lines of the server, up to TLS and a first answer under it. */
  void serve(Script script, SSLContext shown) {
    (direct ? script : startTls(script))
        .startTls(shown)
        .then(CertificateWay::header)
        .send(Trial.streamError("system-shutdown"));
  }

  private static Script startTls(Script script) {
    return header(script)
        .send(Trial.features(STARTTLS))
        .expect("<starttls xmlns='" + TLS + "'/>")
        .send("<proceed xmlns='" + TLS + "'/>");
  }

  /** Without the domain: which of its forms would be right, depends on the account. */
  private static Script header(Script script) {
    return script.expectHeader().sendRaw(Trial.header("id='1' version='1.0'"));
  }
}
