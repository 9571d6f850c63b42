package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.linnet.ClientResources;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.testkit.dns.DnsServer;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A host with several addresses, of which some accept the connection and do not serve (RFC 6120,
 * section 3.2.1; RFC 8305).
 */
@Timeout(120)
class AddressesTest {

  private static final String HOST = "im.hosting.test";
  private static final String STARTTLS = "_xmpp-client._tcp." + DOMAIN;
  private static final String DIRECT = "_xmpps-client._tcp." + DOMAIN;
  private static final String SECOND_CONNECTION = "[2]";

  /** Logs in, until the test wants the connection to be lost. */
  private static Consumer<Script> login(boolean direct) {
    return s ->
        (direct ? s.startTls() : s.secureStream(DOMAIN))
            .signIn(DOMAIN, "PLAIN")
            .bind(DOMAIN, Trial.ADDRESS)
            .awaitCue("lose")
            .reset();
  }

  /** A peer at another address, with the port of this one. */
  private static ScriptedPeer beside(ScriptedPeer peer, String address) throws IOException {
    InetAddress local = InetAddress.getByName(address);
    assumeTrue(isLocal(local), "this machine has no " + address);
    return ScriptedPeer.listen(new InetSocketAddress(local, peer.port())).withTls(Trial.GOOD);
  }

  private static boolean isLocal(InetAddress address) {
    try (ServerSocket socket = new ServerSocket(0, 1, address)) {
      return socket.isBound();
    } catch (IOException absent) {
      return false;
    }
  }

  private interface Case {
    void run(Trial trial) throws Exception;
  }

  /** A client that knows nothing but this DNS. */
  private static void lookUp(Trial trial, UnaryOperator<DnsServer.Builder> records, Case then)
      throws Exception {
    try (DnsServer dns = records.apply(DnsServer.builder()).start();
        ClientResources resources = ClientResources.create(1, Dns.of(dns.address()))) {
      then.run(trial.lookingUp().with(builder -> builder.resources(resources)));
    }
  }

  /** The records of the service at a host that has the address of the strange place first. */
  private static DnsServer.Builder service(
      DnsServer.Builder dns, boolean direct, int port, String strange) {
    dns.srv(direct ? DIRECT : STARTTLS, 1, 0, port, HOST);
    return strange.contains(":")
        ? dns.aaaa(HOST, strange).a(HOST, "127.0.0.1")
        : dns.a(HOST, strange, "127.0.0.1");
  }

  /** Once past the strange place, and the next time without it. */
  private static void passes(String address, boolean direct, Consumer<Script> strange)
      throws Exception {
    try (Trial trial = Trial.of(login(direct)).and(login(direct));
        ScriptedPeer other = beside(trial.peer(), address)) {
      other.script(strange).script(s -> s.mark("again"));
      lookUp(
          trial.with(b -> b.connectLimits(Duration.ofSeconds(3), Duration.ofSeconds(20))),
          dns -> service(dns, direct, trial.peer().port(), address),
          it -> {
            assertThat(it.stream().jid()).hasToString(Trial.ADDRESS);
            assertThat(it.connection(1).serverName()).isEqualTo(DOMAIN);
            it.peer().cue("lose");
            assertThat(it.next()).isInstanceOf(Disconnected.class);
            assertThat(it.client().connect().get(20, TimeUnit.SECONDS).jid())
                .hasToString(Trial.ADDRESS);
            assertThat(other.transcript()).doesNotContain(SECOND_CONNECTION);
          });
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("im.linnet.negotiation.StrangePlaces#thatEnd")
  void goes_on_to_the_next_address(String name, Consumer<Script> strange) throws Exception {
    passes("127.0.0.2", false, strange);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("im.linnet.negotiation.StrangePlaces#thatAreSilent")
  void does_not_wait_for_a_silent_address(String name, Consumer<Script> strange) throws Exception {
    passes("127.0.0.2", false, strange);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("im.linnet.negotiation.StrangePlaces#behindDirectTls")
  void goes_on_to_the_next_address_of_direct_tls(String name, Consumer<Script> strange)
      throws Exception {
    passes("127.0.0.2", true, strange);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("IPv6 accepts the connection and swallows the handshake")
  void goes_on_from_one_family_to_the_other(boolean direct) throws Exception {
    passes("::1", direct, Script::silence);
    passes("::1", direct, Script::reset);
  }

  @Test
  @DisplayName("under TLS, silence costs the limit of one address, and another one is left")
  void goes_on_from_an_address_that_falls_silent_under_tls() throws Exception {
    passes("127.0.0.2", false, s -> s.secureStream(DOMAIN).expectHeader());
  }

  @Test
  void comes_to_the_last_of_many_addresses() throws Exception {
    try (Trial trial = Trial.of(login(false));
        ScriptedPeer one = beside(trial.peer(), "127.0.0.2").script(Script::reset);
        ScriptedPeer two = beside(trial.peer(), "127.0.0.3").script(Script::silence);
        ScriptedPeer three =
            beside(trial.peer(), "127.0.0.4").script(s -> s.sendRaw("SSH-2.0-x\r\n"))) {
      lookUp(
          trial,
          dns ->
              dns.srv(STARTTLS, 1, 0, trial.peer().port(), HOST)
                  // Nobody listens at the last but one.
                  .a(HOST, "127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.1"),
          it -> assertThat(it.stream().jid()).hasToString(Trial.ADDRESS));
      assertThat(List.of(one, two, three))
          .allSatisfy(peer -> assertThat(peer.transcript()).contains("[1]"));
    }
  }

  @Test
  @DisplayName("a wrong password is wrong at every address")
  void ends_at_once_if_the_credentials_are_refused() throws Exception {
    try (Trial trial = Trial.of(login(false));
        ScriptedPeer other = beside(trial.peer(), "127.0.0.2")) {
      other.script(
          s ->
              s.then(Trial.secured(Trial.PLAIN))
                  .expectLike(Trial.AUTH)
                  .send(
                      "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                          + "<not-authorized/></failure>"));
      lookUp(
          trial,
          dns -> service(dns, false, trial.peer().port(), "127.0.0.2"),
          it ->
              assertThat(it.failure(AuthenticationException.class).condition())
                  .isEqualTo("not-authorized"));
      assertThat(trial.peer().transcript()).doesNotContain("[1]");
    }
  }

  @Test
  void names_every_address_if_none_serves() throws Exception {
    try (Trial trial = Trial.of(s -> s.expectHeader().fin());
        ScriptedPeer other = beside(trial.peer(), "127.0.0.2").script(Script::reset)) {
      assertThat(other.port()).isEqualTo(trial.peer().port());
      lookUp(
          trial,
          dns -> service(dns, false, trial.peer().port(), "127.0.0.2").a(HOST, "127.0.0.5"),
          it ->
              assertThat(it.failure(TransportException.class))
                  // The reset may come before the connection is known to be there.
                  .hasMessageFindingMatch("127\\.0\\.0\\.2\\)?: ")
                  .hasMessageContaining("127.0.0.1: The server closed the connection")
                  .hasMessageContaining("(127.0.0.5): connection refused")
                  .matches(XmppException::retryable));
    }
  }

  @Test
  @DisplayName("the same fault at every address is one fault")
  void keeps_the_kind_of_the_failure() throws Exception {
    Consumer<Script> stranger =
        s ->
            s.openStream(DOMAIN, Trial.STARTTLS)
                .expect("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
                .send("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
                .startTls(Trial.AUTHORITY.server("other.test").serverContext());
    try (Trial trial = Trial.of(stranger);
        ScriptedPeer other = beside(trial.peer(), "127.0.0.2").script(stranger)) {
      assertThat(other.port()).isEqualTo(trial.peer().port());
      lookUp(
          trial,
          dns -> service(dns, false, trial.peer().port(), "127.0.0.2"),
          it ->
              assertThat(it.failure(TransportException.class).reason())
                  .isEqualTo(Reason.TLS_IDENTITY));
    }
  }

  /** Of equals, the one of weight 65535 is drawn first but once in 65536 times. */
  @Test
  void tries_a_target_that_failed_after_its_equals() throws Exception {
    try (Trial trial = Trial.of(login(false)).and(login(false));
        ScriptedPeer other = ScriptedPeer.listen().script(Script::reset).script(Script::reset)) {
      lookUp(
          trial,
          dns ->
              dns.srv(STARTTLS, 1, 65535, other.port(), HOST)
                  .srv(STARTTLS, 1, 0, trial.peer().port(), HOST)
                  .a(HOST, "127.0.0.1"),
          it -> {
            Endpoint good = Endpoint.startTls(HOST, it.peer().port());
            assertThat(it.stream().endpoint()).isEqualTo(good);
            it.peer().cue("lose");
            assertThat(it.next()).isInstanceOf(Disconnected.class);
            assertThat(it.client().connect().get(20, TimeUnit.SECONDS).endpoint()).isEqualTo(good);
            assertThat(other.transcript()).contains("[1]").doesNotContain(SECOND_CONNECTION);
          });
    }
  }

  @Test
  @DisplayName("priorities are the operator's: the lowest is tried first, whatever was before")
  void does_not_let_the_memory_outdo_priority() throws Exception {
    try (Trial trial = Trial.of(login(false)).and(login(false));
        ScriptedPeer other = ScriptedPeer.listen().script(Script::reset).script(Script::reset)) {
      lookUp(
          trial,
          dns ->
              dns.srv(STARTTLS, 1, 0, other.port(), HOST)
                  .srv(STARTTLS, 2, 0, trial.peer().port(), HOST)
                  .a(HOST, "127.0.0.1"),
          it -> {
            it.stream();
            it.peer().cue("lose");
            assertThat(it.next()).isInstanceOf(Disconnected.class);
            it.client().connect().get(20, TimeUnit.SECONDS);
            assertThat(other.transcript()).contains(SECOND_CONNECTION);
          });
    }
  }

  @Test
  @DisplayName("endpoints that the user named: one that failed is tried last the next time")
  void tries_a_named_endpoint_that_failed_last() throws Exception {
    try (Trial trial = Trial.of(login(false)).and(login(false));
        ScriptedPeer other = ScriptedPeer.listen().script(Script::reset).script(Script::reset)) {
      trial.with(b -> b.endpoint(Endpoint.startTls("127.0.0.1", other.port())));
      trial.stream();
      trial.peer().cue("lose");
      assertThat(trial.next()).isInstanceOf(Disconnected.class);
      trial.client().connect().get(20, TimeUnit.SECONDS);
      assertThat(other.transcript()).contains("[1]").doesNotContain(SECOND_CONNECTION);
    }
  }

  @Test
  @DisplayName("many silent targets leave time for the last one")
  void shares_the_time_among_targets() throws Exception {
    try (Trial trial = Trial.of(login(false));
        ScriptedPeer silent = ScriptedPeer.listen()) {
      for (int i = 0; i < 3; i++) {
        silent.script(Script::silence);
      }
      trial.with(b -> b.connectLimits(Duration.ofSeconds(20), Duration.ofSeconds(24)));
      lookUp(
          trial,
          dns ->
              dns.srv(STARTTLS, 1, 0, silent.port(), HOST)
                  .srv(STARTTLS, 2, 0, silent.port(), "two." + HOST)
                  .srv(STARTTLS, 3, 0, trial.peer().port(), HOST)
                  .a(HOST, "127.0.0.1")
                  .a("two." + HOST, "127.0.0.1"),
          it ->
              assertThat(it.client().connect().get(30, TimeUnit.SECONDS).jid())
                  .hasToString(Trial.ADDRESS));
    }
  }
}
