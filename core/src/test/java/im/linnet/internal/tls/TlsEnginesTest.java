package im.linnet.internal.tls;

import static im.linnet.internal.tls.Certificates.DOMAIN;
import static im.linnet.internal.tls.Certificates.dns;
import static im.linnet.internal.tls.Certificates.issued;
import static im.linnet.internal.tls.Certificates.named;
import static im.linnet.internal.tls.Certificates.root;
import static im.linnet.internal.tls.Certificates.xmpp;
import static im.linnet.internal.tls.TlsPair.DIRECT_TLS;
import static im.linnet.internal.tls.TlsPair.START_TLS;
import static im.linnet.internal.tls.TlsPair.server;
import static im.linnet.internal.tls.TlsPair.serverBuilder;
import static im.linnet.internal.tls.TlsPair.trusting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.tls.TlsPolicy;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.pkitesting.X509Bundle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real handshakes between a client and a server on one thread. */
@ParameterizedClass
@EnumSource(TlsLibrary.class)
@Timeout(120)
class TlsEnginesTest {

  private final TlsLibrary tls;

  TlsEnginesTest(TlsLibrary tls) {
    this.tls = tls;
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void secures_a_connection_to_the_domain_whatever_the_host(String protocol) {
    SslContext server = TlsPair.build(serverBuilder(named(dns(DOMAIN))).protocols(protocol));
    try (TlsPair pair = new TlsPair(tls.engines(trusting()), DOMAIN, START_TLS, server).pump()) {
      assertThat(pair.secure()).isTrue();
      assertThat(pair.clientTls.engine().getSession().getProtocol()).isEqualTo(protocol);
      pair.client.writeOutbound(Unpooled.copiedBuffer("<stream/>", StandardCharsets.UTF_8));
      pair.pump();
      ByteBuf received = pair.server.readInbound();
      assertThat(received.toString(StandardCharsets.UTF_8)).isEqualTo("<stream/>");
      received.release();
    }
  }

  @Test
  void ends_the_handshake_by_an_alert_before_any_data_when_the_name_is_wrong() {
    try (TlsPair pair = tls.pair(trusting(), DOMAIN, named(dns("host.test")))) {
      pair.client.write(Unpooled.copiedBuffer("secret", StandardCharsets.UTF_8));
      pair.pump();
      assertThat(pair.failure())
          .hasMessageContaining("is for host.test (expected: example.test)")
          .extracting(TransportException::reason)
          .isEqualTo(Reason.TLS_IDENTITY);
      assertThat(pair.serverTls.handshakeFuture().cause())
          .hasMessageMatching(".*(certificate_unknown|bad_certificate)");
      assertThat(pair.server.inboundMessages()).isEmpty();
    }
  }

  @Tag("N08")
  @Test
  void tells_the_server_the_domain_and_never_an_address() {
    try (TlsPair pair = tls.pair(trusting(), "localhost", named(dns("localhost"))).pump()) {
      assertThat(requestedNames(pair)).containsExactly(new SNIHostName("localhost"));
    }
    try (TlsPair pair = tls.pair(trusting(), "Example.TEST.", named(dns(DOMAIN))).pump()) {
      assertThat(requestedNames(pair)).containsExactly(new SNIHostName(DOMAIN));
    }
    for (String address : List.of("127.0.0.1", "[2001:db8::1]")) {
      byte[] name =
          address.startsWith("[")
              ? Certificates.ip(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)
              : Certificates.ip(127, 0, 0, 1);
      try (TlsPair pair = tls.pair(trusting(), address, named(name)).pump()) {
        assertThat(requestedNames(pair)).as(address).isEmpty();
      }
    }
  }

  private static List<SNIServerName> requestedNames(TlsPair pair) {
    assertThat(pair.secure()).isTrue();
    return ((ExtendedSSLSession) pair.serverTls.engine().getSession()).getRequestedServerNames();
  }

  @Test
  void announces_xmpp_by_direct_tls_alone() {
    SslContext server = alpnServer("http/1.1", "xmpp-client");
    TlsEngines engines = tls.engines(trusting());
    try (TlsPair pair = new TlsPair(engines, DOMAIN, DIRECT_TLS, server).pump()) {
      assertThat(pair.secure()).isTrue();
      assertThat(pair.clientTls.engine().getApplicationProtocol()).isEqualTo("xmpp-client");
    }
    try (TlsPair pair = new TlsPair(engines, DOMAIN, START_TLS, server).pump()) {
      assertThat(pair.secure()).isTrue();
      assertThat(pair.clientTls.engine().getApplicationProtocol()).isNullOrEmpty();
    }
    try (TlsPair pair =
        new TlsPair(engines, DOMAIN, DIRECT_TLS, server(named(dns(DOMAIN)))).pump()) {
      assertThat(pair.secure()).as("a server without ALPN").isTrue();
    }
    try (TlsPair pair = new TlsPair(engines, DOMAIN, DIRECT_TLS, alpnServer("h2")).pump()) {
      assertThat(pair.failure())
          .hasMessageContaining("no_application_protocol; this port is not for XMPP")
          .extracting(TransportException::reason)
          .isEqualTo(Reason.TLS_FAILED);
    }
  }

  private static SslContext alpnServer(String... protocols) {
    return TlsPair.build(
        serverBuilder(named(dns(DOMAIN)))
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.FATAL_ALERT,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    protocols)));
  }

  @Test
  void offers_nothing_weak() {
    SslHandler handler = TlsPair.client(tls.engines(trusting()), DOMAIN, START_TLS);
    SSLEngine engine = handler.engine();
    SSLParameters parameters = engine.getSSLParameters();
    // Netty always lists SSLv2Hello for BoringSSL, which has no such thing.
    assertThat(Arrays.stream(parameters.getProtocols()).filter(name -> !name.equals("SSLv2Hello")))
        .containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
    assertThat(Arrays.asList(parameters.getCipherSuites()))
        .contains("TLS_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
        .noneMatch(suite -> suite.matches(".*(NULL|EXPORT|RC4|DES|anon|MD5|_DSS_|EMPTY).*"))
        .noneMatch(suite -> suite.matches("TLS_(RSA|DHE)_.*"));
  }

  @Tag("T26")
  @Test
  void refuses_a_server_with_weak_suites_alone() {
    SslContext weak =
        TlsPair.build(
            serverBuilder(named(dns(DOMAIN)))
                .protocols("TLSv1.2")
                .ciphers(List.of("TLS_DHE_DSS_WITH_AES_128_GCM_SHA256")));
    try (TlsPair pair = new TlsPair(tls.engines(trusting()), DOMAIN, START_TLS, weak).pump()) {
      assertThat(pair.failure())
          .hasMessageContaining("handshake_failure")
          .hasMessageContaining("no cipher suite that is safe")
          .extracting(TransportException::reason)
          .isEqualTo(Reason.TLS_FAILED);
    }
  }

  @Test
  void shows_the_client_certificate_to_a_server_that_asks() throws Exception {
    X509Bundle client = issued(root(), b -> b.addExtendedKeyUsageClientAuth(), xmpp("u@a.test"));
    char[] password = "hunter2".toCharArray();
    TlsPolicy policy =
        trusting().toBuilder().clientCertificate(client.toKeyStore(password), password).build();
    Arrays.fill(password, '\0');
    try (TlsPair pair = new TlsPair(tls.engines(policy), DOMAIN, START_TLS, asking()).pump()) {
      assertThat(pair.secure()).isTrue();
      assertThat(pair.serverTls.engine().getSession().getPeerCertificates()[0])
          .isEqualTo(client.getCertificate());
    }
  }

  @Test
  void tells_that_a_client_certificate_is_missing() {
    SslContext asking12 = TlsPair.build(askingBuilder().protocols("TLSv1.2"));
    try (TlsPair pair = new TlsPair(tls.engines(trusting()), DOMAIN, START_TLS, asking12).pump()) {
      assertThat(pair.failure())
          .hasMessageContaining("TlsPolicy.Builder.clientCertificate")
          .extracting(TransportException::reason)
          .isEqualTo(Reason.TLS_FAILED);
    }
  }

  private static SslContext asking() {
    return TlsPair.build(askingBuilder());
  }

  private static SslContextBuilder askingBuilder() {
    return serverBuilder(named(dns(DOMAIN)))
        .clientAuth(ClientAuth.REQUIRE)
        .trustManager(root().getCertificate());
  }

  @Test
  void refuses_a_domain_that_is_none_at_once() {
    TlsEngines engines = tls.engines(trusting());
    assertThatThrownBy(() -> TlsPair.client(engines, "b\u00fccher.test", START_TLS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A-labels");
  }
}
