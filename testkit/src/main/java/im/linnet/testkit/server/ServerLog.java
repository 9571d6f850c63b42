package im.linnet.testkit.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The last lines of a server's output, which also show when the server is ready. */
final class ServerLog {
  private static final int LINES = 300;

  private final Deque<String> lines = new ArrayDeque<>();

  /**
   * Reads the output of one run until its end, on a thread of its own.
   *
   * @return completes with the last of the lines that mean "ready"; fails if the port is taken or
   *     the output ends
   */
  CompletableFuture<Void> follow(Launch launch, BufferedReader output) {
    CompletableFuture<Void> ready = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(launch, output, ready), "server-log");
    reader.setDaemon(true);
    reader.start();
    return ready;
  }

  private void read(Launch launch, BufferedReader output, CompletableFuture<Void> ready) {
    Set<String> awaited = new HashSet<>(launch.ready());
    try (output) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        add(line);
        awaited.removeIf(line::contains);
        if (awaited.isEmpty()) {
          ready.complete(null);
        } else if (line.contains(launch.portTaken())) {
          ready.completeExceptionally(new PortTakenException(line));
        }
      }
    } catch (IOException e) {
      add("(the output can't be read further: " + e.getMessage() + ")");
    }
    ready.completeExceptionally(new IllegalStateException("the server ended before it was ready"));
  }

  private synchronized void add(String line) {
    if (lines.size() == LINES) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** Another process took a port that was free a moment ago. */
  static final class PortTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortTakenException(String line) {
      super(line);
    }
  }
}
