package im.linnet.receipts;

import im.linnet.file.OwnFile;
import im.linnet.file.OwnFile.Guard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * Keeps the tracked messages of one account in a text file of its owner: addresses, ids and states,
 * no texts. Changes are appended, and now and then the file is replaced by a shorter one, at once.
 * A line that was not written completely is ignored.
 *
 * <p>A file that others may access is not used, as it names the user's contacts. On a file system
 * without POSIX permissions the file inherits those of its directory. One client at a time may use
 * it.
 */
public final class ReceiptFile implements ReceiptStore {

  private static final int MAX_SIZE = 1 << 26;
  private static final int SPARE_LINES = 64;

  /** What is known of the file. */
  private enum Content {
    /** Not read yet. */
    UNKNOWN,
    /** Read, and lines can be appended. */
    WHOLE,
    /** The last line is not complete, or writing failed: to be replaced. */
    TORN
  }

  private final OwnFile file;
  private final int most;
  private final Executor executor;
  private final Object lock = new Object();
  private final StoredMessages messages;
  private Content content = Content.UNKNOWN;
  private int lines;

  /**
   * Names the file without accessing it. It is read and written on the common pool.
   *
   * @param file the file; its directory must exist
   * @param most how many messages to keep, the newest, 1 or more
   * @throws IllegalArgumentException if the number is less than 1
   */
  public ReceiptFile(Path file, int most) {
    this(file, most, ForkJoinPool.commonPool());
  }

  /**
   * Names the file without accessing it.
   *
   * @param file the file; its directory must exist
   * @param most how many messages to keep, the newest, 1 or more
   * @param executor reads and writes it
   * @throws IllegalArgumentException if the number is less than 1
   */
  public ReceiptFile(Path file, int most, Executor executor) {
    this.file = new OwnFile(file, Guard.SECRET, "delete it to follow earlier messages no longer");
    this.most = most;
    this.executor = executor;
    messages = new StoredMessages(most);
  }

  /**
   * Reads the file.
   *
   * @return the messages; fails with {@link UncheckedIOException} if the file can't be read, others
   *     may access it, or it is no such file
   */
  @Override
  public CompletionStage<List<StoredMessage>> read() {
    return CompletableFuture.supplyAsync(
        () -> {
          synchronized (lock) {
            content = Content.UNKNOWN;
            load();
            return messages.all();
          }
        },
        executor);
  }

  /**
   * Writes what has changed.
   *
   * @param changed the messages that have changed
   * @return completes when they are written; fails as {@link #read} does, without a change of the
   *     file
   */
  @Override
  public CompletionStage<Void> write(List<StoredMessage> changed) {
    return CompletableFuture.runAsync(
        () -> {
          synchronized (lock) {
            load();
            save(changed);
          }
        },
        executor);
  }

  private void load() {
    if (content != Content.UNKNOWN) {
      return;
    }
    messages.clear();
    lines = 0;
    try {
      String text = text();
      int end = text.lastIndexOf('\n') + 1;
      for (String line : text.substring(0, end).lines().toList()) {
        messages.put(line(line));
        lines++;
      }
      content = end == text.length() ? Content.WHOLE : Content.TORN;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private StoredMessage line(String line) throws IOException {
    try {
      return ReceiptLine.read(line);
    } catch (IllegalArgumentException e) {
      throw file.problem("it contains something other than receipts (expected: a file of its own)");
    }
  }

  private String text() throws IOException {
    byte[] bytes = file.read(MAX_SIZE);
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }

  private void save(List<StoredMessage> changed) {
    changed.forEach(messages::put);
    lines += changed.size();
    boolean append = content == Content.WHOLE && lines <= 2 * most + SPARE_LINES;
    // If writing fails, the next attempt replaces the file.
    content = Content.TORN;
    try {
      if (append) {
        file.append(bytes(changed));
      } else {
        file.write(bytes(messages.all()));
        lines = messages.size();
      }
      content = Content.WHOLE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(List<StoredMessage> some) {
    StringBuilder text = new StringBuilder();
    some.forEach(message -> text.append(ReceiptLine.write(message)));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** {@return the path of the file} */
  @Override
  public String toString() {
    return "ReceiptFile[" + file + "]";
  }
}
