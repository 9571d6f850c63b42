package im.linnet.internal.outgoing;

import im.linnet.internal.management.Ledger;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * A stanza from the call until it is written and, on a managed stream, acknowledged. On an
 * unmanaged stream the callbacks of {@link Ledger.Entry} are never called.
 */
abstract class PendingSend implements Outbox.Item, Ledger.Entry {

  private final long weight;

  PendingSend(long weight) {
    this.weight = weight;
  }

  @Override
  public final long weight() {
    return weight;
  }

  /** Whether the sender waits for the acknowledgement. */
  boolean waitedFor() {
    return false;
  }

  /** What the ledger keeps until the acknowledgement. */
  Ledger.Entry kept() {
    return this;
  }

  /** The connection did not take the stanza, so it was not counted either. */
  void notWritten() {}

  /** What is written if the stanza is larger than the server accepts (XEP-0478), or null. */
  @Nullable Element inItsPlace() {
    return null;
  }
}
