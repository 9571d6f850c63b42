package im.linnet.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

  @Test
  void reads_well() {
    assertThat(Endpoint.startTls("xmpp.test", 5222)).hasToString("xmpp.test:5222");
    assertThat(Endpoint.directTls("2001:db8::1", 5223)).hasToString("[2001:db8::1]:5223");
  }

  @Test
  void tells_how_tls_starts() {
    assertThat(Endpoint.startTls("a.test", 1).directTls()).isFalse();
    assertThat(Endpoint.directTls("a.test", 65535).directTls()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65536, Integer.MAX_VALUE})
  void refuses_a_port_out_of_range(int port) {
    assertThatThrownBy(() -> Endpoint.startTls("a.test", port))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("port: %d (expected: 1 to 65535)", port);
  }

  @Test
  void refuses_no_host() {
    assertThatThrownBy(() -> Endpoint.startTls("", 5222))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("host: empty");
  }

  @Test
  void is_a_place_that_a_uri_names() {
    Endpoint endpoint = Endpoint.at(URI.create("wss://example.org/ws?token=secret"));
    assertThat(endpoint.host()).isEqualTo("example.org");
    assertThat(endpoint.port()).isEqualTo(443);
    assertThat(endpoint.directTls()).isFalse();
    assertThat(endpoint.uri()).isEqualTo(URI.create("wss://example.org/ws?token=secret"));
    assertThat(endpoint).hasToString("wss://example.org/ws");
  }

  @Test
  void reads_the_host_and_the_port_of_a_uri() {
    assertThat(Endpoint.at(URI.create("ws://[2001:db8::1]:5280/")).host()).isEqualTo("2001:db8::1");
    assertThat(Endpoint.at(URI.create("ws://[2001:db8::1]:5280/")).port()).isEqualTo(5280);
    assertThat(Endpoint.at(URI.create("memory://here")).port()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wss:opaque", "/path", "wss:///path", "wss://juliet:secret@example.org/"})
  void refuses_other_uris_and_shows_nothing_of_them(String uri) {
    assertThatThrownBy(() -> Endpoint.at(URI.create(uri)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("uri: ")
        .hasMessageNotContaining("secret");
  }

  @Test
  void is_equal_where_all_is_equal() {
    Endpoint one = Endpoint.startTls("a.test", 5222);
    assertThat(one).isEqualTo(Endpoint.startTls("a.test", 5222));
    assertThat(one).hasSameHashCodeAs(Endpoint.startTls("a.test", 5222));
    assertThat(one)
        .isNotEqualTo(Endpoint.directTls("a.test", 5222))
        .isNotEqualTo(Endpoint.startTls("b.test", 5222))
        .isNotEqualTo(Endpoint.startTls("a.test", 5223))
        .isNotEqualTo(Endpoint.at(URI.create("x://a.test:5222")))
        .isNotEqualTo(null);
  }
}
