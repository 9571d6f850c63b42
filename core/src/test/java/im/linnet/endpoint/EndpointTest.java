package im.linnet.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
