package im.linnet.internal.outgoing;

import im.linnet.internal.management.Records;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;

/**
 * Stanzas that are counted as sent on one connection, and are recorded before they are written. One
 * batch at a time: meanwhile the outbox holds the next one back. Belongs to the event loop.
 */
final class WriteAhead {

  private final Records records;
  private final Runnable written;
  private final Runnable writtenLater;
  private List<Element> stanzas = new ArrayList<>();
  private List<Runnable> writes = new ArrayList<>();
  private Batch batch = Batch.OPEN;

  /** What happens to the batch. */
  private enum Batch {
    /** Stanzas may be added. */
    OPEN,
    /** It is given to the records. */
    RECORDING,
    /** The records have it, and write it later. */
    RETURNED
  }

  /**
   * For one connection.
   *
   * @param records record the stanzas
   * @param written runs after each batch has been written
   * @param writtenLater runs then, too, if that was after {@link #record} had returned
   */
  WriteAhead(Records records, Runnable written, Runnable writtenLater) {
    this.records = records;
    this.written = written;
    this.writtenLater = writtenLater;
  }

  /** Whether nothing may be added. */
  boolean isRecording() {
    return batch != Batch.OPEN;
  }

  /** Adds a stanza to the batch, and what writes it. */
  void add(Element stanza, Runnable write) {
    stanzas.add(stanza);
    writes.add(write);
  }

  /** Adds something that is not recorded, but written in this place. */
  void add(Runnable write) {
    writes.add(write);
  }

  /** Records the batch, then writes it. */
  void record() {
    if (writes.isEmpty()) {
      return;
    }
    List<Runnable> due = writes;
    List<Element> about = stanzas;
    writes = new ArrayList<>();
    stanzas = new ArrayList<>();
    batch = Batch.RECORDING;
    records.sending(about, () -> write(due));
    if (batch == Batch.RECORDING) {
      batch = Batch.RETURNED;
    }
  }

  private void write(List<Runnable> due) {
    boolean later = batch == Batch.RETURNED;
    batch = Batch.OPEN;
    due.forEach(Runnable::run);
    written.run();
    if (later) {
      writtenLater.run();
    }
  }
}
