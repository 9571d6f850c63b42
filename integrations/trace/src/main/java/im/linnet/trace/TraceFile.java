package im.linnet.trace;

import im.linnet.file.OwnFile;
import im.linnet.file.OwnFile.Guard;
import im.linnet.observe.WireListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Writes what a client sends, receives and does to a file, one line of JSON each; see the package
 * for the format.
 *
 * <pre>{@code
 * try (TraceFile trace = TraceFile.create(Path.of("client.trace"));
 *     XmppClient client =
 *         XmppClient.builder("juliet@example.com")
 *             .sasl(Sasl.password("secret"))
 *             .listener(trace.listener())
 *             .build()) {
 *   client.connect().join();
 * }
 * TracePage.write(Path.of("client.trace"), Path.of("client.html"));
 * }</pre>
 *
 * <p><b>Privacy.</b> Passwords, tokens, SASL data and whatever resumes a stream are hidden ({@link
 * im.linnet.xml.Redaction}). Addresses and the texts of messages are not, so only the owner can
 * read the file, as with any {@link OwnFile}.
 *
 * <p><b>Threads.</b> The client's event loop only queues what happens; a thread of its own writes
 * it, about as fast as it happens. If that thread can't keep up, or the disk is full, lines are
 * left out: the file says how many and where, and {@link #lost()} counts them. One file is for one
 * client. Safe for use by any thread.
 */
public final class TraceFile implements AutoCloseable {

  /** Characters that may wait, with their overhead; they take twice as many bytes. */
  private static final long LIMIT = 8L << 20;

  private static final Duration LAST_LINES = Duration.ofSeconds(10);

  private final OwnFile file;
  private final EntryQueue queue;
  private final Recorder recorder;
  private final Thread thread;

  private TraceFile(OwnFile file, EntryQueue queue, EntryWriter writer) {
    this.file = file;
    this.queue = queue;
    this.recorder = new Recorder(queue);
    this.thread = new Thread(writer, "linnet-trace");
  }

  /**
   * Begins a trace. Blocks.
   *
   * @param path the file, which is replaced if there is one; its folder must exist
   * @return the trace
   * @throws IOException if the file can't be written
   */
  public static TraceFile create(Path path) throws IOException {
    return create(path, LIMIT);
  }

  static TraceFile create(Path path, long limit) throws IOException {
    EntryQueue queue = new EntryQueue(limit);
    OwnFile file = new OwnFile(path, Guard.SECRET, "delete it");
    EntryWriter writer = new EntryWriter(file, queue);
    writer.begin();
    TraceFile trace = new TraceFile(file, queue, writer);
    trace.thread.setDaemon(true);
    trace.thread.start();
    return trace;
  }

  /** {@return the listener to give to the client's builder; always the same} */
  public WireListener listener() {
    return recorder;
  }

  /** {@return the absolute path of the file} */
  public Path path() {
    return file.path();
  }

  /** {@return how many lines were left out so far, including all after {@link #close()}} */
  public long lost() {
    return queue.lost();
  }

  /**
   * Ends the trace. Close the client first, or its end is missing. Blocks until all lines are
   * written, at most ten seconds; must not be called on an event loop.
   */
  @Override
  public void close() {
    queue.close();
    try {
      thread.join(LAST_LINES.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
