package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.BIND;
import static im.linnet.negotiation.Trial.DOMAIN;
import static im.linnet.negotiation.Trial.PLAIN;
import static im.linnet.negotiation.Trial.STARTTLS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import im.linnet.ClientResources;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState.Closed;
import im.linnet.connection.ConnectionState.Closing;
import im.linnet.connection.ConnectionState.Connecting;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.endpoint.Dns;
import im.linnet.failure.Phase;
import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.testkit.dns.Answer;
import im.linnet.testkit.dns.DnsServer;
import im.linnet.testkit.peer.Script;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that says nothing more, and a user who does not want to wait: in every phase. */
@Timeout(120)
class GivingUpTest {

  /** There the peer can't read what comes, as it is no XML: a ClientHello. */
  private static final String IN_THE_HANDSHAKE = "in the handshake";

  private static final String REQUEST = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

  /** Where the server falls silent, and the phase that it is. */
  static Stream<Arguments> silences() {
    return Stream.of(
        silence("before the header", Phase.OPENING, s -> s.expectHeader()),
        silence("after the header", Phase.OPENING, s -> s.expectHeader().sendHeader(DOMAIN)),
        silence(
            "before proceed", Phase.SECURING, s -> s.openStream(DOMAIN, STARTTLS).expect(REQUEST)),
        silence(
            IN_THE_HANDSHAKE,
            Phase.SECURING,
            s ->
                s.openStream(DOMAIN, STARTTLS)
                    .expect(REQUEST)
                    .send("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")),
        silence("after the handshake", Phase.OPENING, s -> s.secureStream(DOMAIN).expectHeader()),
        silence(
            "in sign-in",
            Phase.AUTHENTICATING,
            s ->
                s.then(Trial.secured(PLAIN))
                    .expectLike("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")),
        silence(
            "after sign-in",
            Phase.OPENING,
            s -> s.secureStream(DOMAIN).signIn(DOMAIN, "PLAIN").expectHeader()),
        silence(
            "in binding",
            Phase.BINDING,
            s -> s.then(Trial.signedIn(BIND)).expectLike("<iq type='set'/>")));
  }

  private static Arguments silence(String moment, Phase phase, Consumer<Script> script) {
    return arguments(moment, phase, script);
  }

  /** All at once, as each does nothing but wait. */
  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest(name = "silence {0}")
  @MethodSource("silences")
  void gives_a_silent_server_up(String moment, Phase phase, Consumer<Script> script)
      throws Exception {
    Trial.patiently(limit -> givesASilentServerUp(moment, phase, script, limit));
  }

  private static void givesASilentServerUp(
      String moment, Phase phase, Consumer<Script> script, Duration limit) throws Exception {
    try (Trial trial = Trial.of(script).within(limit)) {
      TransportException failure = trial.failure(TransportException.class);
      assertThat(failure.reason()).as(moment).isEqualTo(Reason.TIMED_OUT);
      assertThat(Objects.requireNonNull(failure.where()).phase()).isEqualTo(phase);
      assertThat(Objects.requireNonNull(failure.where()).endpoint()).isEqualTo(trial.endpoint());
    }
  }

  @Test
  @DisplayName("T04: silence in the handshake of direct TLS")
  void gives_a_silent_port_up() throws Exception {
    Trial.patiently(GivingUpTest::givesASilentPortUp);
  }

  private static void givesASilentPortUp(Duration limit) throws Exception {
    try (Trial trial = Trial.of(Script::silence).directTls().within(limit)) {
      TransportException failure = trial.failure(TransportException.class);
      assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
      assertThat(Objects.requireNonNull(failure.where()).phase()).isEqualTo(Phase.SECURING);
    }
  }

  @ParameterizedTest(name = "cancelled {0}")
  @MethodSource("silences")
  void closes_the_connection_when_it_is_cancelled(
      String moment, Phase phase, Consumer<Script> script) throws Exception {
    try (Trial trial =
        Trial.of(
            s -> {
              s.then(script).mark("silent");
              if (!moment.equals(IN_THE_HANDSHAKE)) {
                s.expectEnd();
              }
            })) {
      CompletableFuture<BoundStream> connected = trial.client().connect();
      trial.peer().awaitMark("silent");
      assertThat(connected.cancel(false)).as(moment).isTrue();
      isGivenUp(trial);
    }
  }

  /** The peer sees the end of the connection, and the client can connect again at once. */
  private static void isGivenUp(Trial trial) throws Exception {
    assertThat(trial.next()).isInstanceOf(Connecting.class);
    assertThat(trial.next())
        .isInstanceOfSatisfying(
            Disconnected.class,
            disconnected ->
                assertThat(disconnected.cause())
                    .isInstanceOfSatisfying(
                        TransportException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.CLOSED_HERE)));
    trial.worksAgain();
    trial.seesTheEndOf(1);
  }

  @Test
  @DisplayName("cancelled while the DNS is silent")
  void forgets_the_look_up_when_it_is_cancelled() throws Exception {
    try (DnsServer dns =
            DnsServer.builder()
                .on("_xmpp-client._tcp." + DOMAIN, "SRV", Answer.Now.SILENCE)
                .on("_xmpps-client._tcp." + DOMAIN, "SRV", Answer.Now.SILENCE)
                .start();
        ClientResources resources = ClientResources.create(1, Dns.of(dns.address()));
        Trial trial = new Trial().lookingUp().with(builder -> builder.resources(resources))) {
      CompletableFuture<BoundStream> connected = trial.client().connect();
      dns.asked("_xmpp-client._tcp." + DOMAIN, "SRV").get(30, TimeUnit.SECONDS);
      connected.cancel(false);
      assertThat(trial.next()).isInstanceOf(Connecting.class);
      assertThat(trial.next()).isInstanceOf(Disconnected.class);
    }
  }

  @Test
  @DisplayName("G10: cancelled and connected again in one breath")
  void can_connect_again_right_after_a_cancellation() throws Exception {
    try (Trial trial =
        Trial.of(s -> s.expectHeader().mark("silent").expectEnd()).and(Trial::login)) {
      CompletableFuture<BoundStream> first = trial.client().connect();
      trial.peer().awaitMark("silent");
      first.cancel(false);
      CompletableFuture<BoundStream> second = trial.client().connect();
      assertThat(second.get(10, TimeUnit.SECONDS).jid()).hasToString(Trial.ADDRESS);
    }
  }

  @Test
  @DisplayName("K03: a second connect() while the first is under way")
  void refuses_to_connect_twice() throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.expectHeader()
                    .mark("silent")
                    .awaitCue("go")
                    .sendHeader(DOMAIN)
                    .fin()
                    .expectEnd())) {
      CompletableFuture<BoundStream> first = trial.client().connect();
      trial.peer().awaitMark("silent");
      assertThat(Trial.outcome(trial.client().connect())).isInstanceOf(RefusedException.class);
      trial.peer().cue("go");
      assertThat(Trial.outcome(first)).isInstanceOf(TransportException.class);
    }
  }

  @Test
  @DisplayName("close() while connecting")
  void closes_while_it_connects() throws Exception {
    try (Trial trial = Trial.of(s -> s.expectHeader().mark("silent").expectEnd())) {
      CompletableFuture<BoundStream> connected = trial.client().connect();
      trial.peer().awaitMark("silent");
      trial.client().shutdown().get(10, TimeUnit.SECONDS);
      assertThat(Trial.outcome(connected))
          .isInstanceOfSatisfying(
              TransportException.class,
              failure -> assertThat(failure.reason()).isEqualTo(Reason.CLOSED_HERE));
      assertThat(trial.next()).isInstanceOf(Connecting.class);
      assertThat(trial.next()).isInstanceOf(Closing.class);
      assertThat(trial.next()).isInstanceOf(Closed.class);
      trial.peer().await();
    }
  }
}
