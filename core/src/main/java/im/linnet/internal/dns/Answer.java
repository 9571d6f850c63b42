package im.linnet.internal.dns;

import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.internal.netty.Causes;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * The answer to one DNS question: records, the certainty that there are none, or a failure.
 *
 * @param records the records; empty if there are none or the question failed
 * @param failure why the question failed, or null
 */
record Answer(List<Record> records, @Nullable TransportException failure) {

  /** There are no such records. */
  static final Answer NONE = new Answer(List.of(), null);

  /** No server answered. */
  static Answer none(Name name) {
    return of(name, null, null);
  }

  /** Converts the library's result. */
  static Answer of(Name name, @Nullable LookupResult result, @Nullable Throwable thrown) {
    if (result != null) {
      return new Answer(List.copyOf(result.getRecords()), null);
    }
    Throwable cause = thrown == null ? null : Causes.of(thrown);
    if (cause instanceof NoSuchDomainException || cause instanceof NoSuchRRSetException) {
      return NONE;
    }
    return new Answer(List.of(), failure(name, cause));
  }

  /** The failure of a look-up in words. */
  static TransportException failure(Name name, @Nullable Throwable thrown) {
    Throwable cause = thrown == null ? null : Causes.of(thrown);
    String why =
        cause instanceof TimeoutException || cause == null
            ? "no DNS server answered in time"
            : String.valueOf(cause.getMessage());
    return new TransportException(
        Reason.UNRESOLVED,
        "The name %s could not be looked up: %s; check the network and its DNS"
            .formatted(name.toString(true), why),
        cause);
  }

  boolean found() {
    return !records.isEmpty();
  }
}
