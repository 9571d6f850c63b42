package im.linnet.internal.redirect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows R04 and R05 of the security catalogue. */
@Tag("R04")
@Tag("R05")
class RedirectTargetTest {

  private static RedirectTarget parse(String value) {
    return RedirectTarget.parse(value);
  }

  @Test
  void reads_every_form_of_rfc_6120() {
    assertThat(parse("host.example")).isEqualTo(new RedirectTarget("host.example", null));
    assertThat(parse("host.example:5299")).isEqualTo(new RedirectTarget("host.example", 5299));
    assertThat(parse("192.0.2.1")).isEqualTo(new RedirectTarget("192.0.2.1", null));
    assertThat(parse("192.0.2.1:80")).isEqualTo(new RedirectTarget("192.0.2.1", 80));
    assertThat(parse("[2001:db8::1]")).isEqualTo(new RedirectTarget("2001:db8::1", null));
    assertThat(parse("[2001:41D0:1:A49b::1]:9222"))
        .isEqualTo(new RedirectTarget("2001:41D0:1:A49b::1", 9222));
  }

  @Test
  void lowers_the_case_of_host_names() {
    assertThat(parse("BAYMSG1020127.gateway.edge.messenger.live.com").endpoint())
        .isEqualTo(Endpoint.startTls("baymsg1020127.gateway.edge.messenger.live.com", 5222));
  }

  @Test
  void does_not_mind_blanks_around_the_value() {
    assertThat(parse(" \thost.example ")).isEqualTo(new RedirectTarget("host.example", null));
  }

  static Stream<String> malformed() {
    return Stream.of(
        "",
        " ",
        ":0",
        ":5222",
        "host:0",
        "host:",
        "host:70000",
        "host:99999999999",
        "host:+1",
        "host:５",
        ":70000",
        "a:b:c",
        "2001:db8::1",
        "::1",
        "[::1",
        "[::1]x",
        "[::1]:",
        "[]",
        "[host]",
        "[192.0.2.1]",
        "[fe80::1%eth0]",
        "http://x",
        "host/path",
        "user@host",
        "@",
        "host\r\n",
        "host\r\nevil",
        "host\0",
        "ho st",
        "a..b",
        "a_b",
        "1.2.3",
        "256.1.1.1",
        "bücher.example",
        "a".repeat(64),
        "a.".repeat(32 * 1024));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void refuses_what_is_malformed(String value) {
    TransportException failure = catchThrowableOfType(TransportException.class, () -> parse(value));

    assertThat(failure.reason()).isEqualTo(Reason.REDIRECT);
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.getMessage()).hasSizeLessThan(250).doesNotContain("\r", "\n", "\0");
  }

  private static final Endpoint SOCKET = Endpoint.at(URI.create("wss://a.example/ws"));

  @Test
  void a_websocket_may_name_another_one() {
    URI uri = URI.create("wss://B.example/ws?node=1");
    assertThat(RedirectTarget.parse(SOCKET, uri.toString()))
        .isEqualTo(new RedirectTarget("b.example", 443, uri));
    assertThat(RedirectTarget.parse(SOCKET, uri.toString()).endpoint()).isEqualTo(Endpoint.at(uri));
    assertThat(RedirectTarget.parse(SOCKET, "wss://[2001:db8::1]:8443/").host())
        .isEqualTo("2001:db8::1");
  }

  @Test
  void a_websocket_may_name_a_host_for_tcp() {
    assertThat(RedirectTarget.parse(SOCKET, "b.example:5223"))
        .isEqualTo(new RedirectTarget("b.example", 5223));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ws://b.example/",
        "http://b.example/",
        "https://b.example/",
        "wss:b.example",
        "wss:///ws",
        "wss://u:p@b.example/",
        "wss://b_example/",
        "wss://b.example:0/",
        "wss://b.example:65536/",
        "wss://[1.2.3.4]/",
        "wss://b example/"
      })
  void nothing_less_secure_than_a_websocket_with_tls_is_read(String value) {
    assertThat(
            catchThrowableOfType(
                TransportException.class, () -> RedirectTarget.parse(SOCKET, value)))
        .extracting(TransportException::reason)
        .isEqualTo(Reason.REDIRECT);
  }

  @Test
  void a_uri_that_may_have_been_cut_is_refused() {
    assertThat(
            catchThrowableOfType(
                TransportException.class,
                () -> RedirectTarget.parse(SOCKET, "wss://b.example/" + "x".repeat(1000))))
        .hasMessageContaining("too long");
  }

  @Test
  void a_stream_over_tcp_names_no_websocket() {
    assertThat(
            catchThrowableOfType(
                TransportException.class,
                () ->
                    RedirectTarget.parse(
                        Endpoint.startTls("a.example", 5222), "wss://b.example/ws")))
        .extracting(TransportException::reason)
        .isEqualTo(Reason.REDIRECT);
  }
}
