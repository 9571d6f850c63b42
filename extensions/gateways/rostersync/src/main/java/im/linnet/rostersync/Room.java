package im.linnet.rostersync;

/** Counts what waits, up to the limits. Thread-safe. */
final class Room {

  private final SyncLimits limits;
  private int suggestions;
  private long characters;

  Room(SyncLimits limits) {
    this.limits = limits;
  }

  /** Takes room for a push; false, without any change, if there is not enough. */
  synchronized boolean take(Push push) {
    long weight = push.weight();
    if (suggestions + push.suggestions().size() > limits.suggestions()
        || characters + weight > limits.characters()) {
      return false;
    }
    suggestions += push.suggestions().size();
    characters += weight;
    return true;
  }

  synchronized void leave(Push push) {
    suggestions -= push.suggestions().size();
    characters -= push.weight();
  }

  /** Keeps room for the suggestions of a push only: its stanza is not needed any more. */
  synchronized void leaveStanza(Push push) {
    characters -= push.weight();
    characters += push.suggestions().stream().mapToLong(Suggestion::weight).sum();
  }

  synchronized void leave(Suggestion suggestion) {
    suggestions--;
    characters -= suggestion.weight();
  }

  /** How many suggestions wait. */
  synchronized int suggestions() {
    return suggestions;
  }
}
