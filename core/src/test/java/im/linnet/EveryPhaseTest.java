package im.linnet;

import static im.linnet.LiveSession.await;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.KeepAlive;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Phase;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.Where;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.net.RefusingPort;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A login from clear text to the session, cut at each of its steps: one typed error each. For a
 * peer that falls silent see {@link SilentPhaseTest}.
 */
@Timeout(120)
@ExtendWith(NoLeaks.class)
class EveryPhaseTest {

  private static final TestCertificates AUTHORITY = TestCertificates.create();
  private static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
  private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
  private static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";

  /** Longer than a test may take: a peer that leaves is noticed at once. */
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** How the peer leaves. */
  enum End {
    FIN,
    RST,
    SILENCE
  }

  /** One step of the login, and the phase in which the client is once it was made. */
  record Step(String name, Phase phase, java.util.function.Consumer<Script> lines) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Step> LOGIN =
      List.of(
          new Step("accepted", Phase.OPENING, s -> s.expectHeader()),
          new Step("header", Phase.OPENING, s -> s.sendHeader("localhost")),
          new Step(
              "half features", Phase.OPENING, s -> s.sendRaw("<stream:features><starttls xmlns='")),
          new Step(
              "features",
              Phase.SECURING,
              s ->
                  s.sendRaw(TLS + "'/></stream:features>")
                      .expectLike("<starttls xmlns='" + TLS + "'/>")),
          new Step("proceed", Phase.SECURING, s -> s.send("<proceed xmlns='" + TLS + "'/>")),
          new Step("TLS", Phase.OPENING, s -> s.startTls().expectHeader()),
          new Step("header in TLS", Phase.OPENING, s -> s.sendHeader("localhost")),
          new Step(
              "mechanisms",
              Phase.AUTHENTICATING,
              s ->
                  s.send(
                          "<stream:features><mechanisms xmlns='%s'><mechanism>PLAIN</mechanism></mechanisms></stream:features>"
                              .formatted(SASL))
                      .expectLike("<auth xmlns='" + SASL + "'/>")),
          new Step(
              "success",
              Phase.OPENING,
              s -> s.send("<success xmlns='" + SASL + "'/>").expectHeader()),
          new Step(
              "features of the user",
              Phase.BINDING,
              s ->
                  s.sendHeader("localhost")
                      .send("<stream:features><bind xmlns='" + BIND + "'/></stream:features>")
                      .expectLike("<iq type='set' id='{b}'/>")),
          new Step(
              "bound",
              Phase.SESSION,
              s ->
                  s.send(
                      "<iq type='result' id='{b}'><bind xmlns='%s'><jid>juliet@localhost/x</jid></bind></iq>"
                          .formatted(BIND))));

  static Stream<Arguments> cuts() {
    return cuts(End.FIN, End.RST);
  }

  static Stream<Arguments> cuts(End... ends) {
    List<Arguments> all = new ArrayList<>();
    for (int steps = 1; steps <= LOGIN.size(); steps++) {
      for (End end : ends) {
        all.add(Arguments.of(steps, LOGIN.get(steps - 1), end));
      }
    }
    return all.stream();
  }

  private static XmppClient client(int port, Duration limit) {
    return XmppClient.builder("juliet@localhost")
        .sasl(Sasl.password("secret").allowPlain())
        .endpoint(Endpoint.startTls("127.0.0.1", port))
        .tls(TlsPolicy.builder().trust(AUTHORITY.trustAnchor()).build())
        .keepAlive(KeepAlive.ping(limit, limit))
        .connectLimits(limit.multipliedBy(3), limit.multipliedBy(10))
        .closeLimit(limit)
        .build();
  }

  private static void end(Script script, End end) {
    switch (end) {
      case FIN -> script.truncate();
      case RST -> script.reset();
      case SILENCE -> script.silence();
    }
  }

  @Tag("C01")
  @ParameterizedTest(name = "{2} after {1}")
  @MethodSource("cuts")
  void ends_with_one_error_that_names_the_phase(int steps, Step last, End end) throws Exception {
    Set<Thread> others = NoLeaks.threads();
    cutAfter(steps, last, end, LIMIT);
    assertThat(NoLeaks.threadsSince(others)).isEmpty();
  }

  static void cutAfter(int steps, Step last, End end, Duration limit) throws Exception {
    try (ScriptedPeer peer =
        ScriptedPeer.listen().withTls(AUTHORITY.server("localhost").serverContext())) {
      peer.script(
          s -> {
            LOGIN.subList(0, steps).forEach(step -> step.lines().accept(s));
            if (last.phase() == Phase.SESSION) {
              s.awaitCue("connected");
            }
            end(s, end);
          });
      XmppClient client = client(peer.port(), limit);
      try {
        loses(client, peer, last.phase(), end);
      } finally {
        await(client.shutdown());
      }
      assertThat(client.state()).isEqualTo(new ConnectionState.Closed());
      peer.await();
    }
  }

  private static void loses(XmppClient client, ScriptedPeer peer, Phase phase, End end)
      throws Exception {
    BlockingQueue<ConnectionState.Disconnected> lost = new LinkedBlockingQueue<>();
    client.onState(
        state -> {
          if (state instanceof ConnectionState.Disconnected it) {
            lost.add(it);
          }
        });
    CompletableFuture<BoundStream> connecting = client.connect();
    if (phase == Phase.SESSION) {
      await(connecting);
      peer.cue("connected");
    } else {
      assertThatThrownBy(() -> await(connecting)).hasCauseInstanceOf(TransportException.class);
    }
    ConnectionState.Disconnected told = requireNonNull(lost.poll(10, TimeUnit.SECONDS));
    check((TransportException) requireNonNull(told.cause()), phase, end, peer.port());
    assertThat(lost).as("told once").isEmpty();
  }

  private static void check(TransportException failure, Phase phase, End end, int port) {
    Where where = requireNonNull(failure.where());
    assertThat(where.phase()).as(failure.getMessage()).isEqualTo(phase);
    assertThat(where.endpoint()).isEqualTo(Endpoint.startTls("127.0.0.1", port));
    assertThat(failure.retryable()).isTrue();
    switch (end) {
      case SILENCE -> assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
      case FIN -> assertThat(failure.reason()).isIn(Reason.CLOSED, Reason.TLS_FAILED);
      case RST -> assertThat(failure.reason()).isIn(Reason.RESET, Reason.CLOSED, Reason.TLS_FAILED);
    }
  }

  @Test
  void names_a_refusal() throws Exception {
    try (RefusingPort port = RefusingPort.open()) {
      XmppClient client = client(port.number(), LIMIT);
      CompletableFuture<BoundStream> connecting = client.connect();
      assertThatThrownBy(connecting::join)
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              TransportException.class,
              refused -> {
                assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
                Where where = requireNonNull(refused.where());
                assertThat(where.phase()).isEqualTo(Phase.CONNECTING);
              });
      await(client.shutdown());
    }
  }
}
