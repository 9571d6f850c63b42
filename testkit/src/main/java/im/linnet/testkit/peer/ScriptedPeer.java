package im.linnet.testkit.peer;

import im.linnet.testkit.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * A server that follows scripts, one for each connection, in order. A connection beyond the last
 * script is closed at once and is a failure.
 *
 * <p>Set options and scripts before the client connects. Then {@link #await()} reports the result
 * to the test. All methods can be called from any thread.
 */
public final class ScriptedPeer implements AutoCloseable {
  private final ServerSocket server;
  private final Stage stage = new Stage();
  private final List<Conversation> conversations = new CopyOnWriteArrayList<>();
  private final Queue<Conversation> waiting = new ConcurrentLinkedQueue<>();
  private final Queue<Wire> wires = new ConcurrentLinkedQueue<>();
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

  private ScriptedPeer(ServerSocket server) {
    this.server = server;
  }

  /**
   * Listens on a free port of the loopback address.
   *
   * @return the peer
   * @throws UncheckedIOException if there is no free port
   */
  public static ScriptedPeer listen() {
    return listen(InetAddress.getLoopbackAddress());
  }

  /**
   * Listens on a free port.
   *
   * @param address the local address
   * @return the peer
   * @throws UncheckedIOException if the address is not local
   */
  public static ScriptedPeer listen(InetAddress address) {
    return listen(new InetSocketAddress(address, 0));
  }

  /**
   * Listens on a port, for instance on the same one as another peer at another address.
   *
   * @param address the local address and the port, 0 for a free one
   * @return the peer
   * @throws UncheckedIOException if the address is not local or the port is in use
   */
  public static ScriptedPeer listen(InetSocketAddress address) {
    try {
      ScriptedPeer peer =
          new ScriptedPeer(new ServerSocket(address.getPort(), 50, address.getAddress()));
      peer.start(peer::accept, "scripted-peer-" + peer.port());
      return peer;
    } catch (IOException e) {
      throw new UncheckedIOException("scripted peer: can't listen on " + address, e);
    }
  }

  /**
   * Sets the certificate for {@link Script#startTls()}.
   *
   * @param context key and trust
   * @return this peer
   */
  public ScriptedPeer withTls(SSLContext context) {
    stage.tls(context);
    return this;
  }

  /**
   * Configures TLS: protocols, cipher suites, ALPN, client certificates.
   *
   * @param change changes the parameters before each handshake
   * @return this peer
   */
  public ScriptedPeer tuneTls(Consumer<SSLParameters> change) {
    stage.tuning(change);
    return this;
  }

  /**
   * Limits each line of a script and each wait of the test; 10 seconds unless set.
   *
   * @param limit the limit
   * @return this peer
   * @throws IllegalArgumentException if it is not positive
   */
  public ScriptedPeer timeout(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: > 0)");
    }
    stage.timeout(limit);
    return this;
  }

  /**
   * Sends everything in pieces, each flushed separately; a script can set its own size.
   *
   * @param size the size of a piece in bytes
   * @return this peer
   */
  public ScriptedPeer chunked(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("size: " + size + " (expected: >= 1)");
    }
    stage.chunk(size);
    return this;
  }

  /**
   * Adds the script of the next connection.
   *
   * @param lines adds its lines
   * @return this peer
   * @throws IllegalArgumentException if it contains malformed XML
   */
  public synchronized ScriptedPeer script(Consumer<Script> lines) {
    Script script = new Script(SignInForm.selected());
    lines.accept(script);
    Conversation next = new Conversation(conversations.size() + 1, script, stage);
    conversations.add(next);
    waiting.add(next);
    return this;
  }

  /** {@return the address where the peer listens} */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** {@return the port} */
  public int port() {
    return server.getLocalPort();
  }

  /**
   * Releases {@link Script#awaitCue}.
   *
   * @param name the cue
   */
  public void cue(String name) {
    stage.cues().happen(name);
  }

  /**
   * Waits until a script passes {@link Script#mark}.
   *
   * @param name the mark
   * @throws AssertionError if it does not in time, or if a script fails
   */
  public void awaitMark(String name) {
    await(stage.marks().of(name), 1, "no script came to the mark \"" + name + "\"");
    rethrowFailure();
  }

  /**
   * Waits until all scripts have ended.
   *
   * @throws AssertionError at the first mismatch, or if a script is unused or unfinished; the
   *     message contains the transcript
   */
  public void await() {
    for (int i = 0; i < conversations.size(); i++) {
      Conversation each = conversations.get(i);
      await(
          each.accepted(),
          1,
          "connection " + (i + 1) + " of " + conversations.size() + " did not come");
      await(
          each.finished(),
          each.length() + 1L,
          "the script of connection " + (i + 1) + " did not end");
    }
    rethrowFailure();
  }

  /**
   * Waits until a connection has ended: the script is at its end, and the client has left. Not for
   * a script that stalls.
   *
   * @param number 1 for the first script
   * @throws AssertionError if it does not end in time, or if a script fails
   */
  public void awaitEnd(int number) {
    await(conversation(number).ended(), 1, "connection " + number + " did not end");
  }

  /**
   * The record of one connection.
   *
   * @param number 1 for the first script
   * @return the record, which grows while the connection is open
   * @throws IllegalArgumentException if there is no such script
   */
  public PeerConnection connection(int number) {
    return conversation(number).connection();
  }

  private Conversation conversation(int number) {
    if (number < 1 || number > conversations.size()) {
      throw new IllegalArgumentException(
          "number: " + number + " (expected: 1 to " + conversations.size() + ", one for a script)");
    }
    return conversations.get(number - 1);
  }

  /**
   * Returns a captured value.
   *
   * @param name the name in {@code {name}}
   * @return the value, or null
   */
  public @Nullable String captured(String name) {
    return stage.captures().get(name);
  }

  /** {@return both sides' text so far, one line for each step} */
  public String transcript() {
    return stage.transcript().toString();
  }

  /**
   * Closes everything and waits for the threads. Does not report mismatches; {@link #await} does.
   */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // It no longer listens, which is sufficient.
    }
    wires.forEach(Wire::abort);
    stage.cues().cancel();
    threads.forEach(ScriptedPeer::join);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Wire wire = new Wire(socket);
        wires.add(wire);
        Conversation next = waiting.poll();
        if (next == null) {
          wire.abort();
          stage.failed(failure("a connection more came than there are scripts"));
        } else {
          start(() -> next.run(wire), "scripted-peer-" + port() + "-connection");
        }
        if (server.isClosed()) {
          wire.abort();
        }
      } catch (IOException e) {
        // Closed, or the client left before it was accepted; the loop's condition distinguishes the
        // two.
      }
    }
  }

  private void start(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void await(CompletableFuture<?> event, long limits, String problem) {
    try {
      long each = TimeUnit.MILLISECONDS.convert(stage.timeout());
      long all = each > Long.MAX_VALUE / limits ? Long.MAX_VALUE : each * limits;
      CompletableFuture.anyOf(event, stage.failure()).get(all, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      rethrowFailure();
      throw new AssertionError(String.valueOf(e.getMessage()), e);
    } catch (TimeoutException e) {
      throw failure(problem + " within " + stage.timeout());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("interrupted");
    }
  }

  private void rethrowFailure() {
    if (stage.failure().isCompletedExceptionally()) {
      Throwable first =
          stage
              .failure()
              .handle((done, error) -> error == null ? new AssertionError() : error)
              .join();
      throw new AssertionError(first.getMessage(), first);
    }
  }

  private AssertionError failure(String problem) {
    return new AssertionError("%s%ntranscript:%n%s".formatted(problem, stage.transcript()));
  }

  private static void join(Thread thread) {
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
