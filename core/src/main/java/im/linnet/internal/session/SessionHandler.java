package im.linnet.internal.session;

import im.linnet.internal.netty.Farewell;
import im.linnet.internal.netty.StreamClose;
import im.linnet.internal.netty.StreamEnd;
import im.linnet.internal.stream.Faults;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Stanza;
import im.linnet.stream.BoundStream;
import im.linnet.stream.KeepAlive;
import im.linnet.stream.Phase;
import im.linnet.stream.StreamError;
import im.linnet.stream.StreamException;
import im.linnet.stream.TransportException;
import im.linnet.stream.TransportException.Reason;
import im.linnet.stream.Where;
import im.linnet.stream.XmppException;
import im.linnet.xml.Element;
import im.linnet.xml.StreamHeader;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last handler of the pipeline while a stream is bound: stanzas in, stanzas out, until one side
 * ends it. {@link #ended()} completes exactly once, with why.
 */
public final class SessionHandler extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(SessionHandler.class);
  private static final String STREAMS = "http://etherx.jabber.org/streams";

  private final BoundStream stream;
  private final Router router;
  private final Executor completions;
  private final CompletableFuture<XmppException> ended = new CompletableFuture<>();

  private final KeepAliveTimer keepAlive;
  private final Consumer<SessionHandler> begun;
  private @Nullable Live live;
  private boolean closing;

  /** What exists only while the handler is in a pipeline. */
  private record Live(
      ChannelHandlerContext ctx, Outbox outbox, PendingRequests pending, RequestAnswers answers) {}

  /**
   * A session on a stream.
   *
   * @param stream what was negotiated
   * @param router where stanzas go
   * @param completions completes what users wait for; never the event loop
   * @param keepAlive how a silent connection is kept
   * @param begun is told on the event loop when stanzas can be sent, before any is read
   */
  public SessionHandler(
      BoundStream stream,
      Router router,
      Executor completions,
      KeepAlive keepAlive,
      Consumer<SessionHandler> begun) {
    this.stream = stream;
    this.begun = begun;
    this.keepAlive = new KeepAliveTimer(keepAlive, this);
    this.router = router;
    this.completions = completions;
  }

  /** {@return why the stream ended, once it has; completed on the event loop} */
  public CompletableFuture<XmppException> ended() {
    return ended;
  }

  /** {@return what was negotiated} */
  public BoundStream stream() {
    return stream;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    Outbox outbox = new Outbox(ctx);
    live =
        new Live(
            ctx,
            outbox,
            new PendingRequests(stream.jid(), ctx.channel().eventLoop(), completions),
            new RequestAnswers(router, this));
    keepAlive.start(ctx);
    begun.accept(this);
  }

  /**
   * Sends a stanza; from any thread.
   *
   * @param element the stanza
   * @return done when it was written to the connection, on a thread that is not the event loop
   */
  public CompletableFuture<Void> send(Element element) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    Live now = live();
    enqueue(now, sent, () -> write(now, element, sent));
    return sent;
  }

  /**
   * Sends a request; from any thread.
   *
   * @param request the request, with an id
   * @param limit how long the answer may take
   * @return the answer of type result, completed on a thread that is not the event loop; cancelling
   *     it forgets the request
   */
  public CompletableFuture<Iq> request(Iq request, Duration limit) {
    String id = request.id();
    if (id == null) {
      throw new IllegalArgumentException("id: absent (expected: an identifier)");
    }
    CompletableFuture<Iq> answer = new CompletableFuture<>();
    Live now = live();
    enqueue(now, answer, () -> ask(now, id, request, answer, limit));
    answer.whenComplete(
        (result, failure) -> {
          if (answer.isCancelled() && !now.ctx.executor().isShuttingDown()) {
            now.ctx.executor().execute(() -> now.pending.remove(id, answer));
          }
        });
    return answer;
  }

  private void ask(Live now, String id, Iq request, CompletableFuture<Iq> answer, Duration limit) {
    if (answer.isDone() || over(answer)) {
      return;
    }
    if (now.pending.add(id, request, answer, limit)) {
      keepAlive.wrote();
      now.ctx
          .write(request.element())
          .addListener(
              written -> {
                if (!written.isSuccess()) {
                  now.pending.remove(id, answer);
                  fail(answer, Faults.of(written.cause()));
                }
              });
    }
  }

  private void write(Live now, Element element, CompletableFuture<Void> sent) {
    if (over(sent)) {
      return;
    }
    keepAlive.wrote();
    now.ctx
        .write(element)
        .addListener(
            written -> {
              if (written.isSuccess()) {
                completions.execute(() -> sent.complete(null));
              } else {
                fail(sent, Faults.of(written.cause()));
              }
            });
  }

  /** Whether it is too late to send; then the outcome is failed. */
  private boolean over(CompletableFuture<?> outcome) {
    if (ended.isDone()) {
      fail(outcome, ended.join());
    } else if (closing) {
      fail(outcome, new TransportException(Reason.CLOSED_HERE, "The stream is being closed"));
    }
    return ended.isDone() || closing;
  }

  private static void enqueue(Live now, CompletableFuture<?> outcome, Runnable write) {
    try {
      now.outbox.add(write);
    } catch (XmppException refused) {
      outcome.completeExceptionally(refused);
    } catch (RejectedExecutionException shutDown) {
      outcome.completeExceptionally(
          new TransportException(Reason.NOT_CONNECTED, "The event loop is shut down", shutDown));
    }
  }

  private void fail(CompletableFuture<?> outcome, XmppException failure) {
    completions.execute(() -> outcome.completeExceptionally(failure.at(where(Phase.SESSION))));
  }

  private Live live() {
    Live now = live;
    if (now == null) {
      throw new IllegalStateException("The session has not begun");
    }
    return now;
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    live().outbox.drain();
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (ended.isDone()) {
      return;
    }
    if (message instanceof Element element) {
      read(ctx, element);
    } else if (message instanceof StreamEnd) {
      streamEnded(ctx);
    } else if (message instanceof StreamHeader) {
      throw StreamException.byClient(
          StreamError.Condition.BAD_FORMAT, "The server opened a stream within the stream");
    }
  }

  private void read(ChannelHandlerContext ctx, Element element) {
    if (element.is("error", STREAMS)) {
      StreamError error = StreamError.of(element);
      end(StreamException.byServer(error, stream.tlsProtocol() != null));
      Farewell.say(ctx.channel(), null);
      return;
    }
    Stanza stanza;
    try {
      stanza = Stanza.of(element);
    } catch (IllegalArgumentException malformed) {
      drop("malformed", element);
      return;
    }
    if (stanza == null || !isForUs(stanza)) {
      drop(stanza == null ? "unknown" : "misaddressed", element);
    } else if (stanza instanceof Iq iq) {
      read(iq);
    } else {
      router.deliver(stanza);
    }
  }

  private void read(Iq iq) {
    if (iq.isRequest()) {
      live().answers.answer(iq);
    } else if (!live().pending.answered(iq)) {
      drop("unasked", iq.element());
    }
  }

  private boolean isForUs(Stanza stanza) {
    Jid to = stanza.to();
    return to == null || to.bare().equals(stream.jid().bare());
  }

  private static void drop(String why, Element element) {
    LOG.debug("Dropped a stanza that is {}: {}", why, element);
  }

  private void streamEnded(ChannelHandlerContext ctx) {
    if (closing) {
      end(new TransportException(Reason.CLOSED_HERE, "This side closed the stream"));
      ctx.close();
    } else {
      end(new TransportException(Reason.CLOSED, "The server ended the stream"));
      Farewell.say(ctx.channel(), null);
    }
  }

  /**
   * Ends the stream in order (RFC 6120, section 4.4): after what waits to be sent, the closing tag;
   * then the server's is awaited for as long as the limit allows. From any thread.
   *
   * @param limit how long the server may take
   */
  public void close(Duration limit) {
    Live now = live();
    now.ctx.executor().execute(() -> close(now, limit));
  }

  private void close(Live now, Duration limit) {
    if (closing || ended.isDone()) {
      return;
    }
    closing = true;
    now.outbox.drain();
    now.ctx.writeAndFlush(new StreamClose());
    var forced =
        now.ctx
            .executor()
            .schedule(
                () -> {
                  end(
                      new TransportException(
                          Reason.CLOSED_HERE,
                          "This side closed the stream; the server did not answer in time"));
                  now.ctx.close();
                },
                limit.toNanos(),
                TimeUnit.NANOSECONDS);
    now.ctx.channel().closeFuture().addListener(closed -> forced.cancel(false));
  }

  /** Gives the connection up at once, for a reason found on this side. */
  void abandon(XmppException why) {
    Live now = live();
    now.ctx
        .executor()
        .execute(
            () -> {
              end(why);
              now.ctx.close();
            });
  }

  private void end(XmppException why) {
    if (ended.isDone()) {
      return;
    }
    XmppException placed = why.at(where(closing ? Phase.CLOSING : Phase.SESSION));
    ended.complete(placed);
    keepAlive.stop();
    Live now = live();
    now.pending.failAll(placed);
    now.outbox.drain();
  }

  private Where where(Phase phase) {
    return new Where(phase, stream.endpoint(), stream.redirects());
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end(
        closing
            ? new TransportException(Reason.CLOSED_HERE, "This side closed the stream")
            : new TransportException(Reason.CLOSED, "The connection was lost"));
    live().outbox.drain();
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (ended.isDone()) {
      return;
    }
    XmppException fault = Faults.of(cause);
    end(fault);
    if (fault instanceof StreamException own && own.by() == StreamException.By.CLIENT) {
      Farewell.say(ctx.channel(), own.error());
    } else {
      ctx.close();
    }
  }
}
