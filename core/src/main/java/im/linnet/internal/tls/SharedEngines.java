package im.linnet.internal.tls;

import im.linnet.endpoint.Proxy;
import im.linnet.tls.TlsPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The engines of the most recently used policies. Clients with the same policy share what is
 * expensive: trust anchors, and sessions to resume. Nothing is shared between two policies, however
 * similar, nor between two proxies, because a user who takes another route may not want to be
 * recognised. Safe for use by any thread.
 */
public final class SharedEngines {

  /**
   * Beyond this number, the least recently used policy's engines are no longer shared with new
   * clients.
   */
  static final int MAX_POLICIES = 16;

  private record Use(TlsPolicy policy, @Nullable Proxy proxy, TlsEngines engines) {}

  /** In order of use, the most recently used last. */
  private final List<Use> latest = new ArrayList<>();

  /** No engines yet. */
  public SharedEngines() {}

  /**
   * The engines of a policy. Blocks like {@link TlsEngines#of} while they are created.
   *
   * @param policy the TLS policy, compared by identity
   * @param proxy the proxy of the connections, or null for direct ones
   * @return the engines
   * @throws im.linnet.failure.TransportException with {@code TLS_FAILED} if the platform can't
   *     provide them
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

  /** Removes and returns the entry for this policy and proxy; or null. */
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
