package im.linnet.rostersync;

import im.linnet.file.OwnFile;
import im.linnet.file.OwnFile.Guard;
import im.linnet.jid.Jid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * Keeps the decisions of one account in a text file of its owner, one a line, such as {@code allow
 * msn.example.com}. Writing is atomic. A file that others may write is not read: they could allow
 * what the user has not.
 *
 * <p>On a file system without POSIX permissions the file inherits those of its directory. One
 * program at a time may write it.
 */
public final class ConsentFile implements ConsentStore {

  private static final int MAX_SIZE = 1 << 20;

  private final OwnFile file;
  private final Executor executor;
  private final Object lock = new Object();

  /**
   * Names the file without accessing it. It is read and written on the common pool.
   *
   * @param file the file; its directory must exist when a decision is stored
   */
  public ConsentFile(Path file) {
    this(file, ForkJoinPool.commonPool());
  }

  /**
   * Names the file without accessing it.
   *
   * @param file the file; its directory must exist when a decision is stored
   * @param executor reads and writes it
   */
  public ConsentFile(Path file, Executor executor) {
    this.file = new OwnFile(file, Guard.BELIEVED, "delete it to be asked again");
    this.executor = executor;
  }

  /**
   * Reads a decision.
   *
   * @param gateway the gateway's domain
   * @return the decision; fails with {@link UncheckedIOException} if the file can't be read, others
   *     may write it, or it is no such file
   */
  @Override
  public CompletionStage<Decision> read(Jid gateway) {
    return CompletableFuture.supplyAsync(
        () -> {
          synchronized (lock) {
            return load().getOrDefault(gateway.toString(), Decision.LATER);
          }
        },
        executor);
  }

  /**
   * Stores a decision.
   *
   * @param gateway the gateway's domain
   * @param decision the decision
   * @return completes when the file is replaced; fails as {@link #read} does
   */
  @Override
  public CompletionStage<Void> write(Jid gateway, Decision decision) {
    return CompletableFuture.runAsync(
        () -> {
          synchronized (lock) {
            Map<String, Decision> all = load();
            if (decision == Decision.LATER) {
              all.remove(gateway.toString());
            } else {
              all.put(gateway.toString(), decision);
            }
            save(all);
          }
        },
        executor);
  }

  private Map<String, Decision> load() {
    Map<String, Decision> all = new TreeMap<>();
    try {
      for (String line : text().lines().toList()) {
        switch (line.substring(0, Math.max(0, line.indexOf(' ')))) {
          case "allow" -> all.put(line.substring("allow ".length()), Decision.ALLOW);
          case "deny" -> all.put(line.substring("deny ".length()), Decision.DENY);
          default ->
              throw file.problem("a line that is no decision (expected: allow or deny, a domain)");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private String text() throws IOException {
    byte[] bytes = file.read(MAX_SIZE);
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }

  private void save(Map<String, Decision> all) {
    StringBuilder lines = new StringBuilder();
    all.forEach(
        (gateway, decision) ->
            lines
                .append(decision == Decision.ALLOW ? "allow " : "deny ")
                .append(gateway)
                .append('\n'));
    try {
      file.write(lines.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the path of the file} */
  @Override
  public String toString() {
    return "ConsentFile[" + file + "]";
  }
}
