package im.linnet.internal.tls;

import static im.linnet.internal.tls.Certificates.DOMAIN;
import static im.linnet.internal.tls.Certificates.dns;
import static im.linnet.internal.tls.Certificates.named;
import static im.linnet.internal.tls.Certificates.root;
import static im.linnet.internal.tls.Certificates.selfSigned;
import static im.linnet.internal.tls.TlsPair.START_TLS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.tls.TlsPolicy;
import io.netty.buffer.Unpooled;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.pkitesting.X509Bundle;
import java.util.ArrayList;
import java.util.List;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Another implementation of TLS, which can export keying material on any JDK. */
@Timeout(120)
class ConscryptTest {

  private static final String EXPORTER = "tls-exporter";
  private static final String END_POINT = "tls-server-end-point";

  /** The library has native code for few platforms. */
  @BeforeAll
  static void require() {
    assumeThat(Conscrypt.isAvailable()).as("Conscrypt runs on this platform").isTrue();
  }

  private static TlsPolicy policy() {
    return TlsPolicy.builder()
        .trust(root().getCertificate())
        .provider(
            Conscrypt.newProvider(),
            (engine, label, length) -> Conscrypt.exportKeyingMaterial(engine, label, null, length))
        .build();
  }

  private static SslContext server(X509Bundle certificate, String... protocols) {
    return TlsPair.build(
        TlsPair.serverBuilder(certificate)
            .sslContextProvider(Conscrypt.newProvider())
            .protocols(protocols));
  }

  private static TlsPair pair(TlsEngines engines, SslContext server) {
    TlsPair pair = new TlsPair(engines, DOMAIN, START_TLS, server).pump();
    assertThat(pair.clientTls.handshakeFuture().cause()).isNull();
    assertThat(pair.secure()).isTrue();
    return pair;
  }

  private static byte @Nullable [] data(String type, SslHandler side) {
    return ChannelBindings.of(policy()).data(type, side.engine().getSession(), side.engine());
  }

  @Test
  void exports_the_same_at_both_ends_and_another_on_each_connection() {
    TlsEngines engines = TlsEngines.of(policy());
    SslContext server = server(named(dns(DOMAIN)), "TLSv1.3");
    List<TlsPair> pairs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      pairs.add(pair(engines, server));
    }
    List<byte[]> all = new ArrayList<>();
    for (TlsPair pair : pairs) {
      byte[] data = data(EXPORTER, pair.clientTls);
      assertThat(data).hasSize(32).isEqualTo(data(EXPORTER, pair.serverTls));
      assertThat(all).doesNotContain(data);
      all.add(data);
      pair.close();
    }
  }

  @Test
  void exports_nothing_in_tls_1_2() {
    try (TlsPair pair = pair(TlsEngines.of(policy()), server(named(dns(DOMAIN)), "TLSv1.2"))) {
      assertThat(data(EXPORTER, pair.clientTls)).isNull();
      assertThat(data(END_POINT, pair.clientTls)).hasSize(32);
    }
  }

  @Test
  void talks_to_the_platforms_tls() {
    try (TlsPair pair = pair(TlsEngines.of(policy()), TlsPair.server(named(dns(DOMAIN))))) {
      assertThat(pair.clientTls.engine().getSession().getProtocol()).isEqualTo("TLSv1.3");
      byte[] data = data(EXPORTER, pair.clientTls);
      assertThat(data).hasSize(32);
      if (SessionExporter.isPresent()) {
        assertThat(
                new ChannelBindings(null)
                    .data(EXPORTER, pair.serverTls.engine().getSession(), null))
            .isEqualTo(data);
      }
    }
  }

  @Test
  void has_no_exporter_unless_the_user_gives_one() {
    TlsPolicy without = policy().toBuilder().provider(Conscrypt.newProvider()).build();
    try (TlsPair pair = pair(TlsEngines.of(without), server(named(dns(DOMAIN)), "TLSv1.3"))) {
      SslHandler client = pair.clientTls;
      ChannelBindings bindings = ChannelBindings.of(without);
      assertThat(bindings.data(EXPORTER, client.engine().getSession(), client.engine())).isNull();
      assertThat(bindings.data(END_POINT, client.engine().getSession(), client.engine()))
          .hasSize(32);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void refuses_another_name_and_another_issuer(String protocol) {
    assertThat(failure(named(dns("other.test")), protocol)).isEqualTo(Reason.TLS_IDENTITY);
    assertThat(failure(selfSigned(dns(DOMAIN)), protocol)).isEqualTo(Reason.TLS_UNTRUSTED);
  }

  private static TransportException.Reason failure(X509Bundle certificate, String protocol) {
    try (TlsPair pair =
        new TlsPair(TlsEngines.of(policy()), DOMAIN, START_TLS, server(certificate, protocol))
            .pump()) {
      return pair.failure().reason();
    }
  }

  /** In words that differ from the platform's. */
  @ParameterizedTest
  @CsvSource({
    "40, handshake_failure, neither TLS 1.3 nor 1.2",
    "42, bad_certificate, clientCertificate",
    "70, protocol_version, neither TLS 1.3 nor 1.2",
    "80, internal_error, by the alert",
    "112, unrecognized_name, does not serve example.test",
    "120, no_application_protocol, not for XMPP"
  })
  void explains_alerts(int code, String alert, String advice) {
    SslContext server = server(named(dns(DOMAIN)), "TLSv1.2");
    try (TlsPair pair = new TlsPair(TlsEngines.of(policy()), DOMAIN, START_TLS, server)) {
      byte[] fatal = {21, 3, 3, 0, 2, 2, (byte) code};
      pair.client.writeInbound(Unpooled.wrappedBuffer(fatal));
      TransportException failure = pair.failure();
      assertThat(failure.reason()).isEqualTo(Reason.TLS_FAILED);
      assertThat(failure).hasMessageContaining(alert).hasMessageContaining(advice);
    }
  }
}
