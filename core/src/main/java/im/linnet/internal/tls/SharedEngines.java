package im.linnet.internal.tls;

import im.linnet.endpoint.Proxy;
import im.linnet.tls.TlsPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

  private record Use(TlsPolicy policy, @Nullable Proxy proxy, TlsEngines engines) {}

  /** The one used last is the last. */
  private final List<Use> latest = new ArrayList<>();

  /** Nothing to share yet. */
  public SharedEngines() {}

  /**
   * The engines of a policy. Blocks like {@link TlsEngines#of} while they are made.
   *
   * @param policy what the user decided; the object itself counts
   * @param proxy the way of the connections, or null for the direct one
   * @return the engines
   * @throws im.linnet.failure.TransportException with {@code TLS_FAILED} if the platform can't do
   *     it
   */
  public synchronized TlsEngines of(TlsPolicy policy, @Nullable Proxy proxy) {
    Use use = taken(policy, proxy);
    if (use == null) {
      use = new Use(policy, proxy, TlsEngines.of(policy));
    }
    latest.add(use);
    if (latest.size() > MAX_POLICIES) {
      latest.remove(0);
    }
    return use.engines;
  }

  /** The use of that policy and proxy, taken out; or null. */
  private @Nullable Use taken(TlsPolicy policy, @Nullable Proxy proxy) {
    for (int i = 0; i < latest.size(); i++) {
      Use use = latest.get(i);
      if (use.policy == policy && Objects.equals(use.proxy, proxy)) {
        return latest.remove(i);
      }
    }
    return null;
  }
}
