package im.linnet.testkit.junit;

import im.linnet.testkit.server.LiveServer;
import im.linnet.testkit.server.ServerKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One server of each kind for all tests of a JVM, started when a test first needs it and stopped by
 * JUnit at the end. Safe for tests that run in parallel: callers wait only for a server of their
 * own kind that is being started.
 */
@SuppressWarnings("exports") // JUnit is required only by users of this class.
public final class SharedServers implements AutoCloseable {

  private static final Namespace NAMESPACE = Namespace.create(SharedServers.class);

  private final Map<ServerKind, CompletableFuture<LiveServer>> servers =
      new EnumMap<>(ServerKind.class);

  private SharedServers() {}

  /** {@return the servers of the run that a test belongs to} */
  public static SharedServers of(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(SharedServers.class, key -> new SharedServers(), SharedServers.class);
  }

  /**
   * Returns the running server of a kind; skips the test, with the reason, if there is none. Blocks
   * while it starts. For users of the test's own, see {@link LiveServer#withUsersOfItsOwn}.
   *
   * @throws IllegalStateException if it doesn't start, or is missing and required
   */
  public LiveServer get(ServerKind kind) {
    kind.reasonToSkip().ifPresent(Assumptions::abort);
    CompletableFuture<LiveServer> mine = new CompletableFuture<>();
    CompletableFuture<LiveServer> server;
    synchronized (servers) {
      server = servers.computeIfAbsent(kind, first -> mine);
    }
    if (server == mine) {
      start(kind, mine);
    }
    try {
      return server.join();
    } catch (CompletionException e) {
      throw new IllegalStateException(kind + " did not start", e.getCause());
    }
  }

  private static void start(ServerKind kind, CompletableFuture<LiveServer> started) {
    try {
      started.complete(kind.start());
    } catch (RuntimeException | Error e) {
      started.completeExceptionally(e);
    }
  }

  /** Stops the servers that were started. */
  @Override
  public void close() {
    List<CompletableFuture<LiveServer>> all;
    synchronized (servers) {
      all = new ArrayList<>(servers.values());
    }
    all.forEach(server -> server.thenAccept(LiveServer::close));
  }
}
