package im.linnet.internal.connect;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a server wants its stream to be resumed: the {@code location} of {@code <enabled/>}
 * (XEP-0198, sections 3 and 5). A hint only: what can't be followed is as if it were absent.
 *
 * <p>An address that belongs to a private network is not followed, as a server elsewhere could have
 * us knock at doors behind our firewall; unless the user named such a place himself.
 */
final class LocationHint {

  private LocationHint() {}

  /**
   * Reads a hint.
   *
   * @param value the attribute's value, or null
   * @param named the endpoints that the user named
   * @return where it points, or null if that is nowhere to go
   */
  static @Nullable RedirectTarget read(@Nullable String value, List<Endpoint> named) {
    if (value == null) {
      return null;
    }
    try {
      RedirectTarget target = RedirectTarget.parse(value);
      boolean mayBePrivate = named.stream().anyMatch(place -> isPrivate(place.host()));
      return mayBePrivate || !isPrivate(target.host()) ? target : null;
    } catch (TransportException malformed) {
      return null;
    }
  }

  static boolean isPrivate(String host) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
    if (bytes == null) {
      return host.equals("localhost") || host.endsWith(".localhost");
    }
    try {
      return isPrivate(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException impossible) {
      return true;
    }
  }

  private static boolean isPrivate(InetAddress address) {
    return address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || isShared(address.getAddress());
  }

  /** RFC 4193 (fc00::/7) and RFC 6598 (100.64.0.0/10), which the JDK does not know. */
  private static boolean isShared(byte[] bytes) {
    return bytes.length == 16
        ? (bytes[0] & 0xFE) == 0xFC
        : bytes[0] == 100 && (bytes[1] & 0xC0) == 64;
  }
}
