package im.linnet.journal;

import im.linnet.connection.SavedStream;
import im.linnet.file.OwnFile;
import im.linnet.xml.Element;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A journal in a file, so that a program that was killed and started again resumes its stream:
 *
 * <pre>{@code
 * FileJournal journal = FileJournal.open(Path.of("bot.journal"));
 * ClientBuilder builder =
 *     XmppClient.builder("bot@example.com")
 *         .sasl(Sasl.password("secret"))
 *         .reconnect(ReconnectPolicy.standard())
 *         .journal(journal);
 * SavedStream left = journal.left();
 * if (left != null) {
 *   builder.resume(left, stanza -> System.out.println("Did this arrive? " + stanza));
 * }
 * }</pre>
 *
 * <p>The file is readable by its owner only; it holds what was sent and not acknowledged, and the
 * stream's id. Records survive the death of the process. They are not forced to the disk one by
 * one, so the last ones may be lost with the machine's power: then the server may refuse to resume
 * the stream, and a resource is bound.
 *
 * <p>A second process, or a second journal of this one, can't open the file at the same time. Close
 * the journal after its client.
 */
public final class FileJournal implements StreamJournal, AutoCloseable {

  private static final String REMEDY = "delete it and start without the old stream";

  private final OwnFile own;
  private final FileChannel lock;
  private final Executor executor;

  /** The journal's own thread, or null. */
  private final @Nullable ExecutorService thread;

  private final @Nullable SavedStream left;
  private final Queue<Entry> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Step closing = this::end;

  /** Null once it is closed. Used by the executor alone. */
  private @Nullable JournalFile file;

  /** Something to do with the file. */
  @FunctionalInterface
  private interface Step {

    void take(JournalFile file) throws IOException;
  }

  private record Entry(Step step, CompletableFuture<Void> done) {}

  private FileJournal(
      OwnFile own,
      JournalFile file,
      FileChannel lock,
      Executor executor,
      @Nullable ExecutorService thread,
      @Nullable SavedStream left) {
    this.own = own;
    this.file = file;
    this.lock = lock;
    this.executor = executor;
    this.thread = thread;
    this.left = left;
  }

  /**
   * Opens a journal that writes on a thread of its own. Blocks.
   *
   * @param path the file; its folder must exist. A second one, with {@code .lock} appended to its
   *     name, stays there empty
   * @return the journal
   * @throws FileSystemException if another journal has the file, if it is no journal, or if others
   *     may have read it
   * @throws IOException if it can't be read
   */
  public static FileJournal open(Path path) throws IOException {
    ThreadPoolExecutor thread =
        new ThreadPoolExecutor(
            1,
            1,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread made = new Thread(task, "linnet-journal");
              made.setDaemon(true);
              return made;
            });
    thread.allowCoreThreadTimeOut(true);
    return open(path, thread, thread);
  }

  /**
   * Opens a journal. Blocks.
   *
   * @param path the file, see {@link #open(Path)}
   * @param executor writes; its tasks block for as long as a small write to a file takes
   * @return the journal
   * @throws FileSystemException as {@link #open(Path)} throws it
   * @throws IOException if the file can't be read
   */
  public static FileJournal open(Path path, Executor executor) throws IOException {
    return open(path, executor, null);
  }

  private static FileJournal open(Path path, Executor executor, @Nullable ExecutorService thread)
      throws IOException {
    OwnFile own = new OwnFile(path, OwnFile.Guard.SECRET, REMEDY);
    FileChannel lock =
        FileChannel.open(
            Path.of(own.path() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (!isLocked(lock)) {
        throw own.problem("another journal has it open (expected: one at a time)");
      }
      JournalFile file = new JournalFile(own);
      return new FileJournal(own, file, lock, executor, thread, file.read(Instant.now()));
    } catch (IOException | RuntimeException failure) {
      lock.close();
      throw failure;
    }
  }

  private static boolean isLocked(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException sameProcess) {
      return false;
    }
  }

  /**
   * The stream that the last process left in the file.
   *
   * @return the stream, for {@code ClientBuilder.resume}; null if there is none
   */
  public @Nullable SavedStream left() {
    return left;
  }

  @Override
  public CompletionStage<Void> opened(SavedStream whole) {
    return record(to -> to.opened(whole));
  }

  @Override
  public CompletionStage<Void> sending(List<Element> stanzas) {
    return record(to -> to.sending(stanzas));
  }

  @Override
  public void acknowledged(long h) {
    var unused = record(to -> to.acknowledged(h));
  }

  @Override
  public CompletionStage<Void> handled(long h) {
    return record(to -> to.handled(h));
  }

  @Override
  public void ended() {
    var unused = record(JournalFile::ended);
  }

  private CompletableFuture<Void> record(Step step) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    queue.add(new Entry(step, done));
    if (waiting.getAndIncrement() == 0) {
      try {
        executor.execute(this::write);
      } catch (RejectedExecutionException refused) {
        int count;
        do {
          count = waiting.get();
          take(count).forEach(record -> record.done.completeExceptionally(refused));
        } while (waiting.addAndGet(-count) > 0);
      }
    }
    return done;
  }

  private List<Entry> take(int count) {
    List<Entry> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Entry next = queue.poll();
      if (next != null) {
        taken.add(next);
      }
    }
    return taken;
  }

  /** Writes all records that wait, together. */
  private void write() {
    int count;
    do {
      count = waiting.get();
      write(take(count));
    } while (waiting.addAndGet(-count) > 0);
  }

  /** What comes behind the end is refused: somebody else may have the file by then. */
  private void write(List<Entry> batch) {
    int last = 0;
    while (last < batch.size() && batch.get(last).step != closing) {
      last++;
    }
    together(batch.subList(0, last));
    for (Entry record : batch.subList(last, batch.size())) {
      together(List.of(record));
    }
  }

  private void together(List<Entry> records) {
    try {
      for (Entry record : records) {
        record.step.take(open());
      }
      JournalFile to = file;
      if (to != null) {
        to.flush(Instant.now());
      }
    } catch (IOException | RuntimeException failure) {
      records.forEach(record -> record.done.completeExceptionally(failure));
      return;
    }
    records.forEach(record -> record.done.complete(null));
  }

  private JournalFile open() throws IOException {
    JournalFile to = file;
    if (to == null) {
      throw own.problem("the journal was closed (expected: after its client)");
    }
    return to;
  }

  private void end(JournalFile to) throws IOException {
    file = null;
    try (lock) {
      try {
        to.flush(Instant.now());
      } finally {
        to.close();
      }
    }
  }

  /**
   * Waits until everything is written, then closes the file and ends its thread. Blocks.
   * Idempotent.
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      record(closing).join();
    } finally {
      if (thread != null) {
        thread.shutdown();
      }
    }
  }

  /** {@return the path} */
  @Override
  public String toString() {
    return own.toString();
  }
}
