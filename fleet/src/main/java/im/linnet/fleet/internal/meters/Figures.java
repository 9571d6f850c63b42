package im.linnet.fleet.internal.meters;

import im.linnet.fleet.FleetMeters;
import java.util.concurrent.atomic.LongAdder;

/** Counts of one node; any thread may count. */
public final class Figures {

  /** Sessions held. */
  public final LongAdder sessions = new LongAdder();

  /** Sessions online. */
  public final LongAdder online = new LongAdder();

  /** Copies of others' streams; set by the vault. */
  public volatile long copies;

  /** Streams begun. */
  public final LongAdder bound = new LongAdder();

  /** Streams continued. */
  public final LongAdder resumed = new LongAdder();

  /** Streams of others taken up. */
  public final LongAdder takenUp = new LongAdder();

  /** Sessions given away. */
  public final LongAdder handedOver = new LongAdder();

  /** Of these, those whose stream was not left in time. */
  public final LongAdder copied = new LongAdder();

  /** Sessions cut. */
  public final LongAdder fenced = new LongAdder();

  /** Sends refused. */
  public final LongAdder refused = new LongAdder();

  /** Stanzas of unknown fate. */
  public final LongAdder uncertain = new LongAdder();

  /** Records given to the vault. */
  public final LongAdder records = new LongAdder();

  /** Batches of them. */
  public final LongAdder batches = new LongAdder();

  /** Bytes of all messages to other nodes. */
  public final LongAdder bytes = new LongAdder();

  /** Records not confirmed; set by the replicator. */
  public volatile long waiting;

  /** Creates counts of zero. */
  public Figures() {}

  /** {@return the counts now} */
  public FleetMeters snapshot() {
    return new FleetMeters(
        sessions.sum(),
        online.sum(),
        copies,
        bound.sum(),
        resumed.sum(),
        takenUp.sum(),
        handedOver.sum(),
        copied.sum(),
        fenced.sum(),
        refused.sum(),
        uncertain.sum(),
        records.sum(),
        batches.sum(),
        bytes.sum(),
        waiting);
  }
}
