package im.linnet.archive;

import im.linnet.stanza.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * Live messages that wait until the archive is read: at most {@value #MAX}, and {@value
 * #MAX_WEIGHT} characters. For one thread at a time.
 */
final class HeldMessages {

  static final int MAX = 1000;
  static final long MAX_WEIGHT = 4L << 20;

  /** A message with the id by which the archive knows it. */
  record Held(Message message, String id) {}

  private List<Held> messages = new ArrayList<>();
  private long weight;
  private boolean full;

  /** Keeps a message if there is room; if not, it has to be read from the archive. */
  void add(Message message, String id) {
    weight += message.element().weight();
    full |= messages.size() == MAX || weight > MAX_WEIGHT;
    if (!full) {
      messages.add(new Held(message, id));
    }
  }

  /** {@return whether one was left out} */
  boolean isFull() {
    return full;
  }

  /** Makes room: forgets those that the archive had. */
  void forget(SeenIds seen) {
    List<Held> all = take();
    all.stream()
        .filter(waiting -> !seen.has(waiting.id()))
        .forEach(waiting -> add(waiting.message(), waiting.id()));
  }

  /** {@return all of them, which are no longer held} */
  List<Held> take() {
    List<Held> all = messages;
    messages = new ArrayList<>();
    weight = 0;
    full = false;
    return all;
  }
}
