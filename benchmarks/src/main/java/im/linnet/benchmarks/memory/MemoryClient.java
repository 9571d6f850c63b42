package im.linnet.benchmarks.memory;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.connection.KeepAlive;
import im.linnet.sasl.Sasl;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A client that is signed in to a {@link MemoryLine}.
 *
 * @param client the client
 * @param line its server
 */
public record MemoryClient(XmppClient client, MemoryLine line) implements AutoCloseable {

  private static final long LIMIT_SECONDS = 300;

  /** Signs in. */
  private interface Login {
    void go(MemoryLine line) throws Exception;
  }

  /**
   * Signs a client in, without stream management.
   *
   * @param settings further settings
   * @return the client with its server
   * @throws Exception if it can't sign in
   */
  public static MemoryClient open(UnaryOperator<ClientBuilder> settings) throws Exception {
    return open(settings, MemoryLine::login);
  }

  /**
   * Signs a client in with stream management, to a server that acknowledges nothing.
   *
   * @param settings further settings
   * @return the client with its server
   * @throws Exception if it can't sign in
   */
  public static MemoryClient openManaged(UnaryOperator<ClientBuilder> settings) throws Exception {
    return open(settings, MemoryLine::loginManaged);
  }

  private static MemoryClient open(UnaryOperator<ClientBuilder> settings, Login login)
      throws Exception {
    CompletableFuture<MemoryLine> opened = new CompletableFuture<>();
    ClientBuilder builder =
        XmppClient.builder("juliet@localhost")
            .sasl(Sasl.password("secret").allowPlain())
            .endpoint(MemoryLine.PLACE)
            .transport(MemoryLine.transport(opened))
            .keepAlive(KeepAlive.none())
            .closeLimit(Duration.ZERO)
            .requestLimit(Duration.ofSeconds(LIMIT_SECONDS));
    XmppClient client = settings.apply(builder).build();
    CompletableFuture<?> connected = client.connect();
    MemoryLine line = opened.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    login.go(line);
    connected.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    return new MemoryClient(client, line);
  }

  @Override
  public void close() {
    client.shutdown().toCompletableFuture().join();
  }
}
