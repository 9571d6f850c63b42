package im.linnet.receipts;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A store in memory. */
final class ReceiptMemory implements ReceiptStore {

  private final StoredMessages messages;

  ReceiptMemory(int most) {
    messages = new StoredMessages(most);
  }

  @Override
  public synchronized CompletionStage<List<StoredMessage>> read() {
    return CompletableFuture.completedFuture(messages.all());
  }

  @Override
  public synchronized CompletionStage<Void> write(List<StoredMessage> changed) {
    changed.forEach(messages::put);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized String toString() {
    return "ReceiptStore[%d messages in memory]".formatted(messages.size());
  }
}
