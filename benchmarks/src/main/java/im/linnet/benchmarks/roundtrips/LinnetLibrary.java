package im.linnet.benchmarks.roundtrips;

import im.linnet.ClientResources;
import im.linnet.XmppClient;
import im.linnet.benchmarks.peers.Target;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.endpoint.Endpoint;
import im.linnet.sasl.FastTokens;
import im.linnet.sasl.Sasl;
import im.linnet.tls.TlsPolicy;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Linnet; a client keeps what it remembers, but for a token only if it may. */
final class LinnetLibrary implements Library {

  @Override
  public Optional<String> lacks(Login login) {
    return Optional.empty();
  }

  @Override
  public Traveller traveller(boolean tokens) {
    return new Account(tokens ? FastTokens.inMemory() : FastTokens.none());
  }

  private static final class Account implements Traveller {

    private final ClientResources resources = ClientResources.create();
    private final FastTokens tokens;
    private @Nullable XmppClient client;
    private volatile CompletableFuture<Void> lost = new CompletableFuture<>();

    Account(FastTokens tokens) {
      this.tokens = tokens;
    }

    /** The same client signs in again, as what it knows of the server belongs to it. */
    @Override
    public String login(Place place) throws Exception {
      if (client == null) {
        client = client(place);
      }
      BoundStream stream = connect();
      if (!stream.managed() || stream.resumed()) {
        throw new IllegalStateException("the stream is not a new and managed one");
      }
      return stream.mechanism();
    }

    private XmppClient client(Place place) {
      Target target = place.target();
      XmppClient fresh =
          XmppClient.builder(target.account())
              .resources(resources)
              .endpoint(
                  place.direct()
                      ? Endpoint.directTls("127.0.0.1", target.port())
                      : Endpoint.startTls("127.0.0.1", target.port()))
              .sasl(Sasl.password(Target.PASSWORD))
              .fastTokens(tokens)
              .tls(TlsPolicy.builder().trust(place.anchor()).build())
              .build();
      fresh.onState(
          state -> {
            if (state instanceof ConnectionState.Disconnected) {
              lost.complete(null);
            }
          });
      return fresh;
    }

    private BoundStream connect() throws Exception {
      lost = new CompletableFuture<>();
      return current().connect().get(1, TimeUnit.MINUTES);
    }

    /** A client that was shut down can't be used again, and any other end can be resumed. */
    @Override
    public void leave(Runnable reset, Duration resumable) throws Exception {
      reset.run();
      awaitLoss();
      Thread.sleep(resumable.plusMillis(500).toMillis());
    }

    @Override
    public void awaitLoss() throws Exception {
      lost.get(1, TimeUnit.MINUTES);
    }

    @Override
    public String resume() throws Exception {
      BoundStream stream = connect();
      if (!stream.resumed()) {
        throw new IllegalStateException("the stream is not resumed");
      }
      return stream.mechanism();
    }

    private XmppClient current() {
      return Objects.requireNonNull(client, "a client");
    }

    @Override
    public void close() {
      if (client != null) {
        client.shutdown().join();
      }
      resources.close();
    }
  }
}
