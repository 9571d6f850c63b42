package im.linnet.testkit.peer;

import java.util.ArrayList;
import java.util.List;

/** Both sides' text in order, for failure messages. Thread-safe. */
final class Transcript {
  private static final int LONGEST = 2000;

  private final List<String> lines = new ArrayList<>();

  void client(int connection, String text) {
    add(connection, "C: ", text);
  }

  void server(int connection, String text) {
    add(connection, "S: ", text);
  }

  void event(int connection, String text) {
    add(connection, "-- ", text);
  }

  private synchronized void add(int connection, String side, String text) {
    String shown =
        text.length() <= LONGEST
            ? text
            : text.substring(0, LONGEST) + "... (" + text.length() + " characters)";
    lines.add("  [" + connection + "] " + side + shown);
  }

  @Override
  public synchronized String toString() {
    return lines.isEmpty() ? "  (nothing)" : String.join("\n", lines);
  }
}
