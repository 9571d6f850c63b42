package im.linnet.rooms;

import java.util.ArrayDeque;

/** The ids of the last messages of a room, to recognise those that its history repeats. */
final class SeenMessages {

  private static final int LIMIT = 64;

  private final ArrayDeque<String> ids = new ArrayDeque<>();

  /** Adds an id. {@return whether it is new} */
  boolean add(String id) {
    if (ids.contains(id)) {
      return false;
    }
    if (ids.size() == LIMIT) {
      ids.removeFirst();
    }
    ids.addLast(id);
    return true;
  }
}
