package im.linnet.internal.dns;

import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Record;

/** A host's addresses in the order in which to try them (RFC 8305, section 4). */
public final class Addresses {

  /** The addresses of {@code localhost}. */
  public static final List<InetAddress> LOOPBACK = List.of(literal("::1"), literal("127.0.0.1"));

  /** More are not worth trying, and the list comes from outside. */
  static final int MAX = 16;

  private Addresses() {}

  /**
   * Orders the addresses: the families alternate, IPv6 first, each in the DNS server's order.
   *
   * @throws TransportException if there is no address
   */
  static List<InetAddress> of(HostName host, Answer six, Answer four) {
    List<InetAddress> ordered = new ArrayList<>();
    int longest = Math.max(six.records().size(), four.records().size());
    for (int i = 0; i < longest && ordered.size() < MAX; i++) {
      if (i < six.records().size()) {
        add(six.records().get(i), ordered);
      }
      if (i < four.records().size()) {
        add(four.records().get(i), ordered);
      }
    }
    if (ordered.isEmpty()) {
      throw none(host, four.failure() != null ? four.failure() : six.failure());
    }
    return List.copyOf(ordered);
  }

  private static void add(Record record, List<InetAddress> addresses) {
    if (record instanceof AAAARecord six) {
      addresses.add(six.getAddress());
    } else if (record instanceof ARecord four) {
      addresses.add(four.getAddress());
    }
  }

  private static TransportException none(HostName host, @Nullable TransportException failure) {
    return failure != null
        ? failure
        : new TransportException(
            Reason.UNRESOLVED,
            "The host %s is unknown or has no address; check how it is spelt".formatted(host));
  }

  private static InetAddress literal(String text) {
    InetAddress address = HostName.address(text);
    if (address == null) {
      throw new IllegalArgumentException("text: " + text + " (expected: an IP address)");
    }
    return address;
  }
}
