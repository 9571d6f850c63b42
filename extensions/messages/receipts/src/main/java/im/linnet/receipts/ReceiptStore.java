package im.linnet.receipts;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Keeps the tracked messages of one account between runs of the program, so that receipts for what
 * was sent before a restart are understood. Use {@link #file}, {@link #inMemory}, or implement it.
 *
 * <p>No method is called again before its previous call has completed. The calling threads are
 * shared, so blocking work belongs on another thread.
 */
public interface ReceiptStore {

  /** How many messages the stores made here keep unless set otherwise. */
  int MOST = 1_024;

  /**
   * Reads what was written.
   *
   * @return the messages, oldest first. A failure is logged and counts as none
   */
  CompletionStage<List<StoredMessage>> read();

  /**
   * Adds messages, or replaces those with the same chat and id. A store should keep as many as the
   * user can still expect receipts for, and forget the oldest.
   *
   * @param changed the messages that have changed, each once, oldest first. Intermediate states are
   *     skipped if they change faster than they are written
   * @return completes when they are stored. A failure is logged
   */
  CompletionStage<Void> write(List<StoredMessage> changed);

  /**
   * A store in the memory of this program: for clients that are closed and built again.
   *
   * @return the store, of {@value #MOST} messages
   */
  static ReceiptStore inMemory() {
    return new ReceiptMemory(MOST);
  }

  /**
   * A store in a file that only its owner can read and write; see {@link ReceiptFile}.
   *
   * @param file the file; its directory must exist
   * @return the store, of {@value #MOST} messages
   */
  static ReceiptStore file(Path file) {
    return new ReceiptFile(file, MOST);
  }
}
