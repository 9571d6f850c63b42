package im.linnet.testkit.dns;

/**
 * A question that reached the {@link DnsServer}.
 *
 * @param name the name in lower case, without the final dot
 * @param type the record type, such as {@code SRV}
 * @param transport the transport it was received on
 */
public record Query(String name, String type, Transport transport) {

  /** The transport of a question. */
  public enum Transport {
    /** As a datagram. */
    UDP,
    /** Over a connection, usually because the datagram was truncated. */
    TCP
  }
}
