package im.linnet.internal.tls;

import im.linnet.connect.Proxy;
import im.linnet.tls.TlsPolicy;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The engines of the policies that were used last, so that clients of the same policy share what
 * costs most: the anchors, and sessions to resume. Never shared between two policies, however
 * alike, nor between two proxies: who takes another way may not want to be known again. Safe for
 * all threads.
 */
public final class SharedEngines {

  /** Beyond it, the clients of a policy that is seldom used share with fewer others. */
  static final int MAX_POLICIES = 16;

  private record Use(TlsPolicy policy, @Nullable Proxy proxy) {}

  private final Map<Use, TlsEngines> latest = new LinkedHashMap<>(MAX_POLICIES, 0.75f, true);

  /** Nothing to share yet. */
  public SharedEngines() {}

  /**
   * The engines of a policy. Blocks like {@link TlsEngines#of} while they are made.
   *
   * @param policy what the user decided; the object itself counts
   * @param proxy the way of the connections, or null for the direct one
   * @return the engines
   * @throws im.linnet.stream.TransportException with {@code TLS_FAILED} if the platform can't do it
   */
  public synchronized TlsEngines of(TlsPolicy policy, @Nullable Proxy proxy) {
    Use use = new Use(policy, proxy);
    TlsEngines known = latest.get(use);
    if (known != null) {
      return known;
    }
    TlsEngines engines = TlsEngines.of(policy);
    latest.put(use, engines);
    if (latest.size() > MAX_POLICIES) {
      Iterator<TlsEngines> oldest = latest.values().iterator();
      oldest.next();
      oldest.remove();
    }
    return engines;
  }
}
