package im.linnet.internal.session;

import im.linnet.connection.BoundStream;
import im.linnet.connection.SavedStream;
import im.linnet.failure.JournalException;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.internal.management.ManagedStream;
import im.linnet.internal.management.Management;
import im.linnet.internal.management.Records;
import im.linnet.internal.observe.Listeners;
import im.linnet.internal.outgoing.OwnAddress;
import im.linnet.internal.outgoing.PendingRequests;
import im.linnet.internal.outgoing.Sender;
import im.linnet.stream.Features;
import im.linnet.stream.StreamLimits;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What survives the connection of a managed stream (XEP-0198): stanzas not sent or not
 * acknowledged, requests not answered, and the server's limits. Belongs to the event loop.
 */
public final class SessionCarryOver {

  private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
  private static final String SASL2 = "urn:xmpp:sasl:2";

  private final Management management;
  private final Records records;
  private @Nullable Sender sender;
  private StreamLimits limits = StreamLimits.of(Features.none());

  /**
   * For one client.
   *
   * @param management the client's managed stream
   * @param records record it
   */
  public SessionCarryOver(Management management, Records records) {
    this.management = management;
    this.records = records;
  }

  /**
   * The sender for a new or resumed stream; if the stream is new, what was left of the old one is
   * given up.
   */
  Sender sender(
      BoundStream stream,
      EventLoop loop,
      Executor completions,
      PendingRequests.AnswerWay answers,
      Listeners listeners) {
    Sender former = sender;
    if (former != null && stream.resumed()) {
      return former;
    }
    OwnAddress own = new OwnAddress(stream.jid());
    PendingRequests pending = new PendingRequests(own, loop, answers, listeners);
    Sender fresh =
        new Sender(loop, own, pending, completions, stream.managed(), records, listeners);
    sender = fresh;
    ManagedStream managed = managed(stream);
    if (managed == null) {
      management.giveUp();
    } else {
      managed.over().thenAccept(fresh::end);
    }
    return fresh;
  }

  /**
   * The limits of a stream. A stream resumed inside of SASL2 has only the features of before the
   * sign-in, whose limits are meant for strangers: then those of the connection before apply.
   */
  StreamLimits limits(BoundStream stream) {
    Features features = stream.features();
    if (!features.offers("mechanisms", SASL) && !features.offers("authentication", SASL2)) {
      return limits(features);
    }
    return stream.resumed() ? limits : limits(Features.none());
  }

  /** The limits of features that came after the sign-in. */
  StreamLimits limits(Features features) {
    limits = StreamLimits.of(features);
    return limits;
  }

  /** The sender of a lost stream that can be resumed, or null. */
  @Nullable Sender kept() {
    return management.lost() == null ? null : sender;
  }

  /** The stream's counters, or null if it is not managed. */
  @Nullable ManagedStream managed(BoundStream stream) {
    return stream.managed() ? management.stream() : null;
  }

  /** The session is over; its sender is kept if the stream can be resumed. */
  void ended(BoundStream stream, XmppException why) {
    Sender ended = sender;
    if (stream.managed() && isLoss(why)) {
      management.lost(why);
    } else if (stream.managed()) {
      management.end(why);
    }
    if (ended == null) {
      return;
    }
    if (kept() == null) {
      ended.end(why);
    } else {
      ended.lost();
    }
  }

  /**
   * Whether the stream may be resumed after this failure. It may not after a protocol fault that
   * this side found, because the server would send the same again; nor if the server may have
   * objected to what was sent, because that would be sent again.
   */
  private static boolean isLoss(XmppException why) {
    if (why instanceof JournalException) {
      return true;
    }
    return why instanceof TransportException lost
        ? lost.reason() != Reason.CLOSED_HERE
        : why instanceof StreamException ended
            && ended.by() == StreamException.By.SERVER
            && leavesTheStream(ended.error().condition());
  }

  private static boolean leavesTheStream(Condition condition) {
    return switch (condition) {
      case CONNECTION_TIMEOUT,
          INTERNAL_SERVER_ERROR,
          REMOTE_CONNECTION_FAILED,
          RESET,
          RESOURCE_CONSTRAINT,
          SEE_OTHER_HOST,
          SYSTEM_SHUTDOWN,
          UNDEFINED_CONDITION ->
          true;
      default -> false;
    };
  }

  /** Whether there is a stream that another client could resume. */
  boolean canBeLeft() {
    return management.canBeLeft();
  }

  /**
   * Saves the stream, with the stanzas that wait to be sent; null if it can't be resumed.
   *
   * @param now the time
   * @param waiting how many stanzas from the server wait for subscribers
   */
  @Nullable SavedStream save(Instant now, long waiting) {
    Sender saved = sender;
    return saved == null
        ? management.save(now, waiting, List.of())
        : management.save(now, waiting, saved.surrender());
  }

  /**
   * Records a stream on which a session begins.
   *
   * @param stream the stream
   * @param waiting how many of its stanzas wait for subscribers
   * @return the records
   */
  Records record(BoundStream stream, long waiting) {
    if (stream.managed()) {
      management.record(Instant.now(), waiting);
    }
    return records;
  }

  /** Records a saved stream for the last time; completes when that is done. */
  CompletableFuture<@Nullable Void> leave(SavedStream saved) {
    return records.left(saved);
  }

  /** Gives up the lost stream. */
  void giveUp() {
    management.giveUp();
  }
}
