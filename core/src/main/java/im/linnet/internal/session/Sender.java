package im.linnet.internal.session;

import im.linnet.internal.management.Ledger;
import im.linnet.internal.netty.StreamClose;
import im.linnet.internal.stream.Faults;
import im.linnet.stanza.Iq;
import im.linnet.stream.RefusedException;
import im.linnet.stream.TransportException;
import im.linnet.stream.TransportException.Reason;
import im.linnet.stream.XmppException;
import im.linnet.xml.Element;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All that is sent on one stream. {@link #send} and {@link #request} may be called by any thread,
 * the rest belongs to the event loop. Every future ends once, never on the event loop.
 */
final class Sender {

  private final ChannelHandlerContext ctx;
  private final PendingRequests pending;
  private final Executor completions;
  private final Runnable wrote;
  private final UnaryOperator<XmppException> placed;
  private final @Nullable Acknowledgements acks;
  private final Outbox outbox;
  private @Nullable XmppException over;

  /**
   * A sender.
   *
   * @param ctx where to write
   * @param pending who waits for answers
   * @param completions completes futures
   * @param wrote is told of each write
   * @param placed names the place of a failure
   * @param acks counts what is written, or null if the stream is not managed
   */
  Sender(
      ChannelHandlerContext ctx,
      PendingRequests pending,
      Executor completions,
      Runnable wrote,
      UnaryOperator<XmppException> placed,
      @Nullable Acknowledgements acks) {
    this.ctx = ctx;
    this.pending = pending;
    this.completions = completions;
    this.wrote = wrote;
    this.placed = placed;
    this.acks = acks;
    this.outbox =
        acks == null
            ? new Outbox(ctx, () -> false, () -> {})
            : new Outbox(ctx, acks::isFull, acks::batchWritten);
  }

  CompletableFuture<Void> send(Element element) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    enqueue(new Plain(element, sent), sent);
    return sent;
  }

  CompletableFuture<Void> deliver(Element element) {
    if (acks == null) {
      return send(element);
    }
    CompletableFuture<Void> delivered = new CompletableFuture<>();
    enqueue(new Delivery(element, delivered), delivered);
    return delivered;
  }

  CompletableFuture<Iq> request(String id, Iq request, Duration limit) {
    CompletableFuture<Iq> answer = new CompletableFuture<>();
    enqueue(new Question(id, request, answer, nanos(limit)), answer);
    answer.whenComplete(
        (result, failure) -> {
          // What this side ended is forgotten already; the user's own end of it is not.
          if (failure != null && !(failure instanceof XmppException)) {
            forget(id, answer);
          }
        });
    return answer;
  }

  /** The limit, cut where a clock of nanoseconds ends, which is after 292 years. */
  private static long nanos(Duration limit) {
    Duration longest = Duration.ofNanos(Long.MAX_VALUE / 2);
    return limit.compareTo(longest) < 0 ? limit.toNanos() : longest.toNanos();
  }

  private void forget(String id, CompletableFuture<Iq> answer) {
    try {
      ctx.executor().execute(() -> pending.remove(id, answer));
    } catch (RejectedExecutionException shutDown) {
      // Then nothing is pending any more.
    }
  }

  /** Sends the closing tag after all that was given before; what is given later fails. */
  void sendLast(XmppException why) {
    outbox.addLast(
        () -> {
          if (over == null) {
            over = why;
            if (acks != null) {
              acks.conclude();
            }
            ctx.write(new StreamClose());
          }
        });
  }

  /**
   * Fails all that waits to be sent, and all that comes; what waits for an answer too, unless the
   * stream may go on elsewhere.
   */
  void end(XmppException why, boolean resumable) {
    over = why;
    if (acks != null) {
      acks.stop();
    }
    if (!resumable) {
      pending.failAll(why);
    }
    outbox.end();
  }

  /** Goes on where the connection takes more again, or is gone. */
  void drain() {
    outbox.drain();
  }

  private static void enqueue(Outbox outbox, Outbox.Item item, CompletableFuture<?> outcome) {
    try {
      outbox.add(item);
    } catch (RefusedException full) {
      outcome.completeExceptionally(full);
    } catch (RejectedExecutionException shutDown) {
      outcome.completeExceptionally(
          new TransportException(Reason.NOT_CONNECTED, "The event loop is shut down", shutDown));
    }
  }

  private void enqueue(Outbox.Item item, CompletableFuture<?> outcome) {
    enqueue(outbox, item, outcome);
  }

  /** Whether nothing can be sent for this outcome; then it has failed. */
  private boolean isLate(CompletableFuture<?> outcome) {
    if (over != null) {
      fail(outcome, over);
    }
    return over != null || outcome.isDone();
  }

  private void broken(Throwable cause) {
    if (over == null && cause instanceof IOException) {
      ctx.pipeline().fireExceptionCaught(cause);
    }
  }

  /** A write failed: for the reason that ended the stream, which this may be. */
  private void unwritten(CompletableFuture<?> outcome, Throwable cause) {
    broken(cause);
    fail(outcome, over == null ? Faults.of(cause) : over);
  }

  /**
   * Writes a stanza. On a managed stream, one that the connection took belongs to the ledger from
   * then on, whether it gets through or not; so nothing fails here.
   */
  private void write(Counted item, CompletableFuture<?> outcome) {
    wrote.run();
    ChannelFuture writing = ctx.write(item.stanza());
    boolean counted = acks != null && (!writing.isDone() || writing.isSuccess());
    if (acks != null && counted) {
      acks.sent(item, item.waitedFor());
    }
    writing.addListener(
        written -> {
          if (written.isSuccess()) {
            item.written();
          } else if (counted) {
            broken(written.cause());
          } else {
            item.notWritten();
            unwritten(outcome, written.cause());
          }
        });
  }

  private void fail(CompletableFuture<?> outcome, XmppException failure) {
    XmppException complete = placed.apply(failure);
    completions.execute(() -> outcome.completeExceptionally(complete));
  }

  /** What is written and counted; without stream management the counting half sleeps. */
  private abstract static class Counted implements Outbox.Item, Ledger.Entry {

    /** Whether somebody waits for the acknowledgement. */
    boolean waitedFor() {
      return false;
    }

    /** The connection did not take it, so it was not counted either. */
    void notWritten() {}

    @Override
    public void written() {}

    @Override
    public void acknowledged() {}

    @Override
    public void uncertain(XmppException why) {}
  }

  /** A stanza that nobody has to answer. */
  private class Plain extends Counted {

    private final Element element;
    final CompletableFuture<Void> sent;

    Plain(Element element, CompletableFuture<Void> sent) {
      this.element = element;
      this.sent = sent;
    }

    @Override
    public final Element stanza() {
      return element;
    }

    @Override
    public void write() {
      if (!isLate(sent)) {
        Sender.this.write(this, sent);
      }
    }

    @Override
    public void written() {
      acknowledged();
    }

    @Override
    public final void acknowledged() {
      completions.execute(() -> sent.complete(null));
    }

    @Override
    public final void uncertain(XmppException why) {
      fail(sent, why);
    }
  }

  /** A stanza that somebody wants to know of whether it was delivered. */
  private final class Delivery extends Plain {

    Delivery(Element element, CompletableFuture<Void> delivered) {
      super(element, delivered);
    }

    @Override
    boolean waitedFor() {
      return true;
    }

    @Override
    public void write() {
      XmppException why = over;
      if (why == null) {
        super.write();
      } else {
        fail(sent, notSent(why));
      }
    }

    @Override
    public void written() {}
  }

  static TransportException notSent(XmppException why) {
    return new TransportException(Reason.NOT_SENT, "The stanza was not sent: " + why.words(), why);
  }

  /** A request. Its time runs from the start, also while it has to wait before it is sent. */
  private final class Question extends Counted {

    private final String id;
    private final Iq request;
    private final CompletableFuture<Iq> answer;
    private final long limitNanos;
    private boolean noted;

    Question(String id, Iq request, CompletableFuture<Iq> answer, long limitNanos) {
      this.id = id;
      this.request = request;
      this.answer = answer;
      this.limitNanos = limitNanos;
    }

    @Override
    public Element stanza() {
      return request.element();
    }

    @Override
    public void held() {
      if (!isLate(answer)) {
        noted = true;
        pending.add(id, request, answer, limitNanos);
      }
    }

    @Override
    public void write() {
      if (isLate(answer)) {
        pending.remove(id, answer);
      } else if (isAwaited()) {
        Sender.this.write(this, answer);
      }
    }

    @Override
    void notWritten() {
      pending.remove(id, answer);
    }

    private boolean isAwaited() {
      return noted ? pending.awaits(id, answer) : pending.add(id, request, answer, limitNanos);
    }
  }
}
