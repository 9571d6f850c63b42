package im.linnet.internal.race;

import im.linnet.endpoint.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a client remembers of the places where it has been, over all its connections: which have
 * failed, and where its last stream was bound. Belongs to the client's event loop.
 */
public final class PlaceMemory {

  private final RecentFailures<InetSocketAddress> addresses;
  private final RecentFailures<Endpoint> endpoints;
  private @Nullable InetAddress bound;

  /**
   * A memory of nothing.
   *
   * @param nanoTime the time, in nanoseconds
   */
  public PlaceMemory(LongSupplier nanoTime) {
    addresses = new RecentFailures<>(nanoTime);
    endpoints = new RecentFailures<>(nanoTime);
  }

  /** Addresses that have failed, of whatever host. */
  public RecentFailures<InetSocketAddress> addresses() {
    return addresses;
  }

  /** Endpoints all of whose addresses have failed. */
  public RecentFailures<Endpoint> endpoints() {
    return endpoints;
  }

  /** Where the last stream was bound, or null if there was none or a proxy led there. */
  public @Nullable InetAddress bound() {
    return bound;
  }

  /** Notes where a stream was bound, or null behind a proxy. */
  public void bound(@Nullable InetAddress at) {
    bound = at;
  }
}
