package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ClientResources;
import im.linnet.ServiceProfile;
import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Phase;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Attempt;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.testkit.dns.Answer;
import im.linnet.testkit.dns.DnsServer;
import im.linnet.testkit.net.RefusingPort;
import im.linnet.testkit.peer.Script;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From the domain of an account to the session, with a DNS that only the test knows. */
@Timeout(120)
class ServiceLookupTest {

  @AutoClose private final RefusingPort closed = RefusingPort.open();

  @AutoClose private final RefusingPort alsoClosed = RefusingPort.open();

  private static final String STARTTLS = "_xmpp-client._tcp." + DOMAIN;
  private static final String DIRECT = "_xmpps-client._tcp." + DOMAIN;
  private static final String HOST = "im.hosting.test";

  /** Longer than anything here is waited for. */
  private static final Duration DNS_LIMIT = Duration.ofMinutes(5);

  /** A trial without any peer. */
  private static void trial(UnaryOperator<DnsServer.Builder> records, Case trial) throws Exception {
    try (Trial fresh = new Trial()) {
      trial(fresh, records, trial);
    }
  }

  /** A trial in which nothing but the account and this DNS is known. */
  private static void trial(Trial fresh, UnaryOperator<DnsServer.Builder> records, Case trial)
      throws Exception {
    try (DnsServer dns = records.apply(DnsServer.builder().a(HOST, "127.0.0.1")).start();
        ClientResources resources =
            ClientResources.create(1, Dns.of(dns.address()).withLimit(DNS_LIMIT))) {
      trial.run(fresh.lookingUp().with(builder -> builder.resources(resources)));
    }
  }

  private interface Case {
    void run(Trial trial) throws Exception;
  }

  private static Phase phase(XmppException failure) {
    return Objects.requireNonNull(failure.where()).phase();
  }

  @Test
  @DisplayName("e.1: the first target is dead")
  void goes_to_the_next_target() throws Exception {
    int dead = closed.number();
    try (Trial fresh = Trial.of(Trial::login)) {
      trial(
          fresh,
          dns -> dns.srv(STARTTLS, 1, 0, dead, HOST).srv(STARTTLS, 2, 0, fresh.peer().port(), HOST),
          trial -> {
            assertThat(trial.stream().endpoint())
                .isEqualTo(Endpoint.startTls(HOST, trial.peer().port()));
            assertThat(trial.connection(1).serverName()).isEqualTo(DOMAIN);
            trial.peer().await();
          });
    }
  }

  @Tag("N12")
  @Test
  @DisplayName("e.1, N06: a target with the certificate of its own name is passed over")
  void goes_on_when_a_target_is_not_the_domains() throws Exception {
    var foreign = Trial.AUTHORITY.server(HOST).serverContext();
    try (Trial fresh =
        Trial.of(
                s ->
                    s.openStream(DOMAIN, Trial.STARTTLS)
                        .expect("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
                        .send("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
                        .startTls(foreign))
            .and(Trial::login)) {
      trial(
          fresh,
          dns ->
              dns.srv(STARTTLS, 1, 0, fresh.peer().port(), HOST)
                  .srv(STARTTLS, 2, 0, fresh.peer().port(), "localhost"),
          trial ->
              assertThat(trial.stream().endpoint())
                  .isEqualTo(Endpoint.startTls("localhost", trial.peer().port())));
    }
  }

  @Test
  @DisplayName("direct TLS, where its record has the lower priority value")
  void takes_direct_tls_first() throws Exception {
    try (Trial fresh =
        Trial.of(s -> s.startTls().signIn(DOMAIN, "PLAIN").bind(DOMAIN, Trial.ADDRESS))) {
      trial(
          fresh,
          dns ->
              dns.srv(DIRECT, 1, 0, fresh.peer().port(), HOST)
                  .srv(STARTTLS, 2, 0, fresh.peer().port(), HOST),
          trial ->
              assertThat(trial.stream().endpoint())
                  .isEqualTo(Endpoint.directTls(HOST, trial.peer().port())));
    }
  }

  @Test
  @DisplayName("N01: one service is declined, the other is not")
  void takes_the_service_that_is_there() throws Exception {
    try (Trial fresh =
        Trial.of(s -> s.startTls().signIn(DOMAIN, "PLAIN").bind(DOMAIN, Trial.ADDRESS))) {
      trial(
          fresh,
          dns -> dns.srv(STARTTLS, 0, 0, 0, ".").srv(DIRECT, 1, 0, fresh.peer().port(), HOST),
          trial -> assertThat(trial.stream().endpoint().directTls()).isTrue());
    }
  }

  @Test
  @DisplayName("N01: a target of “.”")
  void does_not_go_where_there_is_no_service() throws Exception {
    trial(
        dns -> dns.srv(STARTTLS, 0, 0, 0, ".").srv(DIRECT, 0, 0, 0, ".").a(DOMAIN, "127.0.0.1"),
        trial -> {
          TransportException failure = trial.failure(TransportException.class);
          assertThat(failure.reason()).isEqualTo(Reason.NO_SERVICE);
          assertThat(phase(failure)).isEqualTo(Phase.RESOLVING);
          assertThat(failure.retryable()).as("DNS may be forged").isTrue();
        });
  }

  @Test
  @DisplayName("e.2: no such name; the profile knows a host")
  void falls_back_to_the_profile() throws Exception {
    try (Trial fresh = Trial.of(Trial::login)) {
      ServiceProfile profile =
          new ServiceProfile() {
            @Override
            public List<Endpoint> fallbackEndpoints() {
              return List.of(Endpoint.startTls(HOST, fresh.peer().port()));
            }
          };
      fresh.with(builder -> builder.profile(profile));
      trial(
          fresh,
          dns -> dns,
          trial -> {
            assertThat(trial.stream().endpoint().host()).isEqualTo(HOST);
            trial.peer().await();
          });
    }
  }

  @Test
  @DisplayName("N06: every target is dead")
  void lists_what_happened_at_each_target() throws Exception {
    int one = closed.number();
    int other = alsoClosed.number();
    trial(
        dns -> dns.srv(STARTTLS, 1, 0, one, HOST).srv(STARTTLS, 2, 0, other, "unknown.test"),
        trial -> {
          TransportException failure = trial.failure(TransportException.class);
          assertThat(failure.reason()).isEqualTo(Reason.ALL_FAILED);
          assertThat(failure.attempts())
              .extracting(Attempt::endpoint)
              .containsExactly(
                  Endpoint.startTls(HOST, one), Endpoint.startTls("unknown.test", other));
          assertThat(failure.attempts())
              .extracting(attempt -> ((TransportException) attempt.failure()).reason())
              .containsExactly(Reason.REFUSED, Reason.UNRESOLVED);
          assertThat(failure.retryable()).isTrue();
        });
  }

  @Test
  @DisplayName("a silent DNS: the limit for the whole holds for the look-up too")
  void does_not_wait_for_the_dns_beyond_the_limit() throws Exception {
    trial(
        dns ->
            dns.on(STARTTLS, "SRV", Answer.Now.SILENCE)
                .on(DIRECT, "SRV", Answer.Now.SILENCE)
                .on(DOMAIN, "A", Answer.Now.SILENCE)
                .on(DOMAIN, "AAAA", Answer.Now.SILENCE),
        trial -> {
          trial.with(b -> b.connectLimits(Duration.ofMillis(500), Duration.ofMillis(500)));
          TransportException failure = trial.failure(TransportException.class);
          assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
          assertThat(phase(failure)).isEqualTo(Phase.CONNECTING);
        });
  }

  @Test
  @DisplayName("two silent targets share the limit for the whole, and each says how far it came")
  void stops_at_the_limit_for_the_whole() throws Exception {
    Trial.patiently(ServiceLookupTest::stopsAtTheLimitForTheWhole);
  }

  private static void stopsAtTheLimitForTheWhole(Duration each) throws Exception {
    try (Trial fresh = Trial.of(Script::expectHeader).and(Script::expectHeader)) {
      trial(
          fresh,
          dns ->
              dns.srv(STARTTLS, 1, 0, fresh.peer().port(), HOST)
                  .srv(STARTTLS, 2, 0, fresh.peer().port(), "localhost")
                  .srv(STARTTLS, 3, 0, 1, "untried.test"),
          trial -> {
            trial.with(b -> b.connectLimits(each, each.multipliedBy(3).dividedBy(2)));
            TransportException failure = trial.failure(TransportException.class);
            assertThat(failure.reason()).isEqualTo(Reason.ALL_FAILED);
            assertThat(failure.attempts())
                .extracting(attempt -> ((TransportException) attempt.failure()).reason())
                .containsOnly(Reason.TIMED_OUT)
                .hasSize(3);
            assertThat(failure.attempts())
                .extracting(attempt -> phase(attempt.failure()))
                .containsExactly(Phase.OPENING, Phase.OPENING, Phase.CONNECTING);
          });
    }
  }
}
