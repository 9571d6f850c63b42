package im.linnet.internal.outgoing;

import im.linnet.jid.Jid;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests that timed out or were cancelled most recently. Their late answers are recognised,
 * so that they are not reported as unrequested. Belongs to the event loop.
 */
public final class GivenUp {

  /** How many requests are remembered. */
  public static final int MOST = 256;

  /** The addressee of a request, and how large its answer may be, in bytes. */
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

  /** The answer has come, or the id is used again. */
  void remove(String id) {
    requests.remove(id);
  }

  void clear() {
    requests.clear();
  }
}
