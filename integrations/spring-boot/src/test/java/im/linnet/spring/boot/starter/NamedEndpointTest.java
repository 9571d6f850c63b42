package im.linnet.spring.boot.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.endpoint.Endpoint;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedEndpointTest {

  @Test
  void its_form_says_how_it_is_secured() {
    assertThat(NamedEndpoint.of("example.com:5299"))
        .isEqualTo(Endpoint.startTls("example.com", 5299));
    assertThat(NamedEndpoint.of("example.com")).isEqualTo(Endpoint.startTls("example.com", 5222));
    assertThat(NamedEndpoint.of("[::1]:5222")).isEqualTo(Endpoint.startTls("::1", 5222));
    assertThat(NamedEndpoint.of("tls://example.com:443"))
        .isEqualTo(Endpoint.directTls("example.com", 443));
    assertThat(NamedEndpoint.of("tls://example.com"))
        .isEqualTo(Endpoint.directTls("example.com", 5223));
    assertThat(NamedEndpoint.of("wss://example.com/xmpp"))
        .isEqualTo(Endpoint.at(URI.create("wss://example.com/xmpp")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":5222",
        "a b:1",
        "host:0",
        "host:99999",
        "me@host:1",
        "host:1/",
        "ftp://host"
      })
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> NamedEndpoint.of(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
