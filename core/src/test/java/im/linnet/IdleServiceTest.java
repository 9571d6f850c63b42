package im.linnet;

import static im.linnet.LiveSession.await;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.ConnectionState;
import im.linnet.connection.KeepAlive;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslExchange;
import im.linnet.sasl.SaslMechanism;
import im.linnet.testkit.messenger.Ending;
import im.linnet.testkit.messenger.IdleRule;
import im.linnet.testkit.messenger.MessengerService;
import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.RedirectPlan;
import im.linnet.testkit.messenger.SignIn;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A service that ends connections that are silent for too long. */
@Timeout(120)
@ExtendWith(NoLeaks.class)
class IdleServiceTest {

  private static final Duration IDLE = Duration.ofSeconds(4);

  /** So much less that a machine may stand still for seconds. */
  private static final Duration SILENCE = Duration.ofMillis(250);

  private static final String DOMAIN = "messenger.live.com";
  private static final TestCertificates AUTHORITY = TestCertificates.create();
  private static final MessengerUser ALICE =
      new MessengerUser("00037ffe11111111", "alice@hotmail.com", "Alice", "EwA+Aq1D/alice==");

  /** The service's own mechanism, as far as a login takes it. */
  private static final class Token implements SaslMechanism {

    @Override
    public String name() {
      return SignIn.MECHANISM;
    }

    @Override
    public SaslExchange start(SaslChannel channel) {
      byte[] token = ALICE.token().getBytes(StandardCharsets.US_ASCII);
      return () -> CompletableFuture.completedStage(Optional.of(token));
    }

    @Override
    public String encode(byte[] message) {
      return new String(message, StandardCharsets.US_ASCII);
    }
  }

  private static MessengerService service() {
    return MessengerService.builder()
        .tls(AUTHORITY.server(DOMAIN).serverContext())
        .redirects(RedirectPlan.none())
        .idle(IdleRule.after(IDLE, Ending.FIN))
        .user(ALICE)
        .start();
  }

  private static ClientBuilder client(MessengerService service) {
    return XmppClient.builder(DOMAIN)
        .sasl(Sasl.of(new Token()))
        .endpoint(Endpoint.startTls("127.0.0.1", service.front().getPort()))
        .tls(TlsPolicy.builder().trust(AUTHORITY.trustAnchor()).build());
  }

  @Test
  void is_outlived_by_a_connection_that_pings() throws Exception {
    // So many pings take twice the time after which the service ends a connection.
    CountDownLatch pings = new CountDownLatch(32);
    try (MessengerService service = service();
        Watched it =
            new Watched(
                client(service)
                    .keepAlive(KeepAlive.ping(SILENCE))
                    .onWire(
                        event -> {
                          if (event.outgoing() && event.xml().contains("urn:xmpp:ping")) {
                            pings.countDown();
                          }
                        }))) {
      await(it.client.connect());
      assertThat(pings.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(it.lost).isNotDone();
    }
  }

  /** The service counts stanzas only: its profile must not rely on blanks. */
  @ParameterizedTest
  @EnumSource(
      value = KeepAlive.Kind.class,
      names = {"NONE", "WHITESPACE"})
  void ends_a_connection_that_sends_no_stanzas(KeepAlive.Kind kind) throws Exception {
    try (MessengerService service = service();
        Watched it = new Watched(client(service).keepAlive(new KeepAlive(kind, SILENCE, null)))) {
      await(it.client.connect());
      assertThat(await(it.lost).cause())
          .isInstanceOfSatisfying(
              TransportException.class, end -> assertThat(end.reason()).isEqualTo(Reason.CLOSED));
    }
  }

  /** A client whose loss is noticed and which is closed in any case. */
  private static final class Watched implements AutoCloseable {

    final XmppClient client;
    final CompletableFuture<ConnectionState.Disconnected> lost = new CompletableFuture<>();

    Watched(ClientBuilder builder) {
      client = builder.build();
      client.onState(
          state -> {
            if (state instanceof ConnectionState.Disconnected end) {
              lost.complete(end);
            }
          });
    }

    @Override
    public void close() {
      client.shutdown().join();
    }
  }
}
