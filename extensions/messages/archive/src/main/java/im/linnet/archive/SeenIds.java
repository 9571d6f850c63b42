package im.linnet.archive;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** The last ids that were seen, at most {@value #MAX}. For one thread at a time. */
final class SeenIds {

  static final int MAX = 4096;

  private final Set<String> ids = new LinkedHashSet<>();

  boolean has(String id) {
    return ids.contains(id);
  }

  /** Adds an id. {@return false if it is among them already} */
  boolean add(String id) {
    if (!ids.add(id)) {
      return false;
    }
    if (ids.size() > MAX) {
      Iterator<String> oldest = ids.iterator();
      oldest.next();
      oldest.remove();
    }
    return true;
  }
}
