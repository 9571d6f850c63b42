package im.linnet.internal.outgoing;

import im.linnet.jid.Jid;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests that were given up last, in time or by whom they were made. Their answers may come
 * all the same, and must not be taken for something that nobody asked for. Belongs to the event
 * loop.
 */
public final class GivenUp {

  /** So many are remembered. */
  public static final int MOST = 256;

  /** Who was asked, and how large the answer may be. */
  record Asked(@Nullable Jid to, int answerBytes) {}

  private final Map<String, Asked> requests =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Asked> eldest) {
          return size() > MOST;
        }
      };

  void add(String id, Asked asked) {
    requests.remove(id);
    requests.put(id, asked);
  }

  @Nullable Asked get(String id) {
    return requests.get(id);
  }

  /** Its answer has come, or it is asked again. */
  void remove(String id) {
    requests.remove(id);
  }

  void clear() {
    requests.clear();
  }
}
