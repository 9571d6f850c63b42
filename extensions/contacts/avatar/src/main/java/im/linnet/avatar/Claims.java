package im.linnet.avatar;

import im.linnet.jid.Jid;
import java.util.LinkedHashMap;
import java.util.Map;

/** What each other resource of the account announced last. Not safe for use by several threads. */
final class Claims {

  private final int max;
  private final Map<Jid, String> last = new LinkedHashMap<>();

  /**
   * Nothing was announced yet.
   *
   * @param max of how many resources this is remembered; those that were heard first are forgotten
   */
  Claims(int max) {
    this.max = max;
  }

  /** Notes what a resource announces; whether that is not what it announced before. */
  boolean changes(Jid source, String hash) {
    if (hash.equals(last.put(source, hash))) {
      return false;
    }
    if (last.size() > max) {
      last.remove(last.keySet().iterator().next());
    }
    return true;
  }

  void forget(Jid source) {
    last.remove(source);
  }

  void clear() {
    last.clear();
  }
}
