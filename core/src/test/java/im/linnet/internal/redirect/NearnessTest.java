package im.linnet.internal.redirect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How local addresses are in all notations, and who may redirect to them. */
class NearnessTest {

  private static InetAddress address(String literal) throws UnknownHostException {
    return InetAddress.getByName(literal);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, NOWHERE",
    "0.255.255.255, NOWHERE",
    "1.0.0.0, PUBLIC",
    "9.255.255.255, PUBLIC",
    "10.0.0.0, PRIVATE",
    "10.255.255.255, PRIVATE",
    "11.0.0.0, PUBLIC",
    "100.63.255.255, PUBLIC",
    "100.64.0.0, PRIVATE",
    "100.127.255.255, PRIVATE",
    "100.128.0.0, PUBLIC",
    "126.255.255.255, PUBLIC",
    "127.0.0.1, LOOPBACK",
    "127.255.255.255, LOOPBACK",
    "128.0.0.0, PUBLIC",
    "169.253.255.255, PUBLIC",
    "169.254.0.0, LINK",
    "169.254.169.254, LINK",
    "169.255.0.0, PUBLIC",
    "172.15.255.255, PUBLIC",
    "172.16.0.0, PRIVATE",
    "172.31.255.255, PRIVATE",
    "172.32.0.0, PUBLIC",
    "191.255.255.255, PUBLIC",
    "192.0.0.1, PRIVATE",
    "192.0.0.170, PRIVATE",
    "192.0.1.0, PUBLIC",
    "192.0.2.1, PUBLIC",
    "192.167.255.255, PUBLIC",
    "192.168.0.0, PRIVATE",
    "192.168.255.255, PRIVATE",
    "192.169.0.0, PUBLIC",
    "198.17.255.255, PUBLIC",
    "198.18.0.0, PRIVATE",
    "198.19.255.255, PRIVATE",
    "198.20.0.0, PUBLIC",
    "198.51.100.1, PUBLIC",
    "203.0.113.1, PUBLIC",
    "223.255.255.255, PUBLIC",
    "224.0.0.1, NOWHERE",
    "239.255.255.255, NOWHERE",
    "240.0.0.0, NOWHERE",
    "255.255.255.255, NOWHERE"
  })
  void knows_the_special_networks_of_ipv4(String literal, Nearness nearness) throws Exception {
    assertThat(Nearness.of(address(literal))).isEqualTo(nearness);
  }

  @ParameterizedTest
  @CsvSource({
    "::, NOWHERE",
    "0:0:1::7f00:1, PUBLIC",
    "::1, LOOPBACK",
    "::2, NOWHERE",
    "100::, NOWHERE",
    "100::ffff, NOWHERE",
    "100:0:0:1::, PUBLIC",
    "2001:2::1, PRIVATE",
    "2001:2:1::1, PUBLIC",
    "2001:db8::1, PUBLIC",
    "2001:41d0:1:a49b::1, PUBLIC",
    "2a00:1450::1, PUBLIC",
    "5f00::1, PRIVATE",
    "5f01::1, PUBLIC",
    "fbff::1, PUBLIC",
    "fc00::, PRIVATE",
    "fd12:3456::1, PRIVATE",
    "fdff:ffff::1, PRIVATE",
    "fe00::1, PUBLIC",
    "fe7f::1, PUBLIC",
    "fe80::1, LINK",
    "febf:ffff::1, LINK",
    "fec0::1, PRIVATE",
    "feff::1, PRIVATE",
    "ff02::1, NOWHERE",
    "ffff::, NOWHERE"
  })
  void knows_the_special_networks_of_ipv6(String literal, Nearness nearness) throws Exception {
    assertThat(Nearness.of(address(literal))).isEqualTo(nearness);
  }

  /** Each way of embedding an IPv4 address in an IPv6 address. */
  @ParameterizedTest
  @CsvSource({
    "::ffff:a9fe:a9fe, LINK",
    "::ffff:127.0.0.1, LOOPBACK",
    "::ffff:8.8.8.8, PUBLIC",
    "::10.0.0.1, PRIVATE",
    "::127.0.0.1, LOOPBACK",
    "::8.8.8.8, PUBLIC",
    "::ffff:0:127.0.0.1, LOOPBACK",
    "::ffff:0:8.8.8.8, PUBLIC",
    "64:ff9b::169.254.169.254, LINK",
    "64:ff9b::192.168.1.1, PRIVATE",
    "64:ff9b::8.8.8.8, PUBLIC",
    "64:ff9b:1::8.8.8.8, PRIVATE",
    "64:ff9b:1:abcd::1, PRIVATE",
    "2002:7f00:1::, LOOPBACK",
    "2002:a9fe:a9fe::1, LINK",
    "2002:c0a8:101::1, PRIVATE",
    "2002:808:808::1, PUBLIC",
    // Teredo: the client's address is inverted, the server's is not.
    "2001:0:808:808::f5ff:fffe, PRIVATE",
    "2001:0:a00:1::f7f7:f7f7, PRIVATE",
    "2001:0:808:808::f7f7:f7f7, PUBLIC",
    "2001:0:808:808::80ff:fffe, LOOPBACK",
    // ISATAP
    "2001:db8::5efe:10.0.0.1, PRIVATE",
    "2001:db8::200:5efe:127.0.0.1, LOOPBACK",
    "2001:db8::5efe:8.8.8.8, PUBLIC",
    "fe80::5efe:8.8.8.8, LINK"
  })
  void looks_into_addresses_that_stand_for_others(String literal, Nearness nearness)
      throws Exception {
    assertThat(Nearness.of(address(literal))).isEqualTo(nearness);
  }

  private static Reach from(@Nullable String literal, boolean verified, String... named)
      throws UnknownHostException {
    return Reach.of(
        literal == null ? null : address(literal),
        verified,
        Arrays.stream(named).map(host -> Endpoint.startTls(host, 5222)).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "8.8.8.8, 9.9.9.9, true",
    "8.8.8.8, 10.0.0.1, false",
    "8.8.8.8, 169.254.169.254, false",
    "8.8.8.8, 127.0.0.1, false",
    "8.8.8.8, 0.0.0.0, false",
    "10.0.0.1, 9.9.9.9, true",
    "10.0.0.1, 192.168.1.1, true",
    "10.0.0.1, fd00::1, true",
    "10.0.0.1, 169.254.169.254, false",
    "10.0.0.1, 127.0.0.1, false",
    "fe80::1, 10.0.0.1, true",
    "fe80::1, 169.254.1.1, true",
    "fe80::1, ::1, false",
    "127.0.0.1, 127.0.0.2, true",
    "127.0.0.1, ::1, true",
    "127.0.0.1, 10.0.0.1, true",
    "127.0.0.1, 9.9.9.9, true",
    "127.0.0.1, 0.0.0.0, false",
    "127.0.0.1, 224.0.0.1, false",
    "0.0.0.0, 10.0.0.1, false"
  })
  void nobody_leads_farther_inside_than_he_is(String by, String to, boolean allowed)
      throws Exception {
    for (boolean verified : new boolean[] {false, true}) {
      assertThat(from(by, verified).allows(address(to))).isEqualTo(allowed);
    }
  }

  @Test
  void who_is_not_known_is_outside() throws Exception {
    assertThat(from(null, true).allows(address("10.0.0.1"))).isFalse();
    assertThat(from(null, true).allows(address("8.8.8.8"))).isTrue();
  }

  @Test
  void under_tls_a_server_may_lead_to_where_the_user_is() throws Exception {
    String[] named = {"xmpp.example", "10.1.1.1"};
    assertThat(from("8.8.8.8", true, named).allows(address("192.168.1.1"))).isTrue();
    assertThat(from("8.8.8.8", false, named).allows(address("192.168.1.1"))).isFalse();
    assertThat(from("8.8.8.8", true, named).allows(address("127.0.0.1"))).isFalse();
    assertThat(from("8.8.8.8", true, "localhost").allows(address("127.0.0.1"))).isTrue();
    assertThat(from("8.8.8.8", true, "::1").allows(address("fe80::1"))).isTrue();
  }

  @Test
  void of_the_addresses_of_a_name_those_are_taken_that_are_allowed() throws Exception {
    List<InetAddress> both = List.of(address("10.0.0.1"), address("8.8.8.8"));
    assertThat(from("9.9.9.9", true).allowed("a.example", both))
        .containsExactly(address("8.8.8.8"));
    TransportException refusal =
        catchThrowableOfType(
            TransportException.class,
            () -> from("9.9.9.9", true).allowed("a.example", both.subList(0, 1)));
    assertThat(refusal.reason()).isEqualTo(Reason.REDIRECT);
    assertThat(refusal)
        .hasMessageContaining("a.example, an address of a private network")
        .hasMessageContaining("ClientBuilder.endpoint");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST", "a.localhost", "127.0.0.1", "::1", "10.1"})
  void a_host_is_checked_before_it_is_looked_up(String host) throws Exception {
    Reach outside = from("8.8.8.8", true);
    Reach here = from("127.0.0.1", false);
    assertThatCode(() -> here.check(host)).doesNotThrowAnyException();
    if (!host.equals("10.1")) { // not an address in that form, and not a name
      assertThat(catchThrowableOfType(TransportException.class, () -> outside.check(host)))
          .isNotNull();
    }
  }

  @Test
  void the_users_own_choice_is_not_judged() throws Exception {
    for (String literal : List.of("8.8.8.8", "10.0.0.1", "127.0.0.1", "0.0.0.0", "ff02::1")) {
      assertThat(Reach.ANYWHERE.allows(address(literal))).isTrue();
    }
  }
}
