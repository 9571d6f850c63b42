package im.linnet.spring.boot.starter;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.connection.SavedStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.springframework.context.SmartLifecycle;

/**
 * Makes the clients of one application context, connects them when it starts and ends them when it
 * stops. They start before the web server and stop after it, so requests can use them until the
 * last one is answered.
 *
 * <p>A client that has ended can't connect again, as extensions and subscribers belong to it.
 * Therefore a context is not started a second time: see {@link #isPauseable}.
 */
final class ClientLifecycle implements SmartLifecycle {

  /** Below the web server's two phases, which are 1024 and 2048 below the default one. */
  static final int PHASE = DEFAULT_PHASE - 4096;

  private final ClientFactory factory;
  private final Map<String, ClientProperties> named;
  private final Consumer<Object> publisher;
  private final List<ClientRun> runs = new ArrayList<>();
  private State state = State.NEW;

  /** Where the context is. */
  private enum State {
    NEW,
    RUNNING,
    STOPPED
  }

  /**
   * Creates the lifecycle.
   *
   * @param named the properties of all clients but the main one
   * @param publisher publishes events
   */
  ClientLifecycle(
      ClientFactory factory, Map<String, ClientProperties> named, Consumer<Object> publisher) {
    this.factory = factory;
    this.named = named;
    this.publisher = publisher;
  }

  /** Makes the client of {@code linnet.*}. */
  XmppClient main(ClientProperties properties) {
    return make(ClientCustomizer.MAIN, "linnet", properties);
  }

  /**
   * Makes the client of {@code linnet.clients.NAME.*}; called by name, see {@link NamedClients}.
   */
  XmppClient named(String name) {
    ClientProperties properties = named.get(name);
    if (properties == null) {
      throw new IllegalArgumentException("name: " + name + " (expected: one of linnet.clients)");
    }
    return make(name, NamedClients.PREFIX + "." + name, properties);
  }

  private XmppClient make(String name, String prefix, ClientProperties properties) {
    ClientBuilder builder = factory.builder(name, prefix, properties);
    UncertainStanzas uncertain = new UncertainStanzas(name, publisher);
    String property = prefix + ".suspend-file";
    SuspendFile file =
        properties.suspendFile() == null
            ? null
            : new SuspendFile(property, properties.suspendFile());
    SavedStream saved = file == null ? null : file.read();
    if (saved != null) {
      resume(builder, saved, uncertain, property);
    }
    ClientRun run =
        new ClientRun(name, prefix, properties, build(builder, prefix), uncertain, file);
    begin(run);
    return run.client();
  }

  private static void resume(
      ClientBuilder builder, SavedStream saved, UncertainStanzas uncertain, String property) {
    try {
      builder.resume(saved, uncertain);
    } catch (IllegalArgumentException other) {
      throw new ClientSetupException(
          property + ": the file has a stream of another account",
          "Name another file for each account, or delete this one, which loses the stream",
          other);
    }
  }

  private static XmppClient build(ClientBuilder builder, String prefix) {
    try {
      return builder.build();
    } catch (IllegalStateException incomplete) {
      throw new ClientSetupException(
          "The client of %s.account can't be built".formatted(prefix),
          "Set %s.password, or call sasl(..) in a ClientCustomizer".formatted(prefix),
          incomplete);
    }
  }

  /** A lazy bean may be made when the context runs already. */
  private synchronized void begin(ClientRun run) {
    runs.add(run);
    if (state == State.RUNNING) {
      run.start();
    }
  }

  @Override
  public void start() {
    List<ClientRun> all = started();
    all.forEach(ClientRun::start);
    all.forEach(ClientRun::await);
  }

  private synchronized List<ClientRun> started() {
    if (state == State.STOPPED) {
      throw new IllegalStateException(
          "The clients of this context have ended for good; make another context to connect again");
    }
    boolean first = state == State.NEW;
    state = State.RUNNING;
    return first ? List.copyOf(runs) : List.of();
  }

  @Override
  public void stop() {
    stopped().join();
  }

  @Override
  public void stop(Runnable done) {
    stopped().thenRun(done);
  }

  private synchronized CompletableFuture<Void> stopped() {
    state = State.STOPPED;
    return CompletableFuture.allOf(
        runs.stream().map(ClientRun::stop).toArray(CompletableFuture<?>[]::new));
  }

  @Override
  public synchronized boolean isRunning() {
    return state == State.RUNNING;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  /** Keeps the clients connected while Spring 7 pauses a context; Spring 6 does not ask. */
  @Override
  public boolean isPauseable() {
    return false;
  }
}
