package im.linnet.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.linnet.ClientBuilder;
import im.linnet.ServiceProfile;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.KeepAlive;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.sasl.Sasl;
import im.linnet.stream.Transport;
import im.linnet.testkit.net.RefusingPort;
import im.linnet.tls.TlsPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transports that find endpoints by themselves. */
@Timeout(120)
class AlternativesTest {

  private static final Duration NEVER = Duration.ofHours(1);

  @AutoClose private final RefusingPort closed = RefusingPort.open();

  private final MemoryTransport memory = new MemoryTransport();

  /** A transport in memory, which is found in a way of the test's. */
  private record Found(
      MemoryTransport memory,
      Duration headStart,
      Function<Transport.Network, CompletionStage<List<Endpoint>>> how)
      implements Transport, Transport.Alternatives {

    @Override
    public boolean serves(Endpoint endpoint) {
      return memory.serves(endpoint);
    }

    @Override
    public CompletionStage<Line> open(Endpoint endpoint, Events events) {
      return memory.open(endpoint, events);
    }

    @Override
    public Alternatives alternatives() {
      return this;
    }

    @Override
    public CompletionStage<List<Endpoint>> find(Network network) {
      return how.apply(network);
    }
  }

  private record Service(Endpoint tcp) implements ServiceProfile {
    @Override
    public List<Endpoint> fallbackEndpoints() {
      return List.of(tcp);
    }
  }

  private ClientBuilder builder(
      Duration headStart, Function<Transport.Network, CompletionStage<List<Endpoint>>> how) {
    return XmppClient.builder("localhost")
        .sasl(Sasl.anonymous())
        .profile(new Service(Endpoint.startTls("127.0.0.1", closed.number())))
        .keepAlive(KeepAlive.none())
        .closeLimit(Duration.ZERO)
        .tls(TlsPolicy.builder().insecurelyAllowClearText().build())
        .transport(new Found(memory, headStart, how));
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static TransportException failure(CompletableFuture<?> connecting) {
    ExecutionException failed =
        catchThrowableOfType(ExecutionException.class, () -> await(connecting));
    assertThat(failed.getCause()).isInstanceOf(TransportException.class);
    return (TransportException) Objects.requireNonNull(failed.getCause());
  }

  @Test
  void what_is_found_is_used_if_the_known_endpoint_fails() throws Exception {
    CompletableFuture<String> domain = new CompletableFuture<>();
    try (XmppClient client =
        builder(
                NEVER,
                network -> {
                  domain.complete(network.domain());
                  return CompletableFuture.completedFuture(List.of(MemoryTransport.PLACE));
                })
            .build()) {
      CompletableFuture<BoundStream> connecting = client.connect();
      memory.accept().signIn("ANONYMOUS", "juliet@localhost/balcony");
      assertThat(await(connecting).endpoint()).isEqualTo(MemoryTransport.PLACE);
      assertThat(domain).isCompletedWithValue("localhost");
    }
  }

  @Test
  void a_search_that_throws_is_reported_with_the_failure_of_the_known_endpoint() {
    try (XmppClient client =
        builder(
                NEVER,
                network -> {
                  throw new TransportException(Reason.UNRESOLVED, "the list is lost");
                })
            .build()) {
      TransportException failure = failure(client.connect());
      assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
      assertThat(failure).hasMessageContaining("nor was another way found: the list is lost");
    }
  }

  @Test
  void a_search_that_takes_too_long_is_given_up() {
    CompletableFuture<List<Endpoint>> never = new CompletableFuture<>();
    try (XmppClient client =
        builder(NEVER, network -> never)
            .connectLimits(Duration.ofMillis(300), Duration.ofSeconds(10))
            .build()) {
      TransportException failure = failure(client.connect());
      assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
      assertThat(failure).hasMessageContaining("No other endpoints were found within");
    }
    assertThat(never).isCancelled();
  }

  @Test
  void cancelling_ends_the_search() throws Exception {
    CompletableFuture<List<Endpoint>> never = new CompletableFuture<>();
    CompletableFuture<Void> searching = new CompletableFuture<>();
    try (XmppClient client =
        builder(
                Duration.ZERO,
                network -> {
                  searching.complete(null);
                  return never;
                })
            .build()) {
      CompletableFuture<BoundStream> connecting = client.connect();
      await(searching);
      connecting.cancel(false);
      assertThat(never).failsWithin(Duration.ofSeconds(20));
    }
  }

  @Test
  void a_place_that_no_transport_serves_fails_by_itself() {
    Endpoint foreign = Endpoint.at(URI.create("other://here"));
    try (XmppClient client =
        builder(NEVER, network -> CompletableFuture.completedFuture(List.of(foreign))).build()) {
      assertThat(failure(client.connect())).hasMessageContaining("no transport");
    }
  }
}
