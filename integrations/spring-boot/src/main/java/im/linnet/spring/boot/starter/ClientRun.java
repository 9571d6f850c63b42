package im.linnet.spring.boot.starter;

import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.connection.SavedStream;
import im.linnet.failure.RefusedException;
import im.linnet.spring.boot.starter.ClientProperties.Start;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client from the start of the context to its end. Logs with its name, not its account. */
final class ClientRun {

  private static final Logger LOG = LoggerFactory.getLogger(ClientRun.class);

  private final String name;
  private final String prefix;
  private final ClientProperties properties;
  private final XmppClient client;
  private final UncertainStanzas uncertain;
  private final @Nullable SuspendFile file;
  private final CompletableFuture<Void> settled = new CompletableFuture<>();

  ClientRun(
      String name,
      String prefix,
      ClientProperties properties,
      XmppClient client,
      UncertainStanzas uncertain,
      @Nullable SuspendFile file) {
    this.name = name;
    this.prefix = prefix;
    this.properties = properties;
    this.client = client;
    this.uncertain = uncertain;
    this.file = file;
  }

  XmppClient client() {
    return client;
  }

  /** Connects, unless the application does. Does not wait. */
  void start() {
    uncertain.begin();
    var unused = client.onState(this::entered);
    if (properties.start() != Start.MANUAL) {
      // Its failure is in the state, too.
      var unusedOutcome = client.connect();
    }
  }

  private void entered(ConnectionState state) {
    if (state instanceof Connected connected) {
      LOG.info(
          "Client {}: {}", name, connected.stream().resumed() ? "resumed its stream" : "connected");
      settled.complete(null);
      forget();
    } else if (state instanceof Disconnected ended && ended.cause() != null) {
      LOG.warn("Client {}: {}", name, state);
      settled.completeExceptionally(ended.cause());
    }
  }

  private void forget() {
    if (file == null) {
      return;
    }
    try {
      file.used();
    } catch (IOException failure) {
      LOG.warn("Client {}: {} can't be deleted; its stream is in use again", name, file, failure);
    }
  }

  /**
   * Waits for a connection, if the application needs one to start.
   *
   * @throws ClientSetupException if there is none within the limit
   */
  void await() {
    if (properties.start() != Start.REQUIRED) {
      return;
    }
    try {
      settled.get(properties.startLimit().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      throw notConnected("can't connect", failed.getCause());
    } catch (TimeoutException late) {
      throw notConnected(
          "is not connected after " + properties.startLimit(), client.health().failure());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw notConnected("was interrupted while connecting", interrupted);
    }
  }

  private ClientSetupException notConnected(String what, @Nullable Throwable cause) {
    return new ClientSetupException(
        "Client %s %s".formatted(name, what),
        "Remove the cause, or set %s.start=background to start without a connection"
            .formatted(prefix),
        cause);
  }

  /**
   * Ends the client: suspends its stream to the file if it has one, else closes it.
   *
   * @return done when nothing is open any more; never fails
   */
  CompletableFuture<Void> stop() {
    CompletableFuture<Void> ended =
        file == null ? client.shutdown() : client.suspend().thenAccept(saved -> keep(file, saved));
    return ended.exceptionallyCompose(this::closed);
  }

  private void keep(SuspendFile place, SavedStream saved) {
    try {
      place.write(saved);
      LOG.info("Client {}: suspended its stream to {}", name, place);
    } catch (IOException failure) {
      LOG.error(
          "Client {}: {} can't be written; stanzas that the server has not acknowledged are lost",
          name,
          place,
          failure);
    }
  }

  private CompletableFuture<Void> closed(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (!(cause instanceof RefusedException)) {
      LOG.warn("Client {}: the stream can't be suspended and is ended", name, cause);
    }
    return client.shutdown();
  }
}
