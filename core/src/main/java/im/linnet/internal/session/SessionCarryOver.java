package im.linnet.internal.session;

import im.linnet.connection.BoundStream;
import im.linnet.connection.SavedStream;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.internal.management.ManagedStream;
import im.linnet.internal.management.Management;
import im.linnet.internal.outgoing.OwnAddress;
import im.linnet.internal.outgoing.PendingRequests;
import im.linnet.internal.outgoing.Sender;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What of a session survives its connection where the stream is managed (XEP-0198): the stanzas not
 * sent or not acknowledged, and the requests not answered. Belongs to the event loop.
 */
public final class SessionCarryOver {

  private final Management management;
  private @Nullable Sender sender;

  /**
   * Of one client.
   *
   * @param management the client's managed stream
   */
  public SessionCarryOver(Management management) {
    this.management = management;
  }

  /** The sender of the stream that begins or goes on; what is left of another is given up. */
  Sender sender(
      BoundStream stream, EventLoop loop, Executor completions, PendingRequests.AnswerWay answers) {
    Sender former = sender;
    if (former != null && stream.resumed()) {
      return former;
    }
    PendingRequests pending = new PendingRequests(new OwnAddress(stream.jid()), loop, answers);
    Sender fresh = new Sender(loop, pending, completions, stream.managed());
    sender = fresh;
    ManagedStream managed = managed(stream);
    if (managed == null) {
      management.giveUp();
    } else {
      managed.over().thenAccept(fresh::end);
    }
    return fresh;
  }

  /** The sender of a stream that was lost and may be resumed, or null. */
  @Nullable Sender kept() {
    return management.lost() == null ? null : sender;
  }

  /** What is counted on a stream, or null if nothing is. */
  @Nullable ManagedStream managed(BoundStream stream) {
    return stream.managed() ? management.stream() : null;
  }

  /** The session is over; its sender is kept if it may be resumed. */
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
   * Whether the stream may go on after this. Not after a fault that this side found in it, as the
   * server would send the same again; nor where the server may object to what was sent on it, as
   * that would be sent again.
   */
  private static boolean isLoss(XmppException why) {
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
   * The stream as it stands, with what waits to be sent, or null if it can't be resumed.
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

  /** Gives up what waits to be resumed. */
  void giveUp() {
    management.giveUp();
  }
}
