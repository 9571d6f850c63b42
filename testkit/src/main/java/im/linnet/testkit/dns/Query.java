package im.linnet.testkit.dns;

/**
 * A question that reached the {@link DnsServer}.
 *
 * @param name the name in lower case without the final dot
 * @param type the record type, such as {@code SRV}
 * @param transport how it came
 */
public record Query(String name, String type, Transport transport) {

  /** How a question came. */
  public enum Transport {
    /** As a datagram. */
    UDP,
    /** Over a connection, usually because the datagram was truncated. */
    TCP
  }
}
