package im.linnet.receipts;

import im.linnet.connection.Containment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Guards the calls to a user's store: it is read first, then written one batch at a time, and
 * failures are logged.
 */
final class StoreWriter {

  private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);

  private enum Store {
    BUSY,
    IDLE
  }

  private final Containment containment = new Containment(StoreWriter.class, "Storing receipts");
  private final @Nullable ReceiptStore store;
  private final int most;
  private final Map<MessageKey, StoredMessage> changed = new LinkedHashMap<>();
  private Store state = Store.IDLE;

  /**
   * A writer.
   *
   * @param store the user's, or null for none
   * @param most how many changed messages may wait to be written
   */
  StoreWriter(@Nullable ReceiptStore store, int most) {
    this.store = store;
    this.most = most;
  }

  /** Reads the store, once; never fails. */
  CompletableFuture<List<StoredMessage>> read() {
    ReceiptStore from = store;
    if (from == null) {
      return CompletableFuture.completedFuture(List.of());
    }
    synchronized (this) {
      state = Store.BUSY;
    }
    return cautiously(from::read)
        .handle(
            (read, failure) -> {
              if (failure != null) {
                LOG.warn("The stored receipts can't be read: earlier messages are lost", failure);
              }
              writeOn(from);
              return failure == null && read != null ? List.copyOf(read) : List.of();
            });
  }

  /** Notes a change for {@link #flush()}. Calls nobody. */
  synchronized void note(StoredMessage message) {
    if (store != null) {
      changed.put(message.key(), message);
      if (changed.size() > most) {
        changed.remove(changed.keySet().iterator().next());
      }
    }
  }

  /** Writes what was noted, at once or after the call under way. */
  void flush() {
    ReceiptStore to = store;
    if (to != null && isFree()) {
      writeOn(to);
    }
  }

  private synchronized boolean isFree() {
    if (state == Store.BUSY || changed.isEmpty()) {
      return false;
    }
    state = Store.BUSY;
    return true;
  }

  /** Writes batches until there is none; a loop as long as the store completes at once. */
  private void writeOn(ReceiptStore to) {
    List<StoredMessage> batch = batch();
    while (!batch.isEmpty()) {
      List<StoredMessage> now = batch;
      CompletableFuture<Void> written = cautiously(() -> to.write(now));
      if (!written.isDone()) {
        written.whenComplete(
            (done, failure) -> {
              logged(failure);
              writeOn(to);
            });
        return;
      }
      written.whenComplete((done, failure) -> logged(failure));
      batch = batch();
    }
  }

  private synchronized List<StoredMessage> batch() {
    List<StoredMessage> batch = List.copyOf(changed.values());
    changed.clear();
    state = batch.isEmpty() ? Store.IDLE : Store.BUSY;
    return batch;
  }

  private void logged(@Nullable Throwable failure) {
    if (failure != null) {
      containment.failed(failure);
    }
  }

  private static <T> CompletableFuture<T> cautiously(Supplier<CompletionStage<T>> call) {
    try {
      return call.get().toCompletableFuture();
    } catch (Throwable failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }
}
