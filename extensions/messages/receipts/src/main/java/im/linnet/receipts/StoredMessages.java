package im.linnet.receipts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The messages of a store, in the order in which they were added; the oldest are dropped first. */
final class StoredMessages {

  private final int most;
  private final Map<MessageKey, StoredMessage> messages = new LinkedHashMap<>();

  StoredMessages(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("most: %d (expected: >= 1)".formatted(most));
    }
    this.most = most;
  }

  /** Adds a message, or replaces it where it is. */
  void put(StoredMessage message) {
    messages.put(message.key(), message);
    if (messages.size() > most) {
      messages.remove(messages.keySet().iterator().next());
    }
  }

  List<StoredMessage> all() {
    return List.copyOf(messages.values());
  }

  int size() {
    return messages.size();
  }

  void clear() {
    messages.clear();
  }
}
