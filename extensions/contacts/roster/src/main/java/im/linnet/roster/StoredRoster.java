package im.linnet.roster;

import im.linnet.connection.Containment;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Guards the calls to a user's store: it is read once, written one at a time, and failures are
 * logged.
 */
final class StoredRoster {

  private static final Logger LOG = LoggerFactory.getLogger(StoredRoster.class);

  private final Containment containment = new Containment(StoredRoster.class, "Storing the roster");
  private final @Nullable RosterStore store;
  private final Supplier<@Nullable RosterSnapshot> current;
  private @Nullable CompletableFuture<@Nullable RosterSnapshot> read;
  private boolean changed;
  private boolean writing;

  /**
   * A store.
   *
   * @param store the user's, or null for none
   * @param current supplies the roster to store now, or null
   */
  StoredRoster(@Nullable RosterStore store, Supplier<@Nullable RosterSnapshot> current) {
    this.store = store;
    this.current = current;
  }

  /** The stored roster, or null; the store is read the first time only. */
  synchronized CompletableFuture<@Nullable RosterSnapshot> read() {
    RosterStore from = store;
    if (read == null) {
      read =
          from == null
              ? CompletableFuture.completedFuture(null)
              : cautiously(from::read)
                  .exceptionally(
                      failure -> {
                        LOG.warn("The stored roster can't be read: it is loaded whole", failure);
                        return null;
                      });
    }
    return read;
  }

  /** Writes the current roster, at once or after the write under way. */
  void write() {
    if (store == null) {
      return;
    }
    synchronized (this) {
      changed = true;
      if (writing) {
        return;
      }
      writing = true;
    }
    writeOn(store);
  }

  private void writeOn(RosterStore to) {
    while (claim()) {
      RosterSnapshot roster = current.get();
      if (roster != null) {
        CompletableFuture<Void> written = cautiously(() -> to.write(roster));
        if (!written.isDone()) {
          written.whenComplete((done, failure) -> written(to, failure));
          return;
        }
        written.whenComplete((done, failure) -> logged(failure));
      }
    }
  }

  private void written(RosterStore to, @Nullable Throwable failure) {
    logged(failure);
    writeOn(to);
  }

  private synchronized boolean claim() {
    writing = changed;
    changed = false;
    return writing;
  }

  private void logged(@Nullable Throwable failure) {
    if (failure != null) {
      containment.failed(failure);
    }
  }

  private static <T extends @Nullable Object> CompletableFuture<T> cautiously(
      Supplier<CompletionStage<T>> call) {
    try {
      return call.get().toCompletableFuture();
    } catch (Throwable failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }
}
