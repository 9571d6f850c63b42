package im.linnet.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.testkit.dns.Answer;
import im.linnet.testkit.dns.DnsServer;
import im.linnet.testkit.messenger.Ending;
import im.linnet.testkit.messenger.IdleRule;
import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.TokenBook;
import im.linnet.testkit.net.DelayProxy;
import im.linnet.testkit.net.Direction;
import im.linnet.testkit.net.Plan;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.tls.TestCertificates;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every duration that a test can set, at the ends of its range. */
@Timeout(120)
class DurationsTest {

  private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();
  private static final Duration NEGATIVE = Duration.ofNanos(-1);

  private record Setter(String name, boolean zero, boolean forever, Consumer<Duration> set) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Setter> setters() {
    return List.of(
        new Setter("delay of an answer", true, true, d -> Answer.Now.RECORDS.after(d)),
        new Setter("time to live", true, false, d -> DnsServer.builder().ttl(d)),
        new Setter("delay", true, true, d -> Plan.CLEAN.delay(d)),
        new Setter("stall", true, true, d -> Plan.CLEAN.stallAfter(Direction.TO_CLIENT, 1, d)),
        new Setter("delay of a line", true, false, d -> DelayProxy.to(1, d).close()),
        new Setter("idle", false, true, d -> IdleRule.after(d, Ending.FIN)),
        new Setter("token", true, true, DurationsTest::issue),
        new Setter(
            "timeout",
            false,
            true,
            d -> {
              try (ScriptedPeer peer = ScriptedPeer.listen()) {
                peer.timeout(d);
              }
            }),
        new Setter("resumable", false, false, d -> ProsodyServer.builder().resumable(d)),
        new Setter("resumable", false, false, d -> EjabberdServer.builder().resumable(d)));
  }

  private static void issue(Duration lifetime) {
    TokenBook book = new TokenBook(Clock.systemUTC());
    MessengerUser user = new MessengerUser("1", "a@hotmail.com", "A", "");
    String token = book.issue(user, Set.of(TokenBook.SCOPE), lifetime);
    assertThat(book.holder(token) != null).isEqualTo(lifetime.equals(FOREVER));
  }

  @ParameterizedTest
  @MethodSource("setters")
  void a_setter_checks_what_it_is_given(Setter setter) {
    assertRefused(setter, NEGATIVE);
    if (setter.zero) {
      assertThatCode(() -> setter.set.accept(Duration.ZERO)).doesNotThrowAnyException();
    } else {
      assertRefused(setter, Duration.ZERO);
    }
    if (setter.forever) {
      assertThatCode(() -> setter.set.accept(FOREVER)).doesNotThrowAnyException();
    } else {
      assertRefused(setter, FOREVER);
    }
  }

  private static void assertRefused(Setter setter, Duration value) {
    assertThatThrownBy(() -> setter.set.accept(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(value.toString())
        .hasMessageContaining("(expected: ");
  }

  @Test
  void a_certificate_is_valid_for_a_thousand_years_at_most() {
    var request = TestCertificates.create().request();
    assertThatThrownBy(() -> request.valid(FOREVER, FOREVER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("from: ");
    assertThatThrownBy(() -> request.valid(Duration.ZERO, FOREVER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("until: ");
    assertThatThrownBy(() -> request.valid(Duration.ZERO, NEGATIVE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("until: ");
  }

  @Test
  void a_peer_without_a_limit_plays_its_script() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen().timeout(FOREVER).script(s -> s.sendRaw("x"));
        Socket client = new Socket(peer.address().getAddress(), peer.port())) {
      assertThat(client.getInputStream().read()).isEqualTo('x');
      peer.await();
    }
  }
}
