package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Phase;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.tls.TlsPolicy;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A port for direct TLS that is spoken to in clear text, and the reverse: what to try. */
@Timeout(120)
class WrongPortTest {

  private static final Pattern ADVICE =
      Pattern.compile(
          "ClientBuilder\\.endpoint\\(Endpoint\\.(startTls|directTls)\\(\"([^\"]+)\","
              + " (\\d+)\\)\\)");

  private static Arguments port(String name, Consumer<Script> script, Reason reason) {
    return Arguments.of(name, script, reason);
  }

  static Stream<Arguments> portsOfDirectTls() {
    byte[] alert = {0x15, 3, 1, 0, 2, 2, 10};
    return Stream.of(
        port("the JDK's server", Script::startTls, Reason.TLS_FAILED),
        port("an alert", s -> s.expectHeader().sendRaw(alert).fin(), Reason.TLS_FAILED),
        port("an alert at once", s -> s.sendRaw(alert).fin(), Reason.TLS_FAILED),
        port(
            "an alert in pieces",
            s -> s.expectHeader().chunked(1).sendRaw(alert).fin(),
            Reason.TLS_FAILED),
        port(
            "an alert of TLS 1.2",
            s -> s.expectHeader().sendRaw(new byte[] {0x15, 3, 3, 0, 2, 2, 70}),
            Reason.TLS_FAILED),
        port("closes at once", Script::fin, Reason.CLOSED),
        port("closes after our header", s -> s.expectHeader().fin(), Reason.CLOSED),
        port("resets", s -> s.expectHeader().reset(), Reason.RESET));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("portsOfDirectTls")
  void advises_direct_tls(String name, Consumer<Script> script, Reason reason) throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen().withTls(Trial.GOOD).script(script)) {
      TransportException failure = failure(Endpoint.startTls("127.0.0.1", peer.port()));
      assertThat(failure.reason()).as(name).isIn(alike(reason));
      assertThat(Trial.phase(failure)).isEqualTo(Phase.OPENING);
      peer.script(s -> s.startTls().signIn(DOMAIN, "PLAIN").bind(DOMAIN, Trial.ADDRESS));
      assertHelps(advice(failure), Endpoint.directTls("127.0.0.1", peer.port()));
    }
  }

  /** Who leaves before it has read all that we say resets the connection, sooner or later. */
  private static Set<Reason> alike(Reason reason) {
    Set<Reason> left = Set.of(Reason.CLOSED, Reason.RESET);
    return left.contains(reason) ? left : Set.of(reason);
  }

  static Stream<Arguments> portsOfStartTls() {
    return Stream.of(
        port(
            "a header and an error",
            s ->
                s.sendRaw(
                        Trial.header("id='1' version='1.0'")
                            + Trial.streamError("not-well-formed")
                            + "</stream:stream>")
                    .fin(),
            Reason.TLS_FAILED),
        port("a banner", s -> s.sendRaw("220 hello\r\n").fin(), Reason.TLS_FAILED),
        port("closes", Script::fin, Reason.TLS_FAILED));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("portsOfStartTls")
  void advises_starttls(String name, Consumer<Script> script, Reason reason) throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen().withTls(Trial.GOOD).script(script)) {
      TransportException failure = failure(Endpoint.directTls("127.0.0.1", peer.port()));
      assertThat(failure.reason()).as(name).isEqualTo(reason);
      assertThat(Trial.phase(failure)).isEqualTo(Phase.SECURING);
      peer.script(Trial::login);
      assertHelps(advice(failure), Endpoint.startTls("127.0.0.1", peer.port()));
    }
  }

  private static Consumer<Script> afterProceed(Consumer<Script> then) {
    return s ->
        s.openStream(DOMAIN, Trial.STARTTLS)
            .expect("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
            .send("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
            .then(then);
  }

  static Stream<Arguments> portsWithOtherFaults() {
    return Stream.of(
        Arguments.of(
            "closes after its header", (Consumer<Script>) s -> s.openStream(DOMAIN, "").fin()),
        Arguments.of("closes after proceed", afterProceed(Script::fin)),
        Arguments.of(
            "an alert after proceed",
            afterProceed(s -> s.sendRaw(new byte[] {0x15, 3, 3, 0, 2, 2, 40}))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("portsWithOtherFaults")
  void does_not_advise_where_the_port_is_right(String name, Consumer<Script> script)
      throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen().withTls(Trial.GOOD).script(script)) {
      TransportException failure = failure(Endpoint.startTls("127.0.0.1", peer.port()));
      assertThat(failure.getMessage()).as(name).doesNotContain("ClientBuilder.endpoint");
    }
  }

  private static XmppClient client(Endpoint endpoint) {
    return XmppClient.builder(Trial.ADDRESS)
        .sasl(Sasl.password(Trial.PASSWORD).allowPlain())
        .tls(TlsPolicy.builder().trust(Trial.AUTHORITY.trustAnchor()).build())
        .endpoint(endpoint)
        .build();
  }

  private static TransportException failure(Endpoint endpoint) throws Exception {
    try (XmppClient client = client(endpoint)) {
      return (TransportException) Trial.outcome(client.connect());
    }
  }

  /** The endpoint that a message names. */
  private static Endpoint advice(TransportException failure) {
    Matcher advice = ADVICE.matcher(failure.getMessage());
    assertThat(advice.find()).as(failure.getMessage()).isTrue();
    int port = Integer.parseInt(advice.group(3));
    String host = advice.group(2);
    return advice.group(1).equals("directTls")
        ? Endpoint.directTls(host, port)
        : Endpoint.startTls(host, port);
  }

  private static void assertHelps(Endpoint advised, Endpoint expected) throws Exception {
    assertThat(advised).isEqualTo(expected);
    XmppClient client = client(advised);
    assertThat(client.connect().get(10, TimeUnit.SECONDS).jid()).hasToString(Trial.ADDRESS);
    client.shutdown(java.time.Duration.ZERO).get(10, TimeUnit.SECONDS);
  }
}
