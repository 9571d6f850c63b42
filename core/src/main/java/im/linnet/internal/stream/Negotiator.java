package im.linnet.internal.stream;

import im.linnet.connection.BoundStream;
import im.linnet.failure.Phase;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.Where;
import im.linnet.failure.XmppException;
import im.linnet.internal.netty.Farewell;
import im.linnet.internal.netty.StreamDecoder;
import im.linnet.internal.netty.StreamEnd;
import im.linnet.internal.netty.StreamOpen;
import im.linnet.jid.Jid;
import im.linnet.stanza.Stanza;
import im.linnet.stream.Features;
import im.linnet.stream.Progress;
import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;
import im.linnet.xml.StreamHeader;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The last handler of the pipeline from the opening of the connection until a stream is bound: runs
 * the steps of the list, one at a time, as the server offers features for them.
 *
 * <pre>
 *   [TLS] ─► header ─► features ─► step ─NEXT─► step … ─► no step left ─► bound: hands over to the session
 *              ▲                    │
 *              └──────RESTART───────┘
 * </pre>
 *
 * <p>Stanzas that arrive once the user is signed in are kept for the session. Whatever else arrives
 * that neither the stream's opening nor the running step waits for ends the connection. {@link
 * #result()} completes exactly once, on the event loop. All methods but it belong to the event
 * loop.
 */
public final class Negotiator extends ChannelInboundHandlerAdapter {

  /** The handler's name in the pipeline. */
  public static final String NAME = "negotiator";

  private static final String STREAMS = "http://etherx.jabber.org/streams";
  private static final String MANAGEMENT = "urn:xmpp:sm:3";

  private final NegotiationSettings settings;
  private final StreamOrigin origin;
  private final Duration limit;
  private final long deadline;
  private final CompletableFuture<BoundStream> result = new CompletableFuture<>();
  private final Set<StreamFeature> done = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Handover handover;

  private volatile Progress progress = new Progress(false, false, null);
  private Phase phase = Phase.OPENING;
  private boolean begun;
  private boolean headerExpected;
  private boolean featuresExpected;
  private boolean handshaking;
  private Features features = new Features(Element.of("features", STREAMS));
  private RequiredFeatures required = new RequiredFeatures(features);
  private String mechanism = "";
  private @Nullable RunningStep running;
  private @Nullable XmppException parting;

  /**
   * A negotiator for one connection.
   *
   * @param settings the client's settings
   * @param origin the place connected to and the way there
   * @param limit how long it may take from now, before anything is connected, to the bound stream
   */
  public Negotiator(NegotiationSettings settings, StreamOrigin origin, Duration limit) {
    this.settings = settings;
    this.origin = origin;
    this.handover = new Handover(settings, origin);
    this.limit = limit;
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  /** {@return the bound stream, or why there is none} */
  public CompletableFuture<BoundStream> result() {
    return result;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    if (ctx.channel().isActive()) {
      begin(ctx);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    begin(ctx);
    ctx.fireChannelActive();
  }

  private void begin(ChannelHandlerContext ctx) {
    if (begun) {
      return;
    }
    begun = true;
    long left = deadline - System.nanoTime();
    Future<?> timer = ctx.executor().schedule(() -> timedOut(ctx), left, TimeUnit.NANOSECONDS);
    result.whenComplete((stream, failure) -> onLoop(ctx, () -> over(ctx, timer)));
    if (ctx.pipeline().get(SslHandler.class) == null) {
      open(ctx);
    } else {
      enter(Phase.SECURING);
      handshaking = true;
    }
  }

  private void over(ChannelHandlerContext ctx, Future<?> timer) {
    timer.cancel(false);
    RunningStep step = running;
    running = null;
    if (step != null) {
      step.failed(new CancellationException("The attempt was given up"));
    }
    if (result.isCancelled()) {
      ctx.close();
    }
  }

  private void timedOut(ChannelHandlerContext ctx) {
    fail(ctx, tooLate(limit));
  }

  /**
   * The failure of a negotiation that a time limit ends: who was late depends on whether the
   * running step waits for the server. On the event loop.
   *
   * @param passed the limit
   * @return the failure
   */
  public TransportException tooLate(Duration passed) {
    String words =
        running != null && running.isBusy()
            ? "This side still worked after %d ms; see ClientBuilder.connectLimits"
            : "The server took longer than %d ms";
    return new TransportException(Reason.TIMED_OUT, words.formatted(passed.toMillis()));
  }

  /**
   * The connection could not be opened.
   *
   * @param failure why
   */
  public void neverConnected(Throwable failure) {
    result.completeExceptionally(Faults.of(failure).at(origin.at(Phase.CONNECTING)));
  }

  private void enter(Phase next) {
    phase = next;
    settings.progress().accept(origin.at(next));
  }

  private void open(ChannelHandlerContext ctx) {
    enter(Phase.OPENING);
    headerExpected = true;
    featuresExpected = false;
    ctx.writeAndFlush(new StreamOpen(settings.account().domain(), settings.lang()));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (result.isDone() || parting != null) {
      return;
    }
    if (message instanceof StreamHeader header) {
      opened(ctx, header);
    } else if (message instanceof Element element) {
      read(ctx, element);
    } else if (message instanceof StreamEnd) {
      left(ctx, new TransportException(Reason.CLOSED, "The server ended the stream"));
    }
  }

  private void opened(ChannelHandlerContext ctx, StreamHeader header) {
    StreamException fault =
        headerExpected
            ? HeaderCheck.fault(header)
            : StreamException.byClient(Condition.BAD_FORMAT, "The server opened a stream unasked");
    if (fault != null) {
      fail(ctx, fault);
      return;
    }
    headerExpected = false;
    featuresExpected = true;
  }

  private void read(ChannelHandlerContext ctx, Element element) {
    if (element.is("error", STREAMS)) {
      left(ctx, StreamException.byServer(StreamError.of(element), progress.secure()));
    } else if (element.is("features", STREAMS)) {
      offered(ctx, element);
    } else if (isEarlyCount(element)) {
      // Nothing is counted yet, so there is nothing to answer and nothing to learn.
    } else if (running != null && running.takes(element)) {
      running.answered(element);
    } else if (isForTheSession(element)) {
      handover.keep(element, decoder(ctx).fed());
    } else if (running == null || !running.ignores(element)) {
      fail(ctx, Impasse.unexpected(element));
    }
  }

  /** A request for an acknowledgement or one of them, before a stream is bound or resumed. */
  private boolean isEarlyCount(Element element) {
    return progress.authenticated()
        && !progress.bound()
        && (element.is("r", MANAGEMENT) || element.is("a", MANAGEMENT));
  }

  /**
   * A stanza that may come now: no rule says that binding comes first. While a step still looks at
   * the server's last word, that may be the success that makes it so: see {@link #tooEarly}.
   */
  private boolean isForTheSession(Element element) {
    boolean undecided = running != null && running.isBusy() && phase == Phase.AUTHENTICATING;
    return Stanza.NAMESPACE.equals(element.namespace()) && (progress.authenticated() || undecided);
  }

  /** Why a step can't go on after a stanza that came before the user was signed in, or null. */
  @Nullable XmppException tooEarly() {
    Element kept = progress.authenticated() ? null : handover.kept();
    return kept == null ? null : Impasse.unexpected(kept);
  }

  /** Takes the first features of a stream; a second offer would let a server turn us round. */
  private void offered(ChannelHandlerContext ctx, Element element) {
    if (featuresExpected) {
      featuresExpected = false;
      features = new Features(element);
      required = new RequiredFeatures(features);
      advance(ctx);
    }
  }

  /** Runs the first step of the list that is due, or ends the negotiation if none is. */
  private void advance(ChannelHandlerContext ctx) {
    for (StreamFeature step : settings.steps()) {
      if (!done.contains(step) && step.accepts(features, progress)) {
        run(ctx, step);
        return;
      }
    }
    Element unmet = required.unmet(progress);
    if (settings.tlsRequired() && !progress.secure()) {
      fail(ctx, Impasse.tlsNotOffered());
    } else if (unmet != null) {
      fail(ctx, Impasse.unsupported(unmet));
    } else if (progress.jid() != null) {
      finish(ctx, progress.jid());
    } else {
      fail(ctx, Impasse.nothingDue(progress));
    }
  }

  private void run(ChannelHandlerContext ctx, StreamFeature step) {
    if (settings.tlsRequired() && !progress.secure() && step.phase() != Phase.SECURING) {
      fail(ctx, Impasse.tlsNotOffered());
      return;
    }
    enter(step.phase());
    done.add(step);
    required.begins(step, progress);
    RunningStep begun = new RunningStep(this, ctx, features, settings, origin.endpoint());
    running = begun;
    begun
        .run(step)
        .whenComplete((outcome, failure) -> onLoop(ctx, () -> ended(ctx, begun, outcome, failure)));
  }

  private void ended(
      ChannelHandlerContext ctx,
      RunningStep step,
      StreamFeature.@Nullable Outcome outcome,
      @Nullable Throwable failure) {
    if (running != step || result.isDone()) {
      return;
    }
    running = null;
    XmppException early = tooEarly();
    if (parting != null && (failure == null || Faults.isCancellation(failure))) {
      fail(ctx, parting);
    } else if (failure != null) {
      fail(ctx, failure);
    } else if (early != null) {
      fail(ctx, early);
    } else if (outcome == StreamFeature.Outcome.RESTART) {
      done.clear();
      restart(ctx);
    } else if (handover.isComplete(outcome) && progress.jid() != null) {
      finish(ctx, progress.jid());
    } else {
      advance(ctx);
    }
  }

  private void restart(ChannelHandlerContext ctx) {
    decoder(ctx)
        .restart(progress.authenticated() ? settings.limitsAfter() : settings.limitsBefore());
    open(ctx);
  }

  private void finish(ChannelHandlerContext ctx, Jid jid) {
    BoundStream stream = handover.stream(ctx, jid, mechanism, features);
    handover.replace(this, ctx, stream);
    result.complete(stream);
    handover.deliver(ctx.pipeline());
  }

  /**
   * Notes that the server is done with us. What a step makes of the answer that it still works on
   * says more, such as why signing in was refused: it comes first.
   */
  private void left(ChannelHandlerContext ctx, XmppException why) {
    RunningStep step = running;
    if (step == null || !step.isBusy()) {
      fail(ctx, why);
    } else if (parting == null) {
      parting = why;
      step.deserted();
    }
  }

  /** Why nothing more can be asked, or null. */
  @Nullable XmppException parting() {
    return parting;
  }

  /** Gives the connection up. */
  void fail(ChannelHandlerContext ctx, Throwable failure) {
    if (result.isDone()) {
      return;
    }
    XmppException named = Faults.of(failure).at(place());
    RunningStep step = running;
    running = null;
    result.completeExceptionally(named);
    if (step != null) {
      step.failed(named);
    }
    part(ctx, named);
  }

  /** Until TLS has proved that the other side is the server, all it says is hearsay. */
  private Where place() {
    boolean proved = progress.secure() && settings.tlsVerified();
    return proved ? origin.at(phase) : origin.hearsayAt(phase);
  }

  /** Ends the stream with a word to the server, where it can still be told. */
  private void part(ChannelHandlerContext ctx, XmppException why) {
    if (handshaking) {
      ctx.close();
    } else {
      boolean ours = why instanceof StreamException f && f.by() == StreamException.By.CLIENT;
      Farewell.say(ctx.channel(), ours ? ((StreamException) why).error() : null);
    }
  }

  /** Secures the connection: nothing that is in clear text is read any more. */
  void secure(ChannelHandlerContext ctx) {
    decoder(ctx).hold();
    handshaking = true;
    // After the bytes at hand have been looked at: one that follows <proceed/> must be seen.
    ctx.executor()
        .execute(
            () -> {
              if (!result.isDone()) {
                ctx.pipeline()
                    .addFirst("tls", settings.tls().apply(ctx.alloc(), origin.endpoint()));
              }
            });
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        secured(ctx);
      } else {
        fail(ctx, settings.tlsFailure().apply(handshake.cause()));
      }
    }
    ctx.fireUserEventTriggered(event);
  }

  private void secured(ChannelHandlerContext ctx) {
    handshaking = false;
    progress = new Progress(true, false, null);
    if (running != null) {
      running.secured();
    } else {
      open(ctx);
    }
  }

  /** Notes that the user is signed in. */
  void authenticated(ChannelHandlerContext ctx, String by) {
    mechanism = by;
    progress = new Progress(progress.secure(), true, null);
    StreamDecoder reading = ctx.pipeline().get(StreamDecoder.class);
    // None if the connection was lost while the step still worked on the server's last word.
    if (reading != null) {
      reading.limits(settings.limitsAfter());
      handover.signedIn(reading.fed());
    }
  }

  /** Notes the address. */
  void bound(Jid jid) {
    progress = new Progress(progress.secure(), progress.authenticated(), jid);
  }

  Progress progress() {
    return progress;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    left(
        ctx,
        handshaking
            ? settings.tlsFailure().apply(new ClosedChannelException())
            : new TransportException(Reason.CLOSED, "The server closed the connection"));
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    left(ctx, handshaking ? settings.tlsFailure().apply(cause) : Faults.of(cause));
  }

  private static StreamDecoder decoder(ChannelHandlerContext ctx) {
    return ctx.pipeline().get(StreamDecoder.class);
  }

  static void onLoop(ChannelHandlerContext ctx, Runnable task) {
    if (ctx.executor().inEventLoop()) {
      task.run();
    } else {
      ctx.executor().execute(task);
    }
  }
}
