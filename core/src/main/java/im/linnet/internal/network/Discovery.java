package im.linnet.internal.network;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.internal.netty.Nanos;
import im.linnet.internal.redirect.Reach;
import im.linnet.internal.stream.Faults;
import im.linnet.stream.Transport;
import im.linnet.stream.Transport.Alternatives;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds further endpoints of the account's domain by the client's transports. Belongs to the event
 * loop.
 *
 * <p>A source is a web server of the domain, so what it names is bounded like what an authenticated
 * server names in a redirect: nobody can send the client farther inside than they are themselves.
 */
public final class Discovery {

  /** How many endpoints of one source are used. */
  static final int MAX = 8;

  private static final int HTTPS = 443;

  private final List<Alternatives> sources;
  private final ClientNetworks networks;

  private Discovery(List<Alternatives> sources, ClientNetworks networks) {
    this.sources = sources;
    this.networks = networks;
  }

  /**
   * The discovery of a client.
   *
   * @param transports its transports
   * @param networks what they may use
   * @return the discovery, or null if no transport discovers anything
   */
  public static @Nullable Discovery of(List<Transport> transports, ClientNetworks networks) {
    List<Alternatives> sources =
        transports.stream().map(Transport::alternatives).filter(Objects::nonNull).toList();
    return sources.isEmpty() ? null : new Discovery(sources, networks);
  }

  /** How long the endpoints that are known are tried alone. */
  public Duration headStart() {
    return sources.stream()
        .map(Alternatives::headStart)
        .min(Duration::compareTo)
        .filter(start -> !start.isNegative())
        .orElse(Duration.ZERO);
  }

  /**
   * Asks all sources.
   *
   * @param limit how long it may take
   * @return the endpoints in order, with the addresses that each may have; fails if nothing was
   *     found and a source failed
   */
  public CompletableFuture<Map<Endpoint, Reach>> find(Duration limit) {
    Search search = new Search();
    sources.forEach(search::ask);
    Future<?> timer =
        networks
            .loop()
            .schedule(() -> search.tooLate(limit), Nanos.of(limit), TimeUnit.NANOSECONDS);
    search.result.whenComplete(
        (found, failure) -> {
          timer.cancel(false);
          search.end();
        });
    search.asked();
    return search.result;
  }

  /** One search at all sources. */
  private final class Search {
    private final CompletableFuture<Map<Endpoint, Reach>> result = new CompletableFuture<>();
    private final Map<Endpoint, Reach> found = new LinkedHashMap<>();
    private final List<CompletableFuture<List<Endpoint>>> pending = new ArrayList<>();
    private @Nullable Throwable failure;
    private int left = 1;

    void ask(Alternatives source) {
      left++;
      ClientNetwork network =
          networks.network(Endpoint.directTls(networks.domain(), HTTPS), Reach.ANYWHERE);
      CompletableFuture<List<Endpoint>> answer = answer(source, network);
      pending.add(answer);
      answer.whenComplete(
          (endpoints, failed) -> onLoop(() -> answered(network, endpoints, failed)));
    }

    private static CompletableFuture<List<Endpoint>> answer(
        Alternatives source, ClientNetwork network) {
      try {
        return source.find(network).toCompletableFuture();
      } catch (RuntimeException thrown) {
        return CompletableFuture.failedFuture(thrown);
      }
    }

    private void onLoop(Runnable task) {
      if (networks.loop().inEventLoop()) {
        task.run();
      } else if (!networks.loop().isShuttingDown()) {
        networks.loop().execute(task);
      }
    }

    private void answered(
        ClientNetwork network, @Nullable List<Endpoint> endpoints, @Nullable Throwable failed) {
      if (endpoints != null) {
        Reach reach = Reach.of(network.connected(), true, List.of());
        endpoints.stream().limit(MAX).forEach(endpoint -> found.putIfAbsent(endpoint, reach));
      } else {
        failure = failed;
      }
      asked();
    }

    void asked() {
      left--;
      if (left > 0) {
        return;
      }
      if (found.isEmpty() && failure != null) {
        result.completeExceptionally(Faults.of(failure));
      } else {
        result.complete(found);
      }
    }

    void tooLate(Duration limit) {
      result.completeExceptionally(
          new TransportException(
              Reason.TIMED_OUT,
              "No other endpoints were found within %d ms".formatted(limit.toMillis())));
    }

    void end() {
      pending.forEach(answer -> answer.cancel(true));
    }
  }
}
