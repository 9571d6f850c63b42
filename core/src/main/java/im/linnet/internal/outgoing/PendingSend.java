package im.linnet.internal.outgoing;

import im.linnet.internal.management.Ledger;

/** What is written and counted; without stream management the counting half sleeps. */
abstract class PendingSend implements Outbox.Item, Ledger.Entry {

  private final long weight;

  PendingSend(long weight) {
    this.weight = weight;
  }

  @Override
  public final long weight() {
    return weight;
  }

  /** Whether somebody waits for the acknowledgement. */
  boolean waitedFor() {
    return false;
  }

  /** What is kept of it until it is acknowledged. */
  Ledger.Entry kept() {
    return this;
  }

  /** The connection did not take it, so it was not counted either. */
  void notWritten() {}
}
