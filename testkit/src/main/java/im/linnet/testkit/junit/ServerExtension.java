package im.linnet.testkit.junit;

import im.linnet.testkit.server.LiveServer;
import im.linnet.testkit.server.RealServer;
import im.linnet.testkit.server.ServerKind;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server that runs during tests. A {@linkplain #shared shared} one runs from the first class that
 * needs it until all tests of the JVM are done. Otherwise, one in a static field, or in a field of
 * a class with {@code TestInstance.Lifecycle.PER_CLASS}, runs for all tests of the class and its
 * nested classes; one in another field is started for each test.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final ServerExtension<RealServer> SERVER =
 *     ServerExtension.of(ProsodyServer.builder().user("juliet", "secret"));
 * }</pre>
 *
 * <p>If the server is not installed, the tests are skipped with the reason, or fail if the system
 * property {@code linnet.servers} is {@code required}.
 *
 * @param <S> the type of the server
 */
@SuppressWarnings("exports") // JUnit is required only by users of this class.
public final class ServerExtension<S extends AutoCloseable>
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

  private final Supplier<Optional<String>> reasonToSkip;
  private final Function<ExtensionContext, ? extends S> start;
  private @Nullable S running;
  private int classes;

  ServerExtension(Supplier<Optional<String>> reasonToSkip, Supplier<? extends S> start) {
    this(reasonToSkip, context -> start.get());
  }

  private ServerExtension(
      Supplier<Optional<String>> reasonToSkip, Function<ExtensionContext, ? extends S> start) {
    this.reasonToSkip = reasonToSkip;
    this.start = start;
  }

  /** {@return an extension that runs a server with these settings} */
  public static ServerExtension<RealServer> of(RealServer.Builder settings) {
    return new ServerExtension<>(settings::reasonToSkip, settings::start);
  }

  /** {@return an extension that runs a server of that kind, with its three users} */
  public static ServerExtension<LiveServer> of(ServerKind kind) {
    return new ServerExtension<>(kind::reasonToSkip, kind::start);
  }

  /**
   * Returns an extension for tests that share one server of a kind, possibly in parallel. Each
   * field has its own three users. Tests must not do anything to the server that affects others,
   * such as a restart.
   */
  public static ServerExtension<LiveServer> shared(ServerKind kind) {
    return new ServerExtension<>(
        kind::reasonToSkip, context -> SharedServers.of(context).get(kind).withUsersOfItsOwn());
  }

  /**
   * Returns the server.
   *
   * @throws IllegalStateException if none is running, for instance outside of tests
   */
  public S server() {
    S server = running;
    if (server == null) {
      throw new IllegalStateException("No server is running");
    }
    return server;
  }

  /** Starts the server, or skips the tests, unless it runs for an enclosing class. */
  @Override
  public void beforeAll(ExtensionContext context) {
    if (classes++ == 0) {
      start(context);
    }
  }

  /** Starts a server, or skips the test, unless one runs for all tests of the class. */
  @Override
  public void beforeEach(ExtensionContext context) {
    if (classes == 0) {
      start(context);
    }
  }

  /**
   * Stops a server that was started for one test.
   *
   * @throws Exception if that fails
   */
  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    if (classes == 0) {
      stop();
    }
  }

  /**
   * Stops the server that was started for the class.
   *
   * @throws Exception if that fails
   */
  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (--classes == 0) {
      stop();
    }
  }

  void start(ExtensionContext context) {
    reasonToSkip.get().ifPresent(Assumptions::abort);
    running = start.apply(context);
  }

  private void stop() throws Exception {
    S server = running;
    running = null;
    if (server != null) {
      server.close();
    }
  }
}
