package im.linnet.upload;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** The addresses of the public Internet (RFC 6890 lists those that are not). */
final class PublicAddresses {

  private PublicAddresses() {}

  static boolean contains(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
  }

  private static boolean isPublic4(byte[] bytes) {
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    int third = bytes[2] & 0xff;
    return switch (first) {
      case 0 -> false;
      // Shared between customers of a provider.
      case 100 -> second < 64 || second > 127;
      case 192 -> second != 0 || (third != 0 && third != 2);
      // Benchmarks and documentation.
      case 198 -> second != 18 && second != 19 && !(second == 51 && third == 100);
      case 203 -> second != 0 || third != 113;
      default -> first < 240;
    };
  }

  private static boolean isPublic6(byte[] bytes) {
    int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    int second = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    if (first == 0x64 && second == 0xff9b) {
      return isPublic4Within(bytes, 12);
    }
    if (first == 0x2002) {
      return isPublic4Within(bytes, 2);
    }
    // Global unicast, without tunnels to unknown places and documentation.
    boolean global = (first & 0xe000) == 0x2000;
    return global && !(first == 0x2001 && (second < 0x200 || second == 0xdb8));
  }

  /** Translated and tunnelled addresses lead to the IPv4 address inside them. */
  private static boolean isPublic4Within(byte[] bytes, int from) {
    try {
      return contains(InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4)));
    } catch (UnknownHostException impossible) {
      return false;
    }
  }
}
