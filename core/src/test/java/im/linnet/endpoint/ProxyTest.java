package im.linnet.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProxyTest {

  private static final String SECRET = "correct horse";

  @Test
  void prints_neither_user_nor_password() {
    assertThat(Proxy.socks5("::1", 1080, "joe", SECRET)).hasToString("socks5://[::1]:1080");
    assertThat(Proxy.httpConnect("proxy.example", 3128, "joe", SECRET).withLocalSrv())
        .hasToString("http://proxy.example:3128");
  }

  @Test
  void refuses_what_socks5_can_not_carry_without_repeating_it() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Proxy.socks5("h", 1, "joe", SECRET + "é"))
        .withMessageContaining("password")
        .withMessageNotContaining(SECRET);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Proxy.socks5("h", 1, "j".repeat(256), SECRET))
        .withMessageContaining("user");
    assertThatIllegalArgumentException().isThrownBy(() -> Proxy.socks5("h", 1, "joe", ""));
  }

  @Test
  void refuses_a_colon_in_a_user_name_for_http() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Proxy.httpConnect("h", 1, "a:b", SECRET))
        .withMessageContaining("colon");
  }

  @Test
  void refuses_a_place_that_can_not_be() {
    assertThatIllegalArgumentException().isThrownBy(() -> Proxy.socks5("", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Proxy.socks5("h", 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Proxy.httpConnect("h", 65536));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Proxy(Proxy.Protocol.SOCKS5, "h", 1, "joe", null, false));
  }

  @Test
  void refuses_dns_servers_by_name_and_limits_of_nothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dns.of(InetSocketAddress.createUnresolved("dns.example", 53)));
    assertThatIllegalArgumentException().isThrownBy(() -> Dns.system().withLimit(Duration.ZERO));
  }
}
