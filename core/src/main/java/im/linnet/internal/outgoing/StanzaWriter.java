package im.linnet.internal.outgoing;

import im.linnet.failure.RefusedException;
import im.linnet.failure.XmppException;
import im.linnet.internal.management.Ledger;
import im.linnet.internal.management.Records;
import im.linnet.internal.netty.StreamClose;
import im.linnet.internal.observe.Listeners;
import im.linnet.internal.stream.Faults;
import im.linnet.observe.StanzaKind;
import im.linnet.xml.Element;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stream's stanzas to its present connection: within the server's limits, counted, and if
 * the stream is recorded, after that. Belongs to the event loop.
 */
final class StanzaWriter {

  private final Records records;
  private final Listeners listeners;
  private final Supplier<@Nullable XmppException> over;
  private final Consumer<Element> inPlace;
  private StanzaLimit limit = StanzaLimit.NONE;
  private @Nullable Line line;

  /** Counts what is sent on a managed stream, over its connections. */
  private @Nullable Ledger ledger;

  /** Records what is written on the line; null if nothing is recorded. */
  private @Nullable WriteAhead ahead;

  /**
   * A writer without a connection.
   *
   * @param records record what is sent on a managed stream
   * @param listeners are called with what is sent
   * @param over returns why the stream is over, or null
   * @param inPlace sends a stanza in the place of one that is too large
   */
  StanzaWriter(
      Records records,
      Listeners listeners,
      Supplier<@Nullable XmppException> over,
      Consumer<Element> inPlace) {
    this.records = records;
    this.listeners = listeners;
    this.over = over;
    this.inPlace = inPlace;
  }

  /** The connection, or null. */
  @Nullable Line line() {
    return line;
  }

  /** Sets the largest stanza that may be written. */
  void limit(StanzaLimit most) {
    limit = most;
  }

  /**
   * Continues on this connection, once what was sent is recorded: first the stanzas that the server
   * has not acknowledged, then those in the outbox.
   */
  void open(Line to, Outbox outbox) {
    line = to;
    Acknowledgements acks = to.acks();
    ledger = acks == null ? null : acks.ledger();
    WriteAhead first =
        acks != null && records.isOn()
            ? new WriteAhead(records, acks::batchWritten, () -> writtenLater(to, outbox))
            : null;
    ahead = first;
    records.whenIdle(
        () -> {
          if (isOn(to)) {
            if (acks != null) {
              acks.resend();
            }
            outbox.open(to.outlet(first));
          }
        });
  }

  /**
   * Without a connection, what waits in the outbox is counted and recorded as if it had been sent
   * and lost.
   */
  void openForRecords(Outbox outbox) {
    Ledger counting = ledger;
    if (line == null && counting != null && records.isOn()) {
      WriteAhead first = new WriteAhead(records, () -> {}, outbox::drain);
      ahead = first;
      outbox.open(
          new Outbox.Outlet(null, () -> counting.isFull() || first.isRecording(), first::record));
    }
  }

  /** Gives the batch to the journal now, so that what is recorded next comes after it. */
  void recordNow() {
    WriteAhead first = ahead;
    if (first != null) {
      first.record();
    }
  }

  private boolean isOn(Line to) {
    return line != null && line.ctx() == to.ctx();
  }

  private void writtenLater(Line to, Outbox outbox) {
    if (isOn(to)) {
      to.ctx().flush();
      outbox.drain();
    }
  }

  /** The connection is over. */
  void close() {
    Line gone = line;
    line = null;
    if (gone != null && gone.acks() != null) {
      gone.acks().stop();
    }
  }

  /**
   * Writes a stanza that is not larger than the server accepts. On a managed stream the ledger owns
   * it from then on, whether it arrives or not, so it fails here only if it can't be written at
   * all.
   */
  void write(PendingSend item, SendFuture<?> outcome) {
    Line to = line;
    Element stanza = item.stanza();
    RefusedException tooLarge = limit.refusal(stanza, item.weight());
    if (tooLarge != null) {
      refuse(item, outcome, to == null ? tooLarge : to.placed().apply(tooLarge));
    } else if (to == null) {
      record(item, stanza);
    } else if (ahead == null || to.acks() == null) {
      writeNow(item, stanza, outcome, to);
    } else {
      to.acks().sent(item.kept(), item.waitedFor());
      ahead.add(stanza, () -> writeRecorded(item, stanza, to));
    }
  }

  private void record(PendingSend item, Element stanza) {
    Objects.requireNonNull(ledger, "a managed stream").sent(item.kept());
    Objects.requireNonNull(ahead, "records").add(stanza, () -> {});
  }

  private void refuse(PendingSend item, SendFuture<?> outcome, XmppException tooLarge) {
    item.notWritten();
    Sender.fail(outcome, tooLarge);
    Element other = item.inItsPlace();
    if (other != null) {
      inPlace.accept(other);
    }
  }

  /** Writes a stanza that has been counted, unless its connection is over. */
  private void writeRecorded(PendingSend item, Element stanza, Line to) {
    if (!isOn(to)) {
      return;
    }
    wrote(stanza, to);
    to.ctx()
        .write(stanza)
        .addListener(
            written -> {
              if (written.isSuccess()) {
                item.written();
              } else if (over.get() == null) {
                to.ctx().pipeline().fireExceptionCaught(written.cause());
              }
            });
  }

  private void writeNow(PendingSend item, Element stanza, SendFuture<?> outcome, Line to) {
    wrote(stanza, to);
    ChannelFuture writing = to.ctx().write(stanza);
    boolean counted = to.acks() != null && (writing.cause() == null || isLoss(writing.cause()));
    if (to.acks() != null && counted) {
      to.acks().sent(item.kept(), item.waitedFor());
    }
    writing.addListener(
        written -> {
          if (written.isSuccess()) {
            item.written();
            return;
          }
          XmppException ended = over.get();
          if (ended == null) {
            to.broken(written.cause());
          }
          if (!counted) {
            item.notWritten();
            Sender.fail(
                outcome, ended == null ? to.placed().apply(Faults.of(written.cause())) : ended);
          }
        });
  }

  private void wrote(Element stanza, Line to) {
    to.wrote().run();
    if (listeners.isCounting()) {
      listeners.sent(StanzaKind.of(stanza));
    }
  }

  /** Whether the connection failed, rather than the stanza. */
  private static boolean isLoss(Throwable cause) {
    return cause instanceof IOException;
  }

  /** Ends the stream in order, behind the stanzas that are being recorded. */
  void writeLast(Line to) {
    WriteAhead first = ahead;
    if (first == null) {
      end(to);
    } else {
      first.add(() -> end(to));
    }
  }

  private static void end(Line to) {
    if (to.acks() != null) {
      to.acks().conclude();
    }
    to.ctx().write(new StreamClose());
  }
}
