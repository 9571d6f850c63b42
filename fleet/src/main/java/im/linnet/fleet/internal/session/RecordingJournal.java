package im.linnet.fleet.internal.session;

import im.linnet.connection.SavedStream;
import im.linnet.fleet.internal.vault.LocalRecord;
import im.linnet.fleet.internal.wire.StreamRecord;
import im.linnet.fleet.internal.wire.StreamRecord.Change;
import im.linnet.journal.StreamJournal;
import im.linnet.xml.Element;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Records one session's streams with the node's replicator, numbered. */
final class RecordingJournal implements StreamJournal {

  private final String account;
  private final long epoch;
  private final Consumer<LocalRecord> replicator;
  private volatile long keptMillis;
  private long revision;

  RecordingJournal(String account, long epoch, Consumer<LocalRecord> replicator) {
    this.account = account;
    this.epoch = epoch;
    this.replicator = replicator;
  }

  /** Numbers and hands over as one step, so that both are in the same order. */
  private synchronized CompletionStage<Void> keep(Change change) {
    CompletableFuture<Void> kept = new CompletableFuture<>();
    replicator.accept(new LocalRecord(new StreamRecord(account, epoch, ++revision, change), kept));
    return kept;
  }

  @Override
  public CompletionStage<Void> opened(SavedStream whole) {
    keptMillis = whole.max().toMillis();
    return keep(new StreamRecord.Opened(whole));
  }

  @Override
  public CompletionStage<Void> sending(List<Element> stanzas) {
    return keep(new StreamRecord.Sent(List.copyOf(stanzas)));
  }

  @Override
  public void acknowledged(long h) {
    keep(new StreamRecord.Acked(h));
  }

  @Override
  public CompletionStage<Void> handled(long h) {
    return keep(new StreamRecord.Handled(h));
  }

  @Override
  public void ended() {
    keptMillis = 0;
    keep(new StreamRecord.Ended());
  }

  /** How long the server keeps the stream after its loss; 0 without one. */
  long keptMillis() {
    return keptMillis;
  }
}
