package im.linnet.internal.tls;

import static im.linnet.internal.tls.Certificates.DOMAIN;
import static im.linnet.internal.tls.Certificates.dns;
import static im.linnet.internal.tls.Certificates.named;
import static im.linnet.internal.tls.TlsLibrary.PLATFORM;
import static im.linnet.internal.tls.TlsPair.DIRECT_TLS;
import static im.linnet.internal.tls.TlsPair.START_TLS;
import static im.linnet.internal.tls.TlsPair.serverBuilder;
import static im.linnet.internal.tls.TlsPair.trusting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows T10, T26 and T28: servers that send malformed TLS, byte by byte. */
@ParameterizedClass
@EnumSource(TlsLibrary.class)
@Tag("T10")
@Tag("T26")
@Tag("T28")
@Timeout(120)
class HostileServerTest {

  private static final int HANDSHAKE = 22;
  private static final int ALERT = 21;
  private static final int ECDHE_ECDSA_AES_128_GCM = 0xc02b;

  private final TlsLibrary library;
  private final TlsEngines engines;
  private final SslHandler tls;
  private EmbeddedChannel client = new EmbeddedChannel();

  HostileServerTest(TlsLibrary library) {
    this.library = library;
    engines = library.engines(trusting());
    tls = TlsPair.client(engines, DOMAIN, DIRECT_TLS);
  }

  @BeforeEach
  void sendsTheClientHello() {
    client = new EmbeddedChannel(tls, new TlsPair.Quiet());
    assertThat(TlsPair.bytesSaid(client)).startsWith(HANDSHAKE, 3);
  }

  @AfterEach
  void close() {
    client.finishAndReleaseAll();
  }

  @Test
  void goes_on_after_a_server_hello_that_is_right() {
    // Shows that the tests below fail because of their change, not because of how the message is
    // built.
    hello(0x0303, ECDHE_ECDSA_AES_128_GCM, 0, alpn("xmpp-client"));
    assertThat(tls.handshakeFuture().isDone()).isFalse();
  }

  @Test
  void refuses_another_protocol_than_xmpp_by_direct_tls() {
    assumeThat(library).as("BoringContextsTest shows it for the other").isEqualTo(PLATFORM);
    hello(0x0303, ECDHE_ECDSA_AES_128_GCM, 0, alpn("http/1.1"));
    assertFailed();
  }

  @Test
  void refuses_compression() {
    hello(0x0303, ECDHE_ECDSA_AES_128_GCM, 1, alpn("xmpp-client"));
    assertFailed();
  }

  @ParameterizedTest
  @CsvSource({"0x0300", "0x0301", "0x0302", "0x0002", "0x0305"})
  void refuses_other_versions(String version) {
    hello(Integer.decode(version), ECDHE_ECDSA_AES_128_GCM, 0, alpn("xmpp-client"));
    assertFailed();
  }

  @ParameterizedTest
  @CsvSource({
    "0x0001, RSA with NULL and MD5",
    "0x0003, RSA EXPORT with RC4 40",
    "0x0005, RSA with RC4",
    "0x000a, RSA with 3DES",
    "0x0034, DH anon with AES",
    "0xc007, ECDHE ECDSA with RC4",
    "0xc008, ECDHE ECDSA with 3DES",
    "0xc006, ECDHE ECDSA with NULL",
    "0x002f, RSA with AES, not forward secret",
    "0x0000, NULL"
  })
  void refuses_suites_that_are_broken(String suite, String name) {
    hello(0x0303, Integer.decode(suite), 0, alpn("xmpp-client"));
    assertThat(assertFailed().getMessage()).as(name).contains("handshake failed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<stream:stream xmlns='jabber:client'>", "HTTP/1.1 400 Bad Request\r\n\r\n", "\n"})
  void tells_when_the_answer_is_not_tls(String answer) {
    client.writeInbound(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII));
    client.close();
    client.runPendingTasks();
    TransportException failure = TlsPair.explained(tls, DOMAIN);
    assertThat(failure.reason()).isEqualTo(Reason.TLS_FAILED);
    if (answer.length() > 5) {
      assertThat(failure).hasMessageContaining("is this a port for direct TLS");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1603030000", // a handshake record without content
        "150303000102", // half an alert
        "160303000402000000", // an empty ServerHello
        "16030300040200ffff14030300010116030300020000", // something between its pieces
        "140303000101", // a change of the cipher before there is one
        "1703030005aabbccddee", // data before keys
        "170303ffff", // a record that is too long
        "16030340010200fffc", // one byte more than a record may hold
        "ff03030001aa", // an unknown type
        "16030300040efffffe", // a message of 16 megabytes
        "1603030004ff000000" // an unknown message
      })
  void refuses_or_waits_for_more_but_never_takes_garbage(String hex) {
    client.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
    assertThat(tls.handshakeFuture().isSuccess()).isFalse();
    client.close();
    client.runPendingTasks();
    assertThat(TlsPair.explained(tls, DOMAIN).reason()).isEqualTo(Reason.TLS_FAILED);
    assertThat(client.inboundMessages()).isEmpty();
  }

  @Test
  void keeps_to_the_time_limit_against_a_silent_server() {
    SslHandler waiting = TlsPair.client(engines, DOMAIN, START_TLS);
    waiting.setHandshakeTimeout(5, TimeUnit.SECONDS);
    EmbeddedChannel channel = new EmbeddedChannel(waiting, new TlsPair.Quiet());
    TlsPair.bytesSaid(channel);
    channel.freezeTime();
    channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {HANDSHAKE, 3, 3}));
    channel.advanceTimeBy(4, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(waiting.handshakeFuture().isDone()).isFalse();
    channel.advanceTimeBy(2, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    TransportException failure = TlsPair.explained(waiting, DOMAIN);
    assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(failure).hasMessageContaining("did not finish the TLS handshake in time");
    assertThat(channel.isOpen()).isFalse();
    channel.finishAndReleaseAll();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void fails_wherever_the_handshake_is_cut_off(String protocol) {
    SslContext server = server(protocol);
    int length = answer(server).length;
    assertThat(length).isBetween(400, 4000);
    for (int cut = 0; cut < length; cut += cut < 120 ? 1 : 31) {
      try (TlsPair pair = new TlsPair(engines, DOMAIN, START_TLS, server)) {
        TlsPair.move(pair.client, pair.server);
        byte[] answer = TlsPair.bytesSaid(pair.server);
        pair.client.writeInbound(
            Unpooled.wrappedBuffer(answer, 0, Math.min(cut, answer.length - 1)));
        pair.client.close();
        pair.client.runPendingTasks();
        TransportException failure = pair.failure();
        assertThat(failure.reason()).as("cut at %d", cut).isEqualTo(Reason.TLS_FAILED);
        assertThat(failure).hasMessageContaining("closed the connection during the TLS handshake");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void takes_the_handshake_byte_by_byte(String protocol) {
    try (TlsPair pair = new TlsPair(engines, DOMAIN, START_TLS, server(protocol))) {
      for (int flights = 0; flights < 2; flights++) {
        TlsPair.move(pair.client, pair.server);
        for (byte b : TlsPair.bytesSaid(pair.server)) {
          pair.client.writeInbound(Unpooled.wrappedBuffer(new byte[] {b}));
        }
      }
      assertThat(pair.pump().secure()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "40, handshake_failure, neither TLS 1.3 nor 1.2",
    "70, protocol_version, neither TLS 1.3 nor 1.2",
    "80, internal_error, by the alert",
    "112, unrecognized_name, does not serve example.test",
    "120, no_application_protocol, not for XMPP",
    "48, unknown_ca, clientCertificate"
  })
  void explains_alerts_at_each_step(int code, String alert, String advice) {
    for (int records = 0; records < 5; records++) {
      try (TlsPair pair = new TlsPair(engines, DOMAIN, START_TLS, server("TLSv1.2"))) {
        TlsPair.move(pair.client, pair.server);
        byte[] answer = TlsPair.bytesSaid(pair.server);
        int end = endOfRecords(answer, records);
        pair.client.writeInbound(Unpooled.wrappedBuffer(Arrays.copyOf(answer, end)));
        pair.client.writeInbound(
            Unpooled.wrappedBuffer(new byte[] {ALERT, 3, 3, 0, 2, 2, (byte) code}));
        pair.client.runPendingTasks();
        TransportException failure = pair.failure();
        assertThat(failure.reason()).isEqualTo(Reason.TLS_FAILED);
        assertThat(failure).hasMessageContaining(alert).hasMessageContaining(advice);
      }
    }
  }

  private static int endOfRecords(byte[] bytes, int records) {
    int end = 0;
    for (int i = 0; i < records && end < bytes.length; i++) {
      end += 5 + (((bytes[end + 3] & 0xff) << 8) | (bytes[end + 4] & 0xff));
    }
    return end;
  }

  private static SslContext server(String protocol) {
    return TlsPair.build(serverBuilder(named(dns(DOMAIN))).protocols(protocol));
  }

  private byte[] answer(SslContext server) {
    try (TlsPair pair = new TlsPair(engines, DOMAIN, START_TLS, server)) {
      TlsPair.move(pair.client, pair.server);
      return TlsPair.bytesSaid(pair.server);
    }
  }

  private TransportException assertFailed() {
    TransportException failure = TlsPair.explained(tls, DOMAIN);
    assertThat(failure.reason()).isEqualTo(Reason.TLS_FAILED);
    assertThat(TlsPair.bytesSaid(client)).as("an alert").startsWith(ALERT);
    assertThat(client.isOpen()).isFalse();
    return failure;
  }

  private void hello(int version, int suite, int compression, byte[] extensions) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    two(body, version);
    body.writeBytes(new byte[32]);
    body.write(0);
    two(body, suite);
    body.write(compression);
    two(body, extensions.length);
    body.writeBytes(extensions);
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.write(HANDSHAKE);
    two(record, 0x0303);
    two(record, body.size() + 4);
    record.write(2);
    record.write(0);
    two(record, body.size());
    record.writeBytes(body.toByteArray());
    client.writeInbound(Unpooled.wrappedBuffer(record.toByteArray()));
  }

  private static byte[] alpn(String protocol) {
    ByteArrayOutputStream extension = new ByteArrayOutputStream();
    two(extension, 16);
    two(extension, protocol.length() + 3);
    two(extension, protocol.length() + 1);
    extension.write(protocol.length());
    extension.writeBytes(protocol.getBytes(StandardCharsets.US_ASCII));
    return extension.toByteArray();
  }

  private static void two(ByteArrayOutputStream out, int value) {
    out.write(value >> 8);
    out.write(value);
  }
}
