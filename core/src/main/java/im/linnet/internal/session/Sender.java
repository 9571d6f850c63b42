package im.linnet.internal.session;

import im.linnet.internal.netty.StreamClose;
import im.linnet.internal.stream.Faults;
import im.linnet.stanza.Iq;
import im.linnet.stream.RefusedException;
import im.linnet.stream.TransportException;
import im.linnet.stream.TransportException.Reason;
import im.linnet.stream.XmppException;
import im.linnet.xml.Element;
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
   */
  Sender(
      ChannelHandlerContext ctx,
      PendingRequests pending,
      Executor completions,
      Runnable wrote,
      UnaryOperator<XmppException> placed) {
    this.ctx = ctx;
    this.pending = pending;
    this.completions = completions;
    this.wrote = wrote;
    this.placed = placed;
    this.outbox = new Outbox(ctx);
  }

  CompletableFuture<Void> send(Element element) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    enqueue(new Plain(element, sent), sent);
    return sent;
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
            ctx.write(new StreamClose());
          }
        });
  }

  /** Fails all that waits to be sent or answered, and all that comes. */
  void end(XmppException why) {
    over = why;
    pending.failAll(why);
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

  /** A write failed: for the reason that ended the stream, which this may be. */
  private void unwritten(CompletableFuture<?> outcome, Throwable cause) {
    if (over == null && cause instanceof IOException) {
      ctx.pipeline().fireExceptionCaught(cause);
    }
    fail(outcome, over == null ? Faults.of(cause) : over);
  }

  private void fail(CompletableFuture<?> outcome, XmppException failure) {
    XmppException complete = placed.apply(failure);
    completions.execute(() -> outcome.completeExceptionally(complete));
  }

  /** A stanza that nobody has to answer. */
  private final class Plain implements Outbox.Item {

    private final Element element;
    private final CompletableFuture<Void> sent;

    Plain(Element element, CompletableFuture<Void> sent) {
      this.element = element;
      this.sent = sent;
    }

    @Override
    public void write() {
      if (isLate(sent)) {
        return;
      }
      wrote.run();
      ctx.write(element)
          .addListener(
              written -> {
                if (written.isSuccess()) {
                  completions.execute(() -> sent.complete(null));
                } else {
                  unwritten(sent, written.cause());
                }
              });
    }
  }

  /** A request. Its time runs from the start, also while it has to wait before it is sent. */
  private final class Question implements Outbox.Item {

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
    public void held() {
      if (!isLate(answer)) {
        noted = true;
        pending.add(id, request, answer, limitNanos);
      }
    }

    @Override
    public void write() {
      if (isLate(answer) || !isAwaited()) {
        return;
      }
      wrote.run();
      ctx.write(request.element())
          .addListener(
              written -> {
                if (!written.isSuccess()) {
                  pending.remove(id, answer);
                  unwritten(answer, written.cause());
                }
              });
    }

    private boolean isAwaited() {
      return noted ? pending.awaits(id, answer) : pending.add(id, request, answer, limitNanos);
    }
  }
}
