package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.ADDRESS;
import static im.linnet.negotiation.Trial.BIND;
import static im.linnet.negotiation.Trial.DOMAIN;
import static im.linnet.negotiation.Trial.PLAIN;
import static im.linnet.negotiation.Trial.seeOtherHost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import im.linnet.ClientResources;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ConnectionState.Connecting;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Phase;
import im.linnet.failure.Redirect;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.Where;
import im.linnet.failure.XmppException;
import im.linnet.stanza.Iq;
import im.linnet.testkit.dns.DnsServer;
import im.linnet.testkit.net.RefusingPort;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.xml.Element;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** See-other-host at every moment (RFC 6120, section 4.9.3.19). */
@Timeout(120)
class RedirectTest {

  @AutoClose private final RefusingPort closed = RefusingPort.open();

  @AutoClose private final RefusingPort alsoClosed = RefusingPort.open();

  private static Where where(XmppException failure) {
    return Objects.requireNonNull(failure.where());
  }

  private static ScriptedPeer gateway(Consumer<Script> script) {
    return ScriptedPeer.listen().withTls(Trial.GOOD).script(script);
  }

  private static String at(ScriptedPeer peer) {
    return "127.0.0.1:" + peer.port();
  }

  /** The redirect, and the good manners that follow it. */
  private static Consumer<Script> sendsTo(String target) {
    return s -> s.send(seeOtherHost(target)).expectClose().expectEnd();
  }

  private static void header(Script script) {
    script.expectHeader("to='" + DOMAIN + "'").sendHeader(DOMAIN);
  }

  static Stream<Arguments> moments() {
    return Stream.of(
        arguments("R02, e.17: in clear text", (Consumer<Script>) RedirectTest::header, "OPENING"),
        arguments(
            "R01, e.18: after TLS",
            (Consumer<Script>) s -> s.secureStream(DOMAIN).then(RedirectTest::header),
            "OPENING"),
        arguments(
            "in sign-in",
            (Consumer<Script>)
                s ->
                    s.then(Trial.secured(PLAIN))
                        .expectLike("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"),
            "AUTHENTICATING"),
        arguments(
            "e.19: after SASL",
            (Consumer<Script>)
                s -> s.secureStream(DOMAIN).signIn(DOMAIN, "PLAIN").then(RedirectTest::header),
            "OPENING"),
        arguments(
            "e.19: during bind",
            (Consumer<Script>) s -> s.then(Trial.signedIn(BIND)).expectLike("<iq type='set'/>"),
            "BINDING"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("moments")
  void follows_a_redirect(String moment, Consumer<Script> before, Phase phase) throws Exception {
    try (ScriptedPeer gateway = gateway(Trial::login);
        Trial trial = Trial.of(s -> s.then(before).then(sendsTo(at(gateway))))) {
      BoundStream stream = trial.stream();
      assertThat(stream.endpoint())
          .as(moment)
          .isEqualTo(Endpoint.startTls("127.0.0.1", gateway.port()));
      assertThat(stream.redirects())
          .containsExactly(Redirect.of(trial.endpoint(), at(gateway), phase));
      assertThat(stream.jid()).hasToString(ADDRESS);
      assertThat(gateway.connection(1).serverName()).isEqualTo(DOMAIN);
      trial.peer().await();
      gateway.await();
    }
  }

  @Test
  @DisplayName("e.19: in session; what was asked fails, and the client connects again by itself")
  void follows_a_redirect_out_of_the_session() throws Exception {
    try (ScriptedPeer gateway = gateway(Trial::login);
        Trial trial =
            Trial.of(
                s ->
                    s.then(Trial::login)
                        .expectLike("<iq type='get'/>")
                        .then(sendsTo(at(gateway))))) {
      trial.stream();
      CompletableFuture<Iq> asked =
          trial.client().request(Iq.get(null, Element.of("ping", "urn:xmpp:ping")));
      assertThat(trial.next()).isInstanceOf(Connecting.class);
      assertThat(trial.next())
          .isInstanceOfSatisfying(
              Connected.class,
              connected ->
                  assertThat(connected.stream().redirects())
                      .containsExactly(Redirect.of(trial.endpoint(), at(gateway), Phase.SESSION)));
      assertThat(Trial.outcome(asked))
          .isInstanceOfSatisfying(
              StreamException.class,
              lost -> assertThat(lost.error().condition()).isEqualTo(Condition.SEE_OTHER_HOST));
      trial.peer().await();
      gateway.await();
    }
  }

  @Test
  @DisplayName("e.19, e.25: in session, to nowhere")
  void tells_of_a_redirect_out_of_the_session_that_failed() throws Exception {
    String nowhere = "127.0.0.1:" + closed.number();
    try (Trial trial = Trial.of(s -> s.then(Trial::login).then(sendsTo(nowhere)))) {
      trial.stream();
      assertThat(trial.next()).isInstanceOf(Connecting.class);
      assertThat(trial.next())
          .isInstanceOfSatisfying(
              Disconnected.class,
              disconnected ->
                  assertThat(disconnected.cause())
                      .isInstanceOfSatisfying(
                          TransportException.class,
                          failure -> {
                            assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
                            assertThat(where(failure).redirects()).hasSize(1);
                          }));
      trial.worksAgain();
    }
  }

  @Test
  @DisplayName("e.24, R03: to itself")
  void does_not_go_where_it_is() throws Exception {
    try (ScriptedPeer unused = ScriptedPeer.listen();
        Trial trial = new Trial()) {
      assertThat(unused.port()).isNotEqualTo(trial.peer().port());
      trial.and(s -> s.then(RedirectTest::header).then(sendsTo(at(trial.peer()))));
      TransportException failure = trial.failure(TransportException.class);
      assertThat(failure.reason()).isEqualTo(Reason.REDIRECT);
      assertThat(failure).hasMessageContaining(at(trial.peer()) + " → " + at(trial.peer()));
    }
  }

  @Test
  @DisplayName("e.24, R03: there and back")
  void does_not_go_round_in_circles() throws Exception {
    try (Trial trial = new Trial();
        ScriptedPeer gateway =
            gateway(s -> s.then(RedirectTest::header).then(sendsTo(at(trial.peer()))))) {
      trial.and(s -> s.then(RedirectTest::header).then(sendsTo(at(gateway))));
      TransportException failure = trial.failure(TransportException.class);
      assertThat(failure.reason()).isEqualTo(Reason.REDIRECT);
      assertThat(failure)
          .hasMessageContaining(
              "%s → %s → %s".formatted(at(trial.peer()), at(gateway), at(trial.peer())));
      assertThat(where(failure).redirects()).hasSize(1);
      assertThat(where(failure).endpoint())
          .isEqualTo(Endpoint.startTls("127.0.0.1", gateway.port()));
    }
  }

  @ParameterizedTest(name = "e.24, R03: {0} in a row")
  @ValueSource(ints = {5, 6})
  void follows_five_redirects_and_no_more(int redirects) throws Exception {
    List<ScriptedPeer> gateways = new ArrayList<>();
    gateways.add(gateway(Trial::login));
    for (int i = 1; i < redirects; i++) {
      String next = at(gateways.get(i - 1));
      gateways.add(gateway(s -> s.then(RedirectTest::header).then(sendsTo(next))));
    }
    String first = at(gateways.get(redirects - 1));
    try (Trial trial = Trial.of(s -> s.then(RedirectTest::header).then(sendsTo(first)))) {
      if (redirects == 5) {
        assertThat(trial.stream().redirects()).hasSize(5);
      } else {
        TransportException failure = trial.failure(TransportException.class);
        assertThat(failure.reason()).isEqualTo(Reason.REDIRECT);
        assertThat(failure)
            .hasMessageContaining("More than 5 redirects")
            .hasMessageContaining(first);
        assertThat(where(failure).redirects()).hasSize(5);
      }
    } finally {
      gateways.forEach(ScriptedPeer::close);
    }
  }

  static Stream<String> malformed() {
    return Stream.of(
        "",
        ":0",
        "127.0.0.1:0",
        "127.0.0.1:70000",
        "a:b:c",
        "[::1",
        "http://127.0.0.1",
        "127.0.0.1&#13;&#10;:5222",
        "user@127.0.0.1",
        "::1",
        "127.0.0.1:5222,127.0.0.2:5222",
        "x".repeat(2000));
  }

  @ParameterizedTest(name = "R04: [{0}]")
  @MethodSource("malformed")
  void does_not_follow_a_malformed_redirect(String value) throws Exception {
    try (Trial trial =
        Trial.of(s -> s.secureStream(DOMAIN).then(RedirectTest::header).then(sendsTo(value)))) {
      TransportException failure = trial.failure(TransportException.class);
      assertThat(failure.reason()).isEqualTo(Reason.REDIRECT);
      assertThat(where(failure).endpoint()).isEqualTo(trial.endpoint());
      assertThat(failure.getMessage().length()).isLessThan(400);
    }
  }

  @Test
  @DisplayName("e.21, R05: an IPv6 address in brackets, with blanks around it")
  void follows_to_an_ipv6_address() throws Exception {
    byte[] loopback = new byte[16];
    loopback[15] = 1;
    InetAddress six = InetAddress.getByAddress(loopback);
    assumeTrue(isLocal(six), "this machine has no IPv6");
    try (ScriptedPeer gateway = ScriptedPeer.listen(six).withTls(Trial.GOOD).script(Trial::login);
        Trial trial =
            Trial.of(
                s ->
                    s.then(RedirectTest::header)
                        .then(sendsTo(" [::1]:" + gateway.port() + "\t")))) {
      assertThat(trial.stream().endpoint()).isEqualTo(Endpoint.startTls("::1", gateway.port()));
    }
  }

  private static boolean isLocal(InetAddress address) {
    try (ServerSocket socket = new ServerSocket(0, 1, address)) {
      return socket.isBound();
    } catch (IOException absent) {
      return false;
    }
  }

  @Test
  @DisplayName("e.25: the target refuses the connection")
  void tells_who_sent_it_to_a_closed_port() throws Exception {
    String nowhere = "127.0.0.1:" + closed.number();
    try (Trial trial =
        Trial.of(s -> s.secureStream(DOMAIN).then(RedirectTest::header).then(sendsTo(nowhere)))) {
      TransportException failure = trial.failure(TransportException.class);
      assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
      assertThat(where(failure).phase()).isEqualTo(Phase.CONNECTING);
      assertThat(failure)
          .hasMessageContaining("at %s, sent there by %s".formatted(nowhere, at(trial.peer())));
    }
  }

  @Test
  @DisplayName("e.25: the target refuses the connection, and another endpoint is left")
  void turns_back_to_an_endpoint_that_is_left() throws Exception {
    String nowhere = "127.0.0.1:" + closed.number();
    try (ScriptedPeer other = gateway(Trial::login);
        Trial trial = Trial.of(s -> s.then(RedirectTest::header).then(sendsTo(nowhere)))) {
      trial.with(
          builder ->
              builder
                  .endpoint(trial.endpoint())
                  .endpoint(Endpoint.startTls("127.0.0.1", other.port())));
      BoundStream stream = trial.lookingUp().stream();
      assertThat(stream.endpoint().port()).isEqualTo(other.port());
      assertThat(stream.redirects()).isEmpty();
      trial.peer().await();
    }
  }

  @Test
  @DisplayName("e.25: the target refuses the connection, and so does the other endpoint")
  void lists_where_it_was_sent_in_vain() throws Exception {
    String nowhere = "127.0.0.1:" + closed.number();
    Endpoint other = Endpoint.startTls("127.0.0.1", alsoClosed.number());
    try (Trial trial = Trial.of(s -> s.then(RedirectTest::header).then(sendsTo(nowhere)))) {
      trial.with(builder -> builder.endpoint(trial.endpoint()).endpoint(other));
      TransportException failure = trial.lookingUp().failure(TransportException.class);
      assertThat(failure.reason()).isEqualTo(Reason.ALL_FAILED);
      assertThat(failure).hasMessageContaining(nowhere).hasMessageContaining(other.toString());
      trial.peer().await();
    }
  }

  @Test
  @DisplayName("e.25: the target offers no TLS")
  void does_not_do_without_tls_at_the_target() throws Exception {
    try (ScriptedPeer gateway =
            gateway(s -> s.openStream(DOMAIN, PLAIN).expectClose().expectEnd());
        Trial trial =
            Trial.of(
                s ->
                    s.secureStream(DOMAIN).then(RedirectTest::header).then(sendsTo(at(gateway))))) {
      TransportException failure = trial.failure(TransportException.class);
      assertThat(failure.reason()).isEqualTo(Reason.TLS_NOT_OFFERED);
      assertThat(where(failure).redirects()).hasSize(1);
      gateway.await();
      assertThat(gateway.connection(1).text()).doesNotContain("<auth");
    }
  }

  @Test
  @DisplayName("e.26, R01: the target's certificate names the target")
  void does_not_take_the_targets_name_for_the_domains() throws Exception {
    var own = Trial.AUTHORITY.server("127.0.0.1", "gateway.test").serverContext();
    try (ScriptedPeer gateway =
            ScriptedPeer.listen().withTls(own).script(s -> s.secureStream(DOMAIN));
        Trial trial =
            Trial.of(
                s ->
                    s.secureStream(DOMAIN).then(RedirectTest::header).then(sendsTo(at(gateway))))) {
      TransportException failure = trial.failure(TransportException.class);
      assertThat(failure.reason()).isEqualTo(Reason.TLS_IDENTITY);
      assertThat(failure).hasMessageContaining(DOMAIN);
      assertThat(gateway.connection(1).text()).doesNotContain("<auth");
    }
  }

  @Test
  @DisplayName("e.17: a host alone, in mixed case; its SRV records lead on")
  void looks_a_host_up_that_comes_without_a_port() throws Exception {
    try (ScriptedPeer gateway = gateway(Trial::login);
        DnsServer dns =
            DnsServer.builder()
                .srv(
                    "_xmpp-client._tcp.bay1.gateway.test",
                    0,
                    0,
                    gateway.port(),
                    "bay1.gateway.test")
                .a("bay1.gateway.test", "127.0.0.1")
                .start();
        ClientResources resources = ClientResources.create(1, Dns.of(dns.address()));
        Trial trial =
            Trial.of(s -> s.then(RedirectTest::header).then(sendsTo("BAY1.Gateway.test")))
                .with(builder -> builder.resources(resources))) {
      BoundStream stream = trial.stream();
      assertThat(stream.endpoint())
          .isEqualTo(Endpoint.startTls("bay1.gateway.test", gateway.port()));
      assertThat(stream.redirects())
          .containsExactly(Redirect.of(trial.endpoint(), "BAY1.Gateway.test", Phase.OPENING));
      assertThat(gateway.connection(1).serverName()).isEqualTo(DOMAIN);
    }
  }

  @Test
  @DisplayName("e.17: a host alone that nobody knows")
  void tells_of_a_host_that_nobody_knows() throws Exception {
    try (DnsServer dns = DnsServer.builder().start();
        ClientResources resources = ClientResources.create(1, Dns.of(dns.address()));
        Trial trial =
            Trial.of(s -> s.then(RedirectTest::header).then(sendsTo("nowhere.test")))
                .with(builder -> builder.resources(resources))) {
      TransportException failure = trial.failure(TransportException.class);
      assertThat(failure.reason()).isEqualTo(Reason.UNRESOLVED);
      assertThat(where(failure).redirects()).hasSize(1);
      assertThat(where(failure).endpoint()).isEqualTo(Endpoint.startTls("nowhere.test", 5222));
    }
  }
}
