package im.linnet.internal.session;

import im.linnet.connection.BoundStream;
import im.linnet.connection.KeepAlive;
import im.linnet.failure.Phase;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.Where;
import im.linnet.failure.XmppException;
import im.linnet.internal.incoming.Intake;
import im.linnet.internal.incoming.Reception;
import im.linnet.internal.incoming.RequestAnswers;
import im.linnet.internal.incoming.Router;
import im.linnet.internal.management.ManagedStream;
import im.linnet.internal.management.Records;
import im.linnet.internal.netty.EarlyStanza;
import im.linnet.internal.netty.Farewell;
import im.linnet.internal.netty.StreamDecoder;
import im.linnet.internal.netty.StreamEncoder;
import im.linnet.internal.netty.StreamEnd;
import im.linnet.internal.netty.StreamPipeline;
import im.linnet.internal.outgoing.Acknowledgements;
import im.linnet.internal.outgoing.Line;
import im.linnet.internal.outgoing.OwnAddress;
import im.linnet.internal.outgoing.Sender;
import im.linnet.internal.outgoing.StanzaLimit;
import im.linnet.internal.stream.Faults;
import im.linnet.stream.Features;
import im.linnet.stream.StreamLimits;
import im.linnet.xml.Element;
import im.linnet.xml.Languages;
import im.linnet.xml.StreamHeader;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The last handler of the pipeline while a stream is bound: reads and writes stanzas until either
 * side ends the stream. {@link #ended()} completes exactly once, with the cause.
 */
public final class SessionHandler extends ChannelInboundHandlerAdapter {

  private static final String STREAMS = "http://etherx.jabber.org/streams";

  private final BoundStream stream;
  private final Router router;
  private final Executor completions;
  private final CompletableFuture<XmppException> ended = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  private final KeepAlive keepAlive;
  private final SessionCarryOver continuity;
  private final Consumer<SessionHandler> begun;
  private @Nullable Live live;
  private @Nullable Deadline deadline;
  private Closing closing = Closing.NOT;

  /** Whether this side is ending the stream. */
  private enum Closing {
    NOT,
    IN_ORDER,
    AT_ONCE
  }

  /** What exists only while the handler is in a pipeline. */
  private record Live(
      ChannelHandlerContext ctx,
      Sender sender,
      RequestAnswers answers,
      Reception reception,
      Liveness liveness,
      Rest rest,
      Intake intake,
      @Nullable Acknowledgements acks) {}

  /**
   * A session on a stream.
   *
   * @param stream the bound stream
   * @param router receives the stanzas
   * @param completions completes users' futures; never the event loop
   * @param keepAlive the keep-alive settings
   * @param continuity what the previous connection left, and what the next one will find
   * @param begun called on the event loop when stanzas can be sent, before any is read
   */
  public SessionHandler(
      BoundStream stream,
      Router router,
      Executor completions,
      KeepAlive keepAlive,
      SessionCarryOver continuity,
      Consumer<SessionHandler> begun) {
    this.stream = stream;
    this.begun = begun;
    this.keepAlive = keepAlive;
    this.continuity = continuity;
    this.router = router;
    this.completions = completions;
  }

  /** {@return why the stream ended, once it has; completed on the event loop} */
  public CompletableFuture<XmppException> ended() {
    return ended;
  }

  /** {@return the bound stream} */
  public BoundStream stream() {
    return stream;
  }

  /** {@return completes on the event loop when nothing is open any more} */
  public CompletableFuture<Void> gone() {
    return gone;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    Liveness liveness = new Liveness(keepAlive, this, ctx);
    Sender sender =
        continuity.sender(
            stream, ctx.channel().eventLoop(), completions, router.answers(), router.listeners());
    ManagedStream managed = continuity.managed(stream);
    Records records = continuity.record(stream, router.unseen());
    records.whenBroken(this::cut);
    Acknowledgements acks =
        managed == null
            ? null
            : new Acknowledgements(
                ctx, managed.ledger(), records, liveness, router, sender::whenRecording);
    OwnAddress own = new OwnAddress(stream.jid());
    RequestAnswers answers = new RequestAnswers(router, own, sender::answer, ctx.executor());
    Reception reception =
        new Reception(own, router, sender, answers, liveness::proved, languages(ctx.channel()));
    Intake intake = new Intake(router.inflow(), ctx, () -> isClosing() || sender.isAwaiting());
    intake.allow(sender::allowed);
    Rest rest = new Rest(ctx, reception);
    live = new Live(ctx, sender, answers, reception, liveness, rest, intake, acks);
    router.whenStuck(answers::giveUpWaiting);
    if (managed == null) {
      router.begin(null, 0);
    } else {
      router.begin(managed.terms().id(), managed.ledger().counted());
    }
    ctx.channel().closeFuture().addListener(closed -> gone.complete(null));
    keep(continuity.limits(stream));
    liveness.start(acks);
    sender.open(new Line(ctx, this::wrote, this::placed, acks));
    begun.accept(this);
  }

  /** The user's preferred language, then that of the server's header. */
  private static Languages languages(Channel channel) {
    StreamEncoder out = StreamPipeline.of(channel).encoder();
    StreamDecoder in = StreamPipeline.of(channel).decoder();
    return Languages.of(out == null ? null : out.lang(), in == null ? null : in.lang());
  }

  /** Keeps to the limits that the server announced. */
  private void keep(StreamLimits limits) {
    Live now = live();
    now.liveness.limit(limits.idle());
    now.sender.limit(StanzaLimit.of(limits, StreamPipeline.of(now.ctx.channel()).encoder()));
  }

  private void wrote() {
    live().rest.disturbed();
    live().liveness.wrote();
    live().intake.nudge();
  }

  /** {@return the stream's sender} */
  Sender sender() {
    return live().sender;
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
    live().sender.drain();
    answer();
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    live().rest.disturbed();
    answer();
    ctx.fireChannelReadComplete();
  }

  private void answer() {
    Acknowledgements acks = live().acks;
    if (acks != null && !ended.isDone()) {
      acks.answer();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (ended.isDone()) {
      return;
    }
    if (message instanceof Element element) {
      live().liveness.heard();
      count(element);
      read(ctx, element);
      live().intake.review();
    } else if (message instanceof EarlyStanza early) {
      read(ctx, early.element());
    } else if (message instanceof StreamEnd) {
      streamEnded(ctx);
    } else if (message instanceof StreamHeader) {
      throw StreamException.byClient(
          StreamError.Condition.BAD_FORMAT, "The server opened a stream within the stream");
    }
  }

  private void count(Element element) {
    Acknowledgements acks = live().acks;
    if (acks != null && !live().reception.isLeaving() && acks.received(element)) {
      router.arrived();
    }
  }

  /** Handles elements of stream management, and sends what an acknowledgement permits. */
  private boolean isAcknowledgement(Element element) {
    Live now = live();
    if (now.acks == null || !now.acks.takes(element)) {
      return false;
    }
    now.sender.drain();
    return true;
  }

  /**
   * Of features only the limits count: a server sends them after it has resumed a stream inside of
   * SASL2, some even after stanzas, and there is nothing left to negotiate.
   */
  private void read(ChannelHandlerContext ctx, Element element) {
    if (isAcknowledgement(element) || live().liveness.takes(element)) {
      return;
    }
    if (element.is("error", STREAMS)) {
      StreamError error = StreamError.of(element);
      end(StreamException.byServer(error, stream.tlsProtocol() != null));
      Farewell.say(ctx.channel(), null);
      return;
    }
    if (element.is("features", STREAMS)) {
      keep(continuity.limits(new Features(element)));
    } else {
      live().reception.take(element, live().intake.uncounted());
    }
  }

  /** Leaves incoming stanzas, except answers, to another client. On the event loop. */
  void leave() {
    live().reception.leave();
  }

  private void streamEnded(ChannelHandlerContext ctx) {
    if (isClosing()) {
      end(closedHere("This side closed the stream"));
      ctx.close();
    } else {
      end(new TransportException(Reason.CLOSED, "The server ended the stream"));
      Farewell.say(ctx.channel(), null);
    }
  }

  /**
   * Ends the stream in order (RFC 6120, section 4.4): sends what waits, then the closing tag, then
   * awaits the server's. From any thread; a second call can only shorten the limit.
   *
   * @param limit how long all of it may take; then the connection is closed
   */
  public void close(Duration limit) {
    Live now = live();
    now.ctx.executor().execute(() -> close(now, limit));
  }

  private void close(Live now, Duration limit) {
    boolean first = !isClosing() && !ended.isDone();
    if (limit.isZero()) {
      closing = Closing.AT_ONCE;
    } else if (first) {
      closing = Closing.IN_ORDER;
    }
    if (first) {
      now.intake.nudge();
      now.sender.sendLast(closedHere("This side closed the stream"));
    }
    Deadline forced = deadline;
    if (forced == null) {
      forced = new Deadline(now.ctx.channel(), this::force);
      deadline = forced;
    }
    forced.within(limit);
  }

  private boolean isClosing() {
    return closing != Closing.NOT;
  }

  private void force() {
    end(
        closedHere(
            closing == Closing.AT_ONCE
                ? "This side closed the connection at once"
                : "This side closed the stream; the server took too long"));
    Farewell.cut(live().ctx.channel());
  }

  private static TransportException closedHere(String message) {
    return new TransportException(Reason.CLOSED_HERE, message);
  }

  /** Sends an element that is not a stanza and is not counted; on the event loop. */
  ChannelFuture sendNonza(Element nonza) {
    return live().ctx.writeAndFlush(nonza);
  }

  /** Sets whether requests for acknowledgement are answered at once; on the event loop. */
  void acknowledgeAtOnce(boolean always) {
    Acknowledgements acks = live().acks;
    if (acks != null) {
      acks.prompt(always);
    }
  }

  /** The connection is suspected to be dead: checks soon. On the event loop. */
  void check() {
    live().liveness.check();
  }

  /** Gives the connection up at once, for a reason on this side; from any thread. */
  void abandon(XmppException why) {
    live().ctx.executor().execute(() -> cut(why));
  }

  /**
   * Gives the connection up because the server does not answer; on the event loop. Sends a stream
   * error (RFC 6120, section 4.9.3.4) in case the server still reads, unless the stream is to be
   * resumed, which a stream error would prevent.
   */
  void expire(XmppException why) {
    end(why);
    if (continuity.kept() == null) {
      Farewell.say(
          live().ctx.channel(), StreamError.of(StreamError.Condition.CONNECTION_TIMEOUT, null));
    } else {
      Farewell.cut(live().ctx.channel());
    }
  }

  /**
   * Leaves the stream to another client, behind what was written; on the event loop.
   *
   * @param why what the session ends with
   */
  void depart(XmppException why) {
    end(why);
    Farewell.leave(live().ctx.channel());
  }

  /** Closes the connection immediately; on the event loop. */
  void cut(XmppException why) {
    end(why);
    Farewell.cut(live().ctx.channel());
  }

  private void end(XmppException why) {
    if (ended.isDone()) {
      return;
    }
    XmppException placed = placed(why);
    ended.complete(placed);
    Live now = live();
    now.liveness.stop();
    now.rest.end();
    now.answers.end();
    now.intake.end();
    continuity.ended(stream, placed);
  }

  private XmppException placed(XmppException why) {
    return why.at(where(isClosing() ? Phase.CLOSING : Phase.SESSION));
  }

  private Where where(Phase phase) {
    return Where.of(phase, stream.endpoint(), stream.redirects());
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end(
        isClosing()
            ? closedHere("This side closed the stream")
            : new TransportException(Reason.CLOSED, "The connection was lost"));
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (ended.isDone()) {
      return;
    }
    XmppException fault = Faults.of(uncoded(cause));
    end(fault);
    if (fault instanceof StreamException own && own.by() == StreamException.By.CLIENT) {
      Farewell.say(ctx.channel(), own.error());
    } else {
      Farewell.cut(ctx.channel());
    }
  }

  /** The failure inside a codec's wrapper, such as the TLS handler's. */
  private static Throwable uncoded(Throwable cause) {
    Throwable inner = cause.getCause();
    return cause instanceof CodecException && inner != null ? inner : cause;
  }
}
