package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.ADDRESS;
import static im.linnet.negotiation.Trial.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.ConnectionState;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ConnectionState.Connecting;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.connection.ConnectionState.Waiting;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.failure.XmppException;
import im.linnet.testkit.peer.Script;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stranger who answers once is no reason to stay away, whatever the stranger says. */
@Timeout(120)
class StrangersTest {

  private static final ReconnectPolicy SOON =
      ReconnectPolicy.standard().between(Duration.ofMillis(1), Duration.ofMillis(10));

  private static void directLogin(Script script) {
    script.startTls().signIn(DOMAIN, "PLAIN").bind(DOMAIN, ADDRESS);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("im.linnet.negotiation.Strangers#inClearText")
  void is_back_after_one_that_answered_in_clear_text(String name, Consumer<Script> stranger)
      throws Exception {
    try (Trial trial = Trial.of(s -> s.then(Trial::login).awaitCue("lose").reset())) {
      isBack(trial.and(stranger).and(Trial::login), name);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("im.linnet.negotiation.Strangers#inTheHandshake")
  void is_back_after_one_that_answered_the_handshake(String name, Consumer<Script> stranger)
      throws Exception {
    try (Trial trial =
        Trial.of(s -> s.then(StrangersTest::directLogin).awaitCue("lose").reset()).directTls()) {
      isBack(trial.and(stranger).and(StrangersTest::directLogin), name);
    }
  }

  /** Loses its session, meets the stranger, and has another session by itself. */
  private static void isBack(Trial trial, String name) throws Exception {
    trial.with(builder -> builder.reconnect(SOON)).stream();
    trial.peer().cue("lose");
    assertThat(trial.next()).isInstanceOf(Waiting.class);
    assertThat(trial.next()).isInstanceOf(Connecting.class);
    ConnectionState met = trial.next();
    assertThat(met).as(name).isInstanceOf(Waiting.class);
    assertThat(((Waiting) met).cause()).matches(XmppException::retryable, "retryable");
    assertThat(trial.next()).isInstanceOf(Connecting.class);
    assertThat(trial.next()).isInstanceOf(Connected.class);
  }

  /** A first connect() is its user's to repeat; a hint does so too. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("im.linnet.negotiation.Strangers#inClearText")
  void tries_when_the_network_has_changed(String name, Consumer<Script> stranger) throws Exception {
    try (Trial trial =
        Trial.of(stranger).and(Trial::login).with(builder -> builder.reconnect(SOON))) {
      Throwable failure = Trial.outcome(trial.client().connect());
      assertThat(failure)
          .isInstanceOfSatisfying(
              XmppException.class, it -> assertThat(it.retryable()).as(name).isTrue());
      assertThat(trial.next()).isInstanceOf(Connecting.class);
      assertThat(trial.next()).isEqualTo(new Disconnected((XmppException) failure));
      trial.client().networkChanged();
      assertThat(trial.next()).isInstanceOf(Connecting.class);
      assertThat(trial.next()).isInstanceOf(Connected.class);
    }
  }
}
