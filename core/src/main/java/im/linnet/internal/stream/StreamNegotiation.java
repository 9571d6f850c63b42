package im.linnet.internal.stream;

import im.linnet.connection.BoundStream;
import im.linnet.failure.Phase;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.internal.netty.StreamEnd;
import im.linnet.internal.stream.NegotiationState.AwaitingFeatures;
import im.linnet.internal.stream.NegotiationState.AwaitingHeader;
import im.linnet.internal.stream.NegotiationState.Bound;
import im.linnet.internal.stream.NegotiationState.Deserted;
import im.linnet.internal.stream.NegotiationState.Failed;
import im.linnet.internal.stream.NegotiationState.Running;
import im.linnet.internal.stream.NegotiationState.Securing;
import im.linnet.stanza.Stanza;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.StreamFeature;
import im.linnet.stream.StreamFeature.Next;
import im.linnet.stream.StreamOpening;
import im.linnet.xml.Element;
import im.linnet.xml.StreamHeader;
import im.linnet.xml.XmlLimits;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The negotiation of one connection: runs the steps of the plan one at a time, as the server offers
 * features for them. {@link NegotiationState} has a diagram.
 *
 * <p>While a step decides on an answer, later elements are held, so that what the step establishes
 * is known before the next element is read. Stanzas that arrive after sign-in are kept for the
 * session. Any other unexpected element ends the connection. Belongs to the event loop.
 */
final class StreamNegotiation {

  private static final String STREAMS = StreamHeader.STREAMS_NAMESPACE;

  private final NegotiationSettings settings;
  private final NegotiationPlan plan;
  private final StreamOrigin origin;
  private final Wire wire;
  private final CompletableFuture<BoundStream> result;
  private final Handover handover;
  private final Foresight foresight;

  private volatile Facts facts = Facts.none();
  private Phase phase = Phase.OPENING;
  private NegotiationState state = new Securing(null);

  StreamNegotiation(
      NegotiationSettings settings,
      StreamOrigin origin,
      Wire wire,
      CompletableFuture<BoundStream> result) {
    this.settings = settings;
    this.plan = settings.plan().get();
    this.origin = origin;
    this.wire = wire;
    this.result = result;
    this.handover = new Handover(settings.limitsAfter());
    this.foresight = new Foresight(settings, plan, origin.endpoint());
  }

  /** The connection is open. */
  void begin() {
    wire.check();
    result.whenComplete((stream, failure) -> wire.run(() -> over(failure)));
    if (wire.isHandshaking()) {
      enter(Phase.SECURING);
    } else {
      facts = wire.tls() == null ? facts : underTls();
      open();
    }
  }

  /** The result is complete; the caller may have completed it. */
  private void over(@Nullable Throwable failure) {
    RunningStep step = state.current();
    if (failure != null && !(state instanceof Failed || state instanceof Bound)) {
      abandon(Faults.of(failure));
      state = new Failed();
    }
    if (step != null) {
      step.failed(new CancellationException("The attempt was given up"));
    }
    if (result.isCancelled()) {
      wire.close();
    }
  }

  private void enter(Phase next) {
    phase = next;
    settings.progress().accept(origin.at(next));
  }

  private void open() {
    enter(Phase.OPENING);
    StreamOpening opening = plan.opening().apply(facts);
    state = new AwaitingHeader(opening, null);
    wire.open(opening);
    Offer guess = opening.version() == null ? null : foresight.guess(facts);
    StreamFeature step = guess == null ? null : guess.next(plan.steps(), facts);
    if (guess != null && step != null && step.startsAhead()) {
      RunningStep begun = step(step, guess);
      state = new AwaitingHeader(opening, new Running(guess, begun));
      run(begun);
    }
  }

  /** A message was read from the stream. */
  void read(Object message) {
    wire.check();
    if (result.isDone() || state instanceof Deserted) {
      return;
    }
    if (message instanceof StreamHeader header) {
      opened(header);
    } else if (message instanceof Element element) {
      read(element);
    } else if (message instanceof StreamEnd) {
      left(new TransportException(Reason.CLOSED, "The server ended the stream"));
    }
  }

  private void opened(StreamHeader header) {
    if (!(state instanceof AwaitingHeader awaiting)) {
      fail(StreamException.byClient(Condition.BAD_FORMAT, "The server opened a stream unasked"));
      return;
    }
    StreamException fault = HeaderCheck.fault(header, awaiting.sent());
    if (fault != null) {
      fail(fault);
    } else if (awaiting.sent().version() == null) {
      advance(new Offer(header, Features.none()));
    } else {
      state = new AwaitingFeatures(header, awaiting.begun());
    }
  }

  private void read(Element element) {
    if (element.is("error", STREAMS)) {
      left(StreamException.byServer(StreamError.of(element), facts.secure()));
      return;
    }
    try {
      if (state.isDeciding()) {
        handover.hold(element, wire.fed());
      } else {
        take(element);
      }
    } catch (XmppException fault) {
      left(fault);
    }
  }

  private void take(Element element) {
    RunningStep step = state.begun() == null ? state.current() : null;
    if (element.is("features", STREAMS)) {
      offered(element);
    } else if (Handover.isCount(element) && facts.managed()) {
      handover.keep(element, true, wire.fed());
    } else if (Handover.isCount(element) && facts.authenticated() && !facts.bound()) {
      // Nothing is counted yet, so there is nothing to answer.
    } else if (step != null && step.takes(element)) {
      decide(step, element);
    } else if (Stanza.NAMESPACE.equals(element.namespace()) && facts.authenticated()) {
      // No rule says that binding comes first.
      handover.keep(element, facts.managed(), wire.fed());
    } else if (step == null || !step.ignores(element)) {
      fail(NegotiationErrors.unexpected(element));
    }
  }

  /** Later features are ignored: acting on them would let the server restart the negotiation. */
  private void offered(Element element) {
    if (state instanceof AwaitingFeatures awaiting) {
      Features features = foresight.offered(facts, new Features(element));
      Offer offer = new Offer(awaiting.header(), features);
      if (awaiting.begun() == null) {
        advance(offer);
      } else {
        confirm(offer, awaiting.begun().step());
      }
    }
  }

  /**
   * The server has said what it offers to a step that has begun already. If the step does not
   * apply, the connection is made again, but for TLS, without which it would fail again.
   */
  private void confirm(Offer offer, RunningStep begun) {
    StreamFeature step = begun.step();
    begun.offered(offer);
    if (offer.begin(step, facts)) {
      state = new Running(offer, begun);
      enter(step.phase());
    } else if (step.phase() == Phase.SECURING) {
      begun.finished();
      advance(offer);
    } else {
      fail(NegotiationErrors.guessedWrong());
    }
  }

  /** Runs the first step that applies; if none does, fails or hands over to the session. */
  private void advance(Offer offer) {
    StreamFeature step = offer.next(plan.steps(), facts);
    if (step != null) {
      run(offer, step);
      return;
    }
    Element unmet = offer.unmet(facts);
    if (unmet == null || (settings.tlsRequired() && !facts.secure())) {
      finish(offer);
    } else {
      fail(NegotiationErrors.unsupported(unmet));
    }
  }

  private void run(Offer offer, StreamFeature step) {
    if (settings.tlsRequired() && !facts.secure() && step.phase() != Phase.SECURING) {
      fail(NegotiationErrors.tlsNotOffered());
      return;
    }
    enter(step.phase());
    RunningStep begun = step(step, offer);
    state = new Running(offer, begun);
    run(begun);
  }

  private RunningStep step(StreamFeature step, Offer offer) {
    return new RunningStep(step, this, wire, offer, plan, settings, origin.endpoint());
  }

  private void run(RunningStep begun) {
    begun.run().whenComplete((next, failure) -> wire.run(() -> ended(begun, next, failure)));
    Element behind = result.isDone() ? null : foresight.behind(begun, facts);
    if (behind != null) {
      wire.send(behind, this::fail);
    }
  }

  /** Whether a question that a step asks was sent ahead. */
  boolean wasSentAhead(Element question) {
    return foresight.wasSent(question);
  }

  /**
   * Passes an answer to the step. If it may be the one that signs the user in, later elements may
   * be as large as in a session; the limit for held elements bounds them.
   */
  private void decide(RunningStep step, Element answer) {
    handover.answered(wire.fed());
    if (phase == Phase.AUTHENTICATING) {
      wire.limits(settings.limitsAfter());
    }
    step.answered(answer);
  }

  /**
   * The step continues: the elements held meanwhile are read.
   *
   * @return why nothing can be sent any more, or null
   */
  @Nullable Throwable resume(RunningStep step) {
    wire.check();
    if (state instanceof Deserted deserted) {
      return deserted.why();
    }
    wire.limits(limits());
    readHeld();
    return state.current() == step && !result.isDone()
        ? null
        : new IllegalStateException("The stream or the step is over");
  }

  private void readHeld() {
    try {
      handover.release(this::take, result::isDone);
    } catch (XmppException fault) {
      fail(fault);
    }
  }

  private XmlLimits limits() {
    return facts.authenticated() ? settings.limitsAfter() : settings.limitsBefore();
  }

  private void ended(RunningStep step, @Nullable Next next, @Nullable Throwable failure) {
    if (state.current() != step || result.isDone()) {
      return;
    }
    if (failure != null && step.isOnlyThought() && state.begun() != null) {
      // It failed on a guess, before it sent anything: let it run on what the server will offer.
      state = state.withoutGuess();
    } else if (state instanceof Deserted gone
        && (failure == null || Faults.isCancellation(failure))) {
      fail(gone.why());
    } else if (failure != null && state instanceof Running misled && step.isMisled(failure)) {
      step.finished();
      run(misled.offer(), step.step());
    } else if (failure != null) {
      fail(failure);
    } else if (state instanceof Running running && next != null) {
      step.finished();
      goOn(running.offer(), next);
    } else {
      fail(new IllegalStateException("The step ended without an outcome"));
    }
  }

  private void goOn(Offer offer, Next next) {
    if (next == Next.NEW_FEATURES) {
      state = new AwaitingFeatures(offer.header(), null);
    }
    wire.limits(limits());
    readHeld();
    if (result.isDone()) {
      return;
    }
    switch (next) {
      case SAME_FEATURES -> advance(offer);
      case NEW_FEATURES -> {}
      case NEW_STREAM -> {
        wire.restart(limits());
        open();
      }
      case DONE -> finish(offer);
    }
  }

  private void finish(Offer offer) {
    XmppException missing =
        settings.tlsRequired() && !facts.secure()
            ? NegotiationErrors.tlsNotOffered()
            : NegotiationErrors.missing(facts, foresight.isOpen());
    if (missing != null) {
      fail(missing);
      return;
    }
    BoundStream stream = Handover.stream(origin, facts, foresight.last(offer, facts), wire.tls());
    state = new Bound();
    wire.replace(settings.session().apply(stream));
    result.complete(stream);
    wire.deliver(handover.rest());
  }

  /**
   * The server has ended the stream. The answers that a step has had say more, such as why sign-in
   * was refused, so its failure takes precedence.
   */
  private void left(XmppException why) {
    if (state instanceof Running running
        && (running.step().isDeciding() || running.step().isAskingAgain())) {
      state = new Deserted(running.offer(), running.step(), why);
      running.step().deserted(why);
    } else if (!(state instanceof Deserted)) {
      fail(why);
    }
  }

  /** Ends the connection with a failure. */
  void fail(Throwable failure) {
    wire.check();
    if (result.isDone()) {
      return;
    }
    RunningStep step = state.current();
    XmppException fault = Faults.of(failure);
    foresight.judge(step, fault, facts, !(state instanceof AwaitingHeader));
    XmppException named =
        (step == null ? fault : step.explained(fault)).at(origin.at(phase, facts.verified()));
    boolean securing = state instanceof Securing;
    state = new Failed();
    abandon(named);
    result.completeExceptionally(named);
    if (step != null) {
      step.failed(named);
    }
    if (securing) {
      wire.close();
    } else {
      boolean ours = named instanceof StreamException f && f.by() == StreamException.By.CLIENT;
      wire.part(ours ? ((StreamException) named).error() : null);
    }
  }

  /** If the stream was already managed, it is lost with the connection. */
  private void abandon(XmppException why) {
    if (facts.managed()) {
      settings.resumable().abandoned(why);
    }
  }

  /** Whether this side computes something, and the server waits for it. */
  boolean isBusy() {
    RunningStep step = state.current();
    return step != null && step.isBusy();
  }

  /** Starts TLS: nothing is read in clear text from now on. */
  void secure() {
    wire.check();
    wire.hold();
    state = new Securing(state instanceof Running running ? running : null);
    // After the current chunk: a byte that follows <proceed/> must be noticed.
    wire.later(
        () -> {
          if (!result.isDone()) {
            wire.startTls(allocator -> settings.tls(allocator, origin.endpoint()));
          }
        });
  }

  /** The TLS handshake has ended; with a failure, or null if the channel is secure. */
  void handshaken(@Nullable Throwable failure) {
    if (failure != null) {
      fail(settings.tlsFailure().apply(failure));
      return;
    }
    facts = underTls();
    if (state instanceof Securing securing) {
      Running running = securing.step();
      if (running == null) {
        open();
      } else {
        state = running;
        running.step().secured();
      }
    }
  }

  private Facts underTls() {
    return settings.tlsVerified() ? Facts.none().withSecure() : Facts.none().withUnverified();
  }

  Facts facts() {
    return facts;
  }

  /** Applies the facts that a step has established. */
  Facts note(UnaryOperator<Facts> change) {
    wire.check();
    if (result.isDone()) {
      throw new CancellationException("The attempt was given up");
    }
    Facts before = facts;
    Facts after = change.apply(before);
    if (after.secure() != before.secure() || after.verified() != before.verified()) {
      throw new IllegalStateException("TLS is noted by secure(), not by note(..)");
    }
    settings.resumable().noted(before, after);
    facts = after;
    if (after.authenticated() && !before.authenticated()) {
      wire.limits(settings.limitsAfter());
      handover.signedIn(wire.fed());
    }
    return after;
  }

  /** The connection was lost. */
  void lost() {
    left(
        state instanceof Securing
            ? settings.tlsFailure().apply(new ClosedChannelException())
            : new TransportException(Reason.CLOSED, "The server closed the connection"));
  }

  /** The connection failed, or its input can't be parsed. */
  void broken(Throwable cause) {
    left(state instanceof Securing ? settings.tlsFailure().apply(cause) : Faults.of(cause));
  }
}
