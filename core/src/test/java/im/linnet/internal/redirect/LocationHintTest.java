package im.linnet.internal.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.endpoint.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Row R07 of the security catalogue. */
@DisplayName("R07: the location of <enabled/>")
class LocationHintTest {

  private static @Nullable RedirectTarget read(@Nullable String value) {
    return LocationHint.read(value, Reach.of(null, true, List.of()));
  }

  @Test
  void is_followed_in_every_form() {
    assertThat(read("[2001:41D0:1:A49b::1]:9222"))
        .isEqualTo(new RedirectTarget("2001:41D0:1:A49b::1", 9222));
    assertThat(read("[2001:db8::1]")).isEqualTo(new RedirectTarget("2001:db8::1", null));
    assertThat(read("node3.example")).isEqualTo(new RedirectTarget("node3.example", null));
    assertThat(read("192.0.2.7:5222")).isEqualTo(new RedirectTarget("192.0.2.7", 5222));
  }

  @Test
  void may_be_absent() {
    assertThat(read(null)).isNull();
  }

  @ParameterizedTest
  @MethodSource("im.linnet.internal.redirect.RedirectTargetTest#malformed")
  void is_absent_if_malformed(String value) {
    assertThat(read(value)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:22",
        "127.1.2.3",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1:80",
        "169.254.169.254:80",
        "100.64.0.1",
        "100.127.255.255",
        "224.0.0.1",
        "[::]",
        "[::1]:5222",
        "[fe80::1]",
        "[fc00::1]",
        "[fd12:3456::1]:5222",
        "[ff02::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:10.0.0.1]:5222",
        "localhost",
        "LOCALHOST:5222",
        "a.localhost"
      })
  void is_absent_if_it_leads_behind_our_firewall(String value) {
    assertThat(read(value)).isNull();
    assertThat(LocationHint.read(value, named("xmpp.example"))).isNull();
  }

  private static Reach named(String host) {
    return Reach.of(null, true, List.of(Endpoint.startTls(host, 5222)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "192.168.1.1:80", "100.64.0.1", "[fd12:3456::1]:5222"})
  void is_followed_into_a_private_network_by_a_user_who_is_there(String value) {
    assertThat(LocationHint.read(value, named("10.1.1.1"))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:22", "169.254.169.254:80", "0.0.0.0", "[::1]", "localhost"})
  void is_not_followed_farther_inside_than_the_user_named(String value) {
    assertThat(LocationHint.read(value, named("10.1.1.1"))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"100.63.255.255", "100.128.0.1", "172.32.0.1", "[fe00::1]", "1.1.1.1"})
  void is_followed_to_the_borders_of_that(String value) {
    assertThat(read(value)).isNotNull();
  }
}
