package im.linnet.roster;

import im.linnet.file.ElementFile;
import im.linnet.file.OwnFile;
import im.linnet.file.OwnFile.Guard;
import im.linnet.xml.Element;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one account's roster in a file of its owner. A file that others may access is not used, as
 * it names the user's contacts, and who writes it could add some. One client at a time may use it.
 */
final class RosterFile implements RosterStore {

  private static final int MAX_BYTES = 1 << 25;

  private final ElementFile file;
  private final OwnFile own;
  private final Executor executor;

  RosterFile(Path path, Executor executor) {
    this.own = new OwnFile(path, Guard.SECRET, "delete it to load the whole roster");
    this.file = new ElementFile(own, MAX_BYTES);
    this.executor = executor;
  }

  RosterFile(Path path) {
    this(path, ForkJoinPool.commonPool());
  }

  @Override
  public CompletionStage<@Nullable RosterSnapshot> read() {
    return CompletableFuture.supplyAsync(this::load, executor);
  }

  private @Nullable RosterSnapshot load() {
    try {
      List<Element> elements = file.read();
      if (elements == null) {
        return null;
      }
      if (elements.size() != 1 || !elements.get(0).is("query", Roster.NAMESPACE)) {
        throw own.problem("no roster in it; delete it to load the whole roster");
      }
      return RosterSnapshot.of(elements.get(0));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public CompletionStage<Void> write(RosterSnapshot roster) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            file.write(List.of(roster.toElement()));
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        },
        executor);
  }

  @Override
  public String toString() {
    return "RosterStore[" + file + "]";
  }
}
