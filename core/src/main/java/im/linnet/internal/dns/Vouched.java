package im.linnet.internal.dns;

import java.util.List;
import org.xbill.DNS.Record;

/**
 * An answer, and whether the DNS server found it authentic by DNSSEC (RFC 4035, section 3.2.3).
 *
 * @param records the answer: aliases and the records that they lead to; empty if there are none
 * @param authentic whether DNSSEC vouches for all of it, or for there being none
 */
public record Vouched(List<Record> records, boolean authentic) {

  /** Makes an unmodifiable copy. */
  public Vouched {
    records = List.copyOf(records);
  }

  /** {@return the records of one type} */
  public <T extends Record> List<T> of(Class<T> type) {
    return records.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
