package im.linnet;

import static im.linnet.LiveSession.await;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Phase;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.Where;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.net.Cut;
import im.linnet.testkit.net.Direction;
import im.linnet.testkit.net.FaultProxy;
import im.linnet.testkit.net.Plan;
import im.linnet.testkit.server.RealServer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** C01: what a real server says during a login, cut at every so many bytes. */
@Timeout(120)
@ExtendWith(NoLeaks.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CutLogins {

  /** Long enough for a login on a busy machine, which a cut that is noticed does not need. */
  private static final Duration LONG = Duration.ofSeconds(10);

  /** Signatures and session tickets vary in length: so near the end a login may have succeeded. */
  private static final int VARIANCE = 200;

  @RegisterExtension final ServerExtension<RealServer> prosody;
  private final int cuts;

  /** Cuts this many logins on a server in each way. */
  CutLogins(RealServer.Builder server, int cuts) {
    prosody = ServerUser.serverWith(server, "a");
    this.cuts = cuts;
  }

  private FaultProxy line;
  private ClientResources resources;

  @BeforeAll
  void start() {
    line = FaultProxy.to(prosody.server().starttlsPort());
    resources = ClientResources.create(1, Dns.system());
  }

  @AfterAll
  void stop() {
    resources.close();
    line.close();
  }

  private XmppClient client(Duration limit) {
    return new ServerUser(prosody.server(), "a")
        .builder(line.port())
        .connectLimits(limit, limit.multipliedBy(2))
        .closeLimit(Duration.ofSeconds(1))
        .resources(resources)
        .build();
  }

  private long loginBytes() throws Exception {
    line.plan(Plan.CLEAN);
    long before = line.bytes(Direction.TO_CLIENT);
    XmppClient client = client(Duration.ofSeconds(10));
    await(client.connect());
    long bytes = line.bytes(Direction.TO_CLIENT) - before;
    await(client.shutdown());
    return bytes;
  }

  @ParameterizedTest
  @EnumSource(
      value = Cut.class,
      names = {"FIN", "RST"})
  void is_a_typed_error_wherever_it_is_cut(Cut how) throws Exception {
    long login = loginBytes() - VARIANCE;
    assertThat(login).isGreaterThan(2_000);
    assertThat(phasesOf(how, cuts, login, LONG))
        .contains(Phase.OPENING, Phase.SECURING, Phase.AUTHENTICATING);
    assertThat(loginBytes()).as("the next login, uncut").isGreaterThan(login);
  }

  /** With limits that grow until a login comes as far as the last phase. */
  @Test
  void is_a_typed_error_wherever_it_falls_silent() throws Exception {
    long login = loginBytes() - VARIANCE;
    Set<Phase> phases = EnumSet.noneOf(Phase.class);
    for (long millis = 800;
        millis < LONG.toMillis() && !phases.contains(Phase.AUTHENTICATING);
        millis *= 3) {
      phases.addAll(phasesOf(Cut.SILENCE, 14, login, Duration.ofMillis(millis)));
    }
    assertThat(phases).contains(Phase.OPENING, Phase.SECURING, Phase.AUTHENTICATING);
    assertThat(loginBytes()).as("the next login, uncut").isGreaterThan(login);
  }

  /** In which phases logins are cut, each of them at another byte. */
  private Set<Phase> phasesOf(Cut how, int cuts, long login, Duration limit) throws Exception {
    Set<Phase> phases = EnumSet.noneOf(Phase.class);
    for (int i = 0; i < cuts; i++) {
      long at = login * i / cuts;
      line.plan(Plan.CLEAN.cutAfter(Direction.TO_CLIENT, at, how));
      TransportException failure = cutLogin(at, limit);
      Where where = requireNonNull(failure.where());
      assertThat(where.endpoint()).isEqualTo(Endpoint.startTls("127.0.0.1", line.port()));
      assertThat(failure.retryable()).as(failure.getMessage()).isTrue();
      if (how == Cut.SILENCE) {
        assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
      }
      phases.add(where.phase());
    }
    return phases;
  }

  private TransportException cutLogin(long at, Duration limit) throws Exception {
    XmppClient client = client(limit);
    CompletableFuture<BoundStream> connecting = client.connect();
    try {
      BoundStream stream = connecting.get(30, TimeUnit.SECONDS);
      throw new AssertionError("bound in spite of a cut after %d bytes: %s".formatted(at, stream));
    } catch (ExecutionException expected) {
      assertThat(expected.getCause())
          .as("after %d bytes", at)
          .isInstanceOf(TransportException.class);
      return (TransportException) requireNonNull(expected.getCause());
    } finally {
      await(client.shutdown());
    }
  }
}
