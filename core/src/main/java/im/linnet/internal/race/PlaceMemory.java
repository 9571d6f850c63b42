package im.linnet.internal.race;

import im.linnet.endpoint.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a client remembers about endpoints and addresses across connections: recent failures, and
 * where its last stream was bound. Belongs to the client's event loop.
 */
public final class PlaceMemory {

  private final RecentFailures<InetSocketAddress> addresses;
  private final RecentFailures<Endpoint> endpoints;
  private @Nullable InetAddress bound;

  /**
   * An empty memory.
   *
   * @param nanoTime the time in nanoseconds
   */
  public PlaceMemory(LongSupplier nanoTime) {
    addresses = new RecentFailures<>(nanoTime);
    endpoints = new RecentFailures<>(nanoTime);
  }

  /** Addresses that failed, of any host. */
  public RecentFailures<InetSocketAddress> addresses() {
    return addresses;
  }

  /** Endpoints whose addresses all failed. */
  public RecentFailures<Endpoint> endpoints() {
    return endpoints;
  }

  /**
   * The address at which the last stream was bound, or null if there was none or a proxy was used.
   */
  public @Nullable InetAddress bound() {
    return bound;
  }

  /** Notes where a stream was bound, or null behind a proxy. */
  public void bound(@Nullable InetAddress at) {
    bound = at;
  }
}
