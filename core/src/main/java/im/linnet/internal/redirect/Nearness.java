package im.linnet.internal.redirect;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * How local an address is, from the Internet to this machine (RFC 6890 and the registries that it
 * established).
 *
 * <p>An IPv6 address that embeds an IPv4 address counts as that address, whatever translates it.
 * Documentation addresses belong to nobody and count as public.
 */
enum Nearness {
  /** Anywhere on the Internet. */
  PUBLIC("the Internet"),
  /**
   * A network that can't be reached from outside, such as that of a home, a company or a provider.
   */
  PRIVATE("a private network"),
  /** Directly connected to this machine, such as a cloud's metadata service. */
  LINK("the local link"),
  /** This machine. */
  LOOPBACK("this machine"),
  /** Not a single host: unspecified, multicast or reserved. */
  NOWHERE("no host's address");

  private static final int V4 = 4;

  private final String words;

  Nearness(String words) {
    this.words = words;
  }

  /** The text for messages. */
  String words() {
    return words;
  }

  /** Classifies an address. */
  static Nearness of(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == V4 ? ofV4(bytes) : ofV6(bytes);
  }

  private static Nearness ofV4(byte[] a) {
    int first = a[0] & 0xFF;
    int second = a[1] & 0xFF;
    return switch (first) {
      case 0 -> NOWHERE;
      case 10 -> PRIVATE;
      case 100 -> second >> 6 == 1 ? PRIVATE : PUBLIC; // 100.64.0.0/10, of providers
      case 127 -> LOOPBACK;
      case 169 -> second == 254 ? LINK : PUBLIC;
      case 172 -> second >> 4 == 1 ? PRIVATE : PUBLIC;
      case 192 -> second == 168 || (second == 0 && a[2] == 0) ? PRIVATE : PUBLIC;
      case 198 -> second >> 1 == 9 ? PRIVATE : PUBLIC; // 198.18.0.0/15, of benchmarks
      default -> first < 224 ? PUBLIC : NOWHERE;
    };
  }

  private static Nearness ofV6(byte[] a) {
    if (isUnder(a, 0, 96)) {
      return ofLowest(a);
    }
    Nearness itself = ofPrefix(a);
    if (isUnder(a, 0x64_ff9b, 32)) {
      // NAT64 (RFC 6052); 64:ff9b:1::/48 is a network's own (RFC 8215).
      return isZero(a, 4, 12) ? ofV4(a, 12) : nearest(itself, PRIVATE);
    }
    if (isZero(a, 0, 8) && a[8] == -1 && a[9] == -1) {
      return nearest(itself, ofV4(a, 12)); // ::ffff:0:0:0/96 (RFC 2765)
    }
    if (isUnder(a, 0x2002_0000, 16)) {
      return nearest(itself, ofV4(a, 2)); // 6to4 (RFC 3056)
    }
    if (isUnder(a, 0x2001_0000, 32)) {
      return nearest(ofV4(a, 4), ofV4(inverted(a), 12)); // Teredo (RFC 4380): server and client
    }
    boolean isatap = (a[8] & ~2) == 0 && a[9] == 0 && a[10] == 0x5E && a[11] == (byte) 0xFE;
    return isatap ? nearest(itself, ofV4(a, 12)) : itself; // ISATAP (RFC 5214)
  }

  /** ::, ::1, and the compatible addresses of RFC 4291, section 2.5.5.1. */
  private static Nearness ofLowest(byte[] a) {
    if (isZero(a, 12, 15)) {
      return a[15] == 0 ? NOWHERE : a[15] == 1 ? LOOPBACK : ofV4(a, 12);
    }
    return ofV4(a, 12);
  }

  private static Nearness ofPrefix(byte[] a) {
    int first = a[0] & 0xFF;
    int second = a[1] & 0xFF;
    if (first == 0xFF || (isUnder(a, 0x0100_0000, 32) && isZero(a, 4, 8))) {
      return NOWHERE; // multicast; the discard prefix 100::/64
    }
    if (first == 0xFE && second >> 6 == 2) {
      return LINK; // fe80::/10
    }
    boolean ofOneSite = first == 0xFE && second >> 6 == 3; // fec0::/10
    boolean ofBenchmarks = isUnder(a, 0x2001_0002, 32) && isZero(a, 4, 6);
    boolean ofSegments = first == 0x5F && second == 0; // SRv6 (RFC 9602)
    return (first & 0xFE) == 0xFC || ofOneSite || ofBenchmarks || ofSegments ? PRIVATE : PUBLIC;
  }

  private static Nearness ofV4(byte[] a, int at) {
    return ofV4(Arrays.copyOfRange(a, at, at + V4));
  }

  private static byte[] inverted(byte[] a) {
    byte[] inverted = a.clone();
    for (int i = 0; i < inverted.length; i++) {
      inverted[i] = (byte) ~inverted[i];
    }
    return inverted;
  }

  private static Nearness nearest(Nearness one, Nearness other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Whether an address begins with this many bits of the prefix; bits beyond 32 must be 0. */
  private static boolean isUnder(byte[] a, int prefix, int bits) {
    int begin = (a[0] & 0xFF) << 24 | (a[1] & 0xFF) << 16 | (a[2] & 0xFF) << 8 | (a[3] & 0xFF);
    int shift = 32 - Math.min(bits, 32);
    return begin >>> shift == prefix >>> shift && (bits <= 32 || isZero(a, 4, bits / 8));
  }

  private static boolean isZero(byte[] a, int from, int until) {
    for (int i = from; i < until; i++) {
      if (a[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
