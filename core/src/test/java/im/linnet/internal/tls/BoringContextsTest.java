package im.linnet.internal.tls;

import static im.linnet.internal.tls.Certificates.DOMAIN;
import static im.linnet.internal.tls.Certificates.dns;
import static im.linnet.internal.tls.Certificates.named;
import static im.linnet.internal.tls.TlsPair.DIRECT_TLS;
import static im.linnet.internal.tls.TlsPair.START_TLS;
import static im.linnet.internal.tls.TlsPair.trusting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import im.linnet.tls.TlsPolicy;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCounted;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What differs with BoringSSL: native memory, channel bindings, what is offered. */
@Timeout(120)
class BoringContextsTest {

  @BeforeAll
  static void require() {
    assumeThat(OpenSsl.isAvailable()).as("netty-tcnative runs on this platform").isTrue();
  }

  private static TlsEngines engines() {
    return TlsEngines.of(policy());
  }

  private static TlsPolicy policy() {
    return trusting().toBuilder().boringSsl().build();
  }

  private static SslContext server(String protocol) {
    return TlsPair.build(TlsPair.serverBuilder(named(dns(DOMAIN))).protocols(protocol));
  }

  private static int references(SslHandler handler) {
    assertThat(handler.engine()).isInstanceOf(OpenSslEngine.class);
    return ((ReferenceCounted) handler.engine()).refCnt();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void releases_each_engine_when_its_connection_ends(String protocol) {
    TlsEngines engines = engines();
    SslContext server = server(protocol);
    for (int i = 0; i < 3; i++) {
      TlsPair pair = new TlsPair(engines, DOMAIN, START_TLS, server).pump();
      assertThat(pair.secure()).isTrue();
      assertThat(references(pair.clientTls)).isEqualTo(1);
      pair.close();
      assertThat(references(pair.clientTls)).isZero();
    }
  }

  @Test
  void releases_engines_whose_handshake_fails_or_never_ends() {
    TlsPair refused = TlsPair.of(policy(), DOMAIN, named(dns("other.test"))).pump();
    assertThat(refused.failure()).isNotNull();
    TlsPair silent = new TlsPair(engines(), DOMAIN, START_TLS, server("TLSv1.3"));
    TlsPair garbled = new TlsPair(engines(), DOMAIN, DIRECT_TLS, server("TLSv1.3"));
    garbled.client.writeInbound(Unpooled.wrappedBuffer(new byte[] {22, 3, 3, 0, 1, 99}));
    for (TlsPair pair : List.of(refused, silent, garbled)) {
      pair.close();
      assertThat(references(pair.clientTls)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void gives_back_the_context_of_each_connection(String protocol) throws Exception {
    for (TlsPolicy policy : List.of(policy(), policy().toBuilder().withoutResumption().build())) {
      BoringContexts contexts = new BoringContexts(policy, Certificates.root().toTrustManager());
      SslContext context = contexts.context(null);
      assertThat(contexts.context(null)).isSameAs(context);
      assertThat(contexts.context("xmpp-client")).isSameAs(contexts.context("xmpp-client"));
      List<TlsPair> pairs = new ArrayList<>();
      SslContext server = server(protocol);
      for (int i = 0; i < 3; i++) {
        SslHandler client = context.newHandler(ByteBufAllocator.DEFAULT, DOMAIN, 5222);
        pairs.add(new TlsPair(client, DOMAIN, server).pump());
      }
      assertThat(((ReferenceCounted) context).refCnt()).isEqualTo(4);
      pairs.forEach(TlsPair::close);
      assertThat(((ReferenceCounted) context).refCnt()).isEqualTo(1);
    }
  }

  @Test
  void keeps_a_transports_engine_until_it_is_released() {
    SSLEngine engine = engines().engine(ByteBufAllocator.DEFAULT, DOMAIN, START_TLS);
    assertThat(((ReferenceCounted) engine).refCnt()).isEqualTo(1);
    assertThat(((ReferenceCounted) engine).release()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void binds_to_the_servers_certificate_also_in_resumed_sessions(String protocol) throws Exception {
    TlsEngines engines = engines();
    SslContext server = server(protocol);
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(named(dns(DOMAIN)).getCertificate().getEncoded());
    for (int i = 0; i < 3; i++) {
      try (TlsPair pair = new TlsPair(engines, DOMAIN, START_TLS, server).pump()) {
        SSLEngine engine = pair.clientTls.engine();
        SSLSession session = engine.getSession();
        byte[] presented = session.getPeerCertificates()[0].getEncoded();
        assertThat(ChannelBindings.of(policy()).data("tls-server-end-point", session, engine))
            .hasSameSizeAs(hash)
            .isEqualTo(MessageDigest.getInstance("SHA-256").digest(presented));
        // On every JDK: the sessions of JDK 25 have an exporter, those of netty-tcnative have none.
        assertThat(ChannelBindings.of(policy()).data("tls-exporter", session, engine)).isNull();
      }
    }
  }

  @Test
  void announces_what_a_transport_names() {
    SslHandler handler =
        engines().handler(ByteBufAllocator.DEFAULT, DOMAIN, START_TLS, "http/1.1", Runnable::run);
    try (TlsPair pair = new TlsPair(handler, DOMAIN, server("TLSv1.3"))) {
      ByteBuf hello = Unpooled.wrappedBuffer(TlsPair.bytesSaid(pair.client));
      assertThat(hello.toString(StandardCharsets.ISO_8859_1))
          .contains("http/1.1")
          .doesNotContain("xmpp-client");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void finds_a_protocol_that_was_not_announced(String protocol) {
    SslContext server = server(protocol);
    for (String chosen : List.of("xmpp-client", "http/1.1")) {
      SslHandler client =
          engines().handler(ByteBufAllocator.DEFAULT, DOMAIN, DIRECT_TLS, chosen, Runnable::run);
      try (TlsPair pair = new TlsPair(client, DOMAIN, server)) {
        pair.serverTls.engine().setHandshakeApplicationProtocolSelector((by, offered) -> chosen);
        assertThat(pair.pump().secure()).isTrue();
        assertThat(ChosenProtocol.fault(client.engine(), chosen)).isNull();
        assertThat(ChosenProtocol.fault(client.engine(), "other"))
            .hasMessage("the server chose the protocol %s (expected: other)", chosen);
      }
    }
    try (TlsPair without = new TlsPair(engines(), DOMAIN, DIRECT_TLS, server).pump()) {
      assertThat(ChosenProtocol.fault(without.clientTls.engine(), TlsEngines.ALPN)).isNull();
    }
    assertThat(ChosenProtocol.fault(null, TlsEngines.ALPN)).isNull();
  }

  /**
   * The platform's engines take constraints for the handshake, BoringSSL has a list of its own: it
   * ends with RSA and SHA-1, for TLS 1.2, which docs/security.md says.
   */
  @Test
  void offers_no_weak_signature_but_one() throws Exception {
    SSLEngine engine = engines().engine(ByteBufAllocator.DEFAULT, DOMAIN, START_TLS);
    ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.beginHandshake();
    engine.wrap(ByteBuffer.allocate(0), hello);
    ((ReferenceCounted) engine).release();
    String all = HexFormat.of().formatHex(hello.array(), 0, hello.position());
    Matcher extension = Pattern.compile("000d00(..)00..((?:....)+?)(?=0201)0201").matcher(all);
    assertThat(extension.find()).as(all).isTrue();
    assertThat(extension.group(2).split("(?<=\\G.{4})"))
        .contains("0403", "0804")
        .noneMatch(scheme -> scheme.startsWith("01") || scheme.startsWith("02"));
  }
}
