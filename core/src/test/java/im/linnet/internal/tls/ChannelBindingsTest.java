package im.linnet.internal.tls;

import static im.linnet.internal.tls.Certificates.DOMAIN;
import static im.linnet.internal.tls.Certificates.dns;
import static im.linnet.internal.tls.Certificates.named;
import static im.linnet.internal.tls.TlsPair.START_TLS;
import static im.linnet.internal.tls.TlsPair.trusting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

import im.linnet.tls.KeyingMaterialExporter;
import im.linnet.tls.TlsPolicy;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.security.MessageDigest;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the platform's TLS. Its exporter comes with JDK 25; {@link ConscryptTest} has another. */
@Timeout(120)
class ChannelBindingsTest {

  private static final String EXPORTER = "tls-exporter";
  private static final String END_POINT = "tls-server-end-point";
  private static final ChannelBindings PLATFORM = ChannelBindings.of(trusting());

  private final TlsEngines engines = TlsEngines.of(trusting());
  private final SslContext server = server("TLSv1.3");

  private static SslContext server(String protocol) {
    return TlsPair.build(TlsPair.serverBuilder(named(dns(DOMAIN))).protocols(protocol));
  }

  private TlsPair pair(SslContext by) {
    TlsPair pair = new TlsPair(engines, DOMAIN, START_TLS, by).pump();
    assertThat(pair.secure()).isTrue();
    return pair;
  }

  private static byte @Nullable [] data(ChannelBindings bindings, String type, SslHandler side) {
    return bindings.data(type, side.engine().getSession(), side.engine());
  }

  @Test
  void hashes_the_certificate_of_the_server() throws Exception {
    try (TlsPair pair = pair(server)) {
      byte[] certificate =
          pair.clientTls.engine().getSession().getPeerCertificates()[0].getEncoded();
      assertThat(data(PLATFORM, END_POINT, pair.clientTls))
          .isEqualTo(MessageDigest.getInstance("SHA-256").digest(certificate));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls-unique", "TLS-EXPORTER", "", "x"})
  void has_no_other_types(String type) {
    try (TlsPair pair = pair(server)) {
      assertThat(data(PLATFORM, type, pair.clientTls)).isNull();
    }
  }

  @Test
  void has_an_exporter_if_the_platform_has() {
    assertThat(SessionExporter.isPresent()).isEqualTo(Runtime.version().feature() >= 25);
    try (TlsPair pair = pair(server)) {
      byte[] data = data(PLATFORM, EXPORTER, pair.clientTls);
      if (SessionExporter.isPresent()) {
        assertThat(data).hasSize(32).isEqualTo(data(PLATFORM, EXPORTER, pair.serverTls));
        assertThat(PLATFORM.data(EXPORTER, pair.clientTls.engine().getSession(), null))
            .isEqualTo(data);
      } else {
        assertThat(data).isNull();
      }
    }
  }

  @Test
  void differs_from_one_connection_to_the_next_also_if_they_resume_a_session() {
    assumeThat(SessionExporter.isPresent()).isTrue();
    List<TlsPair> pairs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      pairs.add(pair(server));
    }
    // Only now: later connections must not change what earlier ones export.
    List<byte[]> all = new ArrayList<>();
    for (TlsPair pair : pairs) {
      byte[] data = data(PLATFORM, EXPORTER, pair.clientTls);
      assertThat(data).isNotNull().isEqualTo(data(PLATFORM, EXPORTER, pair.serverTls));
      assertThat(all).doesNotContain(data);
      all.add(data);
      pair.close();
    }
  }

  @Test
  void exports_nothing_before_tls_1_3() {
    KeyingMaterialExporter untouched =
        (engine, label, length) -> {
          throw new AssertionError("asked in TLS 1.2");
        };
    try (TlsPair pair = pair(server("TLSv1.2"))) {
      assertThat(data(PLATFORM, EXPORTER, pair.clientTls)).isNull();
      assertThat(data(new ChannelBindings(untouched), EXPORTER, pair.clientTls)).isNull();
      assertThat(data(PLATFORM, END_POINT, pair.clientTls)).hasSize(32);
    }
  }

  @Test
  void exports_nothing_before_the_handshake_is_complete() throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine();
    for (String type : new String[] {EXPORTER, END_POINT}) {
      assertThat(PLATFORM.data(type, engine.getSession(), engine)).isNull();
    }
  }

  @Test
  void asks_the_exporter_of_the_user_as_rfc_9266_says() {
    AtomicReference<String> asked = new AtomicReference<>();
    AtomicReference<SSLEngine> of = new AtomicReference<>();
    ChannelBindings bindings =
        new ChannelBindings(
            (engine, label, length) -> {
              asked.set(label + " " + length);
              of.set(engine);
              return new byte[length];
            });
    try (TlsPair pair = pair(server)) {
      assertThat(data(bindings, EXPORTER, pair.clientTls)).isEqualTo(new byte[32]);
      assertThat(asked).hasValue("EXPORTER-Channel-Binding 32");
      assertThat(of).hasValue(pair.clientTls.engine());
    }
  }

  @Test
  void does_without_where_the_exporter_of_the_user_fails() {
    List<KeyingMaterialExporter> failing =
        List.of(
            (engine, label, length) -> null,
            (engine, label, length) -> new byte[length - 1],
            (engine, label, length) -> {
              throw new SSLException("no");
            },
            (engine, label, length) -> {
              throw new UnsupportedOperationException("no");
            },
            (engine, label, length) -> {
              throw new ClassCastException("not my engine");
            });
    try (TlsPair pair = pair(server)) {
      for (KeyingMaterialExporter exporter : failing) {
        assertThat(data(new ChannelBindings(exporter), EXPORTER, pair.clientTls)).isNull();
      }
    }
  }

  @Test
  void keeps_the_implementation_and_its_exporter_in_the_policy() throws Exception {
    Provider provider = SSLContext.getDefault().getProvider();
    KeyingMaterialExporter exporter = (engine, label, length) -> null;
    TlsPolicy policy = TlsPolicy.builder().provider(provider, exporter).build().toBuilder().build();
    assertThat(policy.provider()).isSameAs(provider);
    assertThat(policy.exporter()).isSameAs(exporter);
    assertThat(policy).asString().contains("by " + provider.getName());
    assertThat(policy.toBuilder().provider(provider).build().exporter()).isNull();
    assertThat(TlsPolicy.system().provider()).isNull();
  }

  @Test
  void does_not_check_revocation_on_an_event_loop() throws Exception {
    Provider provider = SSLContext.getDefault().getProvider();
    TlsPolicy.Builder both = TlsPolicy.builder().provider(provider).checkRevocation();
    assertThatIllegalStateException()
        .isThrownBy(both::build)
        .withMessageContaining("leave out one of them");
  }
}
