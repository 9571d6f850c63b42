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
 * How far inside a place may be that somebody else named: by a redirect, or as the {@code location}
 * of a stream. Who named it may be anybody before TLS, and after TLS somebody who is no friend of
 * this machine's network; he could have us knock at doors behind its firewall.
 *
 * <p>So nobody leads farther inside than he is himself: from the Internet to the Internet, from a
 * private network to private networks and the Internet, from this machine anywhere. Under TLS a
 * server may also lead to where the user named an endpoint.
 *
 * @param nearest the nearest place allowed, or null for the user's own choice, which is not judged
 */
public record Reach(@Nullable Nearness nearest) {

  /** What the user named, or his domain. */
  public static final Reach ANYWHERE = new Reach(null);

  /**
   * Where somebody may lead.
   *
   * @param from his address, or null if it is not known
   * @param verified whether TLS has shown who he is
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

  /** What can be said of a host without looking it up. */
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

  /** Whether an address is near enough. */
  boolean allows(InetAddress address) {
    return allows(Nearness.of(address));
  }

  private boolean allows(Nearness place) {
    Nearness limit = nearest;
    return limit == null || (place != Nearness.NOWHERE && place.compareTo(limit) <= 0);
  }

  /**
   * Checks a host as far as that is possible without looking it up.
   *
   * @throws TransportException for {@link Reason#REDIRECT} if it is too near
   */
  public void check(String host) {
    if (!allows(ofHost(host))) {
      throw refusal(host, ofHost(host));
    }
  }

  /**
   * The addresses of a host that are allowed.
   *
   * @throws TransportException for {@link Reason#REDIRECT} if there is none
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
