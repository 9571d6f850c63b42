package im.linnet.internal.redirect;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.internal.dns.HostName;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Limits which addresses a redirect or the {@code location} of a stream may name. Before TLS
 * anybody may have written it, and an authenticated server may still be hostile to this machine's
 * network: it could make us probe hosts behind our firewall.
 *
 * <p>So nobody can send us farther inside than they are themselves: from the Internet to the
 * Internet, from a private network to private networks and the Internet, from this machine
 * anywhere. With TLS a server may also name the endpoints that the user named.
 *
 * @param nearest the most local address allowed, or null for the user's own choice, which is not
 *     checked
 */
public record Reach(@Nullable Nearness nearest) {

  /** For what the user named, or the account's domain. */
  public static final Reach ANYWHERE = new Reach(null);

  /**
   * The limits for what a server names.
   *
   * @param from the server's address, or null if it is not known
   * @param verified whether TLS has authenticated the server
   * @param named the endpoints that the user named
   */
  public static Reach of(@Nullable InetAddress from, boolean verified, List<Endpoint> named) {
    Nearness nearest = from == null ? Nearness.PUBLIC : Nearness.of(from);
    if (verified) {
      for (Endpoint endpoint : named) {
        Nearness own = ofHost(endpoint.host());
        nearest = own.compareTo(nearest) > 0 ? own : nearest;
      }
    }
    return new Reach(nearest == Nearness.NOWHERE ? Nearness.PUBLIC : nearest);
  }

  /** What is known of a host without a look-up. */
  private static Nearness ofHost(String host) {
    InetAddress literal = HostName.address(host);
    if (literal != null) {
      return Nearness.of(literal);
    }
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost") || name.endsWith(".localhost")
        ? Nearness.LOOPBACK
        : Nearness.PUBLIC;
  }

  /** Whether an address is allowed. */
  boolean allows(InetAddress address) {
    return allows(Nearness.of(address));
  }

  private boolean allows(Nearness place) {
    Nearness limit = nearest;
    return limit == null || (place != Nearness.NOWHERE && place.compareTo(limit) <= 0);
  }

  /**
   * Checks a host as far as possible without a look-up.
   *
   * @throws TransportException for {@link Reason#REDIRECT} if it is not allowed
   */
  public void check(String host) {
    if (!allows(ofHost(host))) {
      throw refusal(host, ofHost(host));
    }
  }

  /**
   * The addresses of a host that are allowed.
   *
   * @throws TransportException for {@link Reason#REDIRECT} if none is
   */
  public List<InetAddress> allowed(String host, List<InetAddress> addresses) {
    List<InetAddress> allowed = addresses.stream().filter(this::allows).toList();
    if (allowed.isEmpty() && !addresses.isEmpty()) {
      throw refusal(host, Nearness.of(addresses.get(0)));
    }
    return allowed;
  }

  private static TransportException refusal(String host, Nearness place) {
    return new TransportException(
        Reason.REDIRECT,
        ("The server sent us on to %s, an address of %s, and is not there itself: not followed."
                + " If that place is right, name it by ClientBuilder.endpoint")
            .formatted(host, place.words()));
  }
}
