package im.linnet.internal.stream;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.Phase;
import im.linnet.failure.StreamException;
import im.linnet.failure.XmppException;
import im.linnet.internal.netty.Causes;
import im.linnet.jid.Jid;
import im.linnet.stanza.Stanza;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Inlined;
import im.linnet.stream.LostStream;
import im.linnet.stream.Negotiation;
import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;
import im.linnet.xml.StreamHeader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A step while it runs: its view of the stream, and what it waits for. It waits for at most one
 * thing at a time, so it is clear where an element goes.
 */
final class RunningStep implements Negotiation {

  private final StreamFeature step;
  private final StreamNegotiation negotiation;
  private final Wire wire;
  private Offer offer;
  private final @Nullable Features guessed;
  private boolean answered;
  private final NegotiationPlan plan;
  private final NegotiationSettings settings;
  private final Endpoint endpoint;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private Activity activity = new Preparing();

  /** What the step is doing. Belongs to the event loop. */
  private sealed interface Activity {}

  /** It computes what to send first, such as a token. */
  private record Preparing() implements Activity {}

  /** It has ended, or is about to wait. */
  private record Nothing() implements Activity {}

  /** It waits for the answer to what it sent. */
  private record Asking(Element question, CompletableFuture<Element> answer) implements Activity {}

  /** It handles the answer, and computes what to send next. */
  private record Deciding() implements Activity {}

  /** It waits for the TLS handshake. */
  private record Handshaking(CompletableFuture<Void> done) implements Activity {}

  RunningStep(
      StreamFeature step,
      StreamNegotiation negotiation,
      Wire wire,
      Offer offer,
      NegotiationPlan plan,
      NegotiationSettings settings,
      Endpoint endpoint) {
    this.step = step;
    this.negotiation = negotiation;
    this.wire = wire;
    this.offer = offer;
    this.guessed = offer.isGuess() ? offer.features() : null;
    this.plan = plan;
    this.settings = settings;
    this.endpoint = endpoint;
  }

  StreamFeature step() {
    return step;
  }

  Offer offer() {
    return offer;
  }

  /** The server has made its offer, after this step had begun on a guess. */
  void offered(Offer real) {
    offer = real;
  }

  /** Whether it began before the server had said anything. */
  boolean isGuess() {
    return guessed != null;
  }

  /** Whether it began on other features than the server has offered since. */
  boolean guessedWrong() {
    return guessed != null
        && !offer.isGuess()
        && step.phase() != Phase.SECURING
        && !guessed.equals(offer.features());
  }

  /**
   * Whether it should run once more on what the server offers: it began on a guess, and failed
   * before it sent anything, or was refused.
   */
  boolean isMisled(Throwable failure) {
    return isOnlyThought() || isRefusedGuess(failure);
  }

  private boolean isRefusedGuess(Throwable failure) {
    return guessedWrong()
        && Causes.of(failure) instanceof AuthenticationException refused
        && refused.reason() == AuthenticationException.Reason.REFUSED;
  }

  /** Whether it began on a guess and has sent nothing. */
  boolean isOnlyThought() {
    return isGuess() && activity instanceof Preparing;
  }

  /** Whether no answer to it has arrived. */
  boolean isUnanswered() {
    return !answered;
  }

  CompletionStage<StreamFeature.Next> run() {
    try {
      return step.negotiate(this);
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /** The step's own words for the error with which the server has ended the stream. */
  XmppException explained(XmppException failure) {
    if (!(failure instanceof StreamException ended)
        || ended.by() != StreamException.By.SERVER
        || ended.where() != null) {
      return failure;
    }
    try {
      return step.explain(ended, this);
    } catch (RuntimeException thrown) {
      ended.addSuppressed(thrown);
      return ended;
    }
  }

  /**
   * Whether the step waits for this element: after an IQ, the answer with the same id; otherwise
   * whatever comes next, but never a stanza.
   */
  boolean takes(Element element) {
    if (!(activity instanceof Asking asking)) {
      return false;
    }
    return isIq(asking.question)
        ? isIq(element) && answers(asking.question, element)
        : !isStanza(element);
  }

  /** A component's handshake (XEP-0114) has the same namespace, but is not a stanza. */
  private static boolean isStanza(Element element) {
    return element.namespace().equals(Stanza.NAMESPACE)
        && switch (element.name()) {
          case "message", "presence", "iq" -> true;
          default -> false;
        };
  }

  /** Whether the element may be ignored: an IQ other than the awaited answer. */
  boolean ignores(Element element) {
    return activity instanceof Asking asking && isIq(asking.question) && isIq(element);
  }

  /** Whether the step has an answer to handle and waits for nothing. */
  boolean isDeciding() {
    return activity instanceof Deciding;
  }

  /** Whether the step computes something, and the server waits for it. */
  boolean isBusy() {
    return activity instanceof Deciding || activity instanceof Preparing;
  }

  void answered(Element element) {
    if (activity instanceof Asking asking) {
      answered = true;
      activity = new Deciding();
      asking.answer.complete(element);
    }
  }

  void secured() {
    if (activity instanceof Handshaking handshaking) {
      activity = new Nothing();
      handshaking.done.complete(null);
    }
  }

  /** Whether it waits for a further answer: it may know from the earlier ones what went wrong. */
  boolean isAskingAgain() {
    return answered && activity instanceof Asking;
  }

  /**
   * Nothing more is read or written, but the step may still report a failure from what it has.
   *
   * @param why what a question that is unanswered fails with
   */
  void deserted(Throwable why) {
    ended.complete(null);
    if (activity instanceof Asking asking) {
      activity = new Deciding();
      asking.answer.completeExceptionally(why);
    }
  }

  /** The step has ended; it receives nothing more. */
  void finished() {
    activity = new Nothing();
  }

  void failed(Throwable failure) {
    ended.complete(null);
    if (activity instanceof Asking asking) {
      asking.answer.completeExceptionally(failure);
    } else if (activity instanceof Handshaking handshaking) {
      handshaking.done.completeExceptionally(failure);
    }
  }

  @Override
  public Features features() {
    return offer.features();
  }

  @Override
  public StreamHeader header() {
    return offer.header();
  }

  @Override
  public Facts facts() {
    return negotiation.facts();
  }

  @Override
  public @Nullable LostStream lost() {
    wire.check();
    return settings.resumable().lostStream();
  }

  @Override
  public Inlined inline(String carrier, Element offered) {
    wire.check();
    return Inlined.of(plan.inlines(), carrier, offered, this);
  }

  @Override
  public Jid account() {
    return settings.account();
  }

  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public @Nullable SSLSession tls() {
    return wire.tls();
  }

  @Override
  public byte @Nullable [] channelBinding(String type) {
    SSLSession session = wire.tls();
    return session == null ? null : settings.bindings().data(type, session, wire.tlsEngine());
  }

  @Override
  public Executor worker() {
    return settings.worker();
  }

  @Override
  public CompletionStage<Void> ended() {
    return ended;
  }

  @Override
  public CompletionStage<Element> ask(Element element) {
    CompletableFuture<Element> waiting = new CompletableFuture<>();
    wire.run(() -> ask(element, waiting));
    return waiting;
  }

  private void ask(Element element, CompletableFuture<Element> waiting) {
    if (activity instanceof Asking || activity instanceof Handshaking) {
      waiting.completeExceptionally(new IllegalStateException("The step waits already"));
      return;
    }
    activity = new Nothing();
    Throwable over = negotiation.resume(this);
    if (over != null) {
      waiting.completeExceptionally(over);
      return;
    }
    activity = new Asking(element, waiting);
    if (!negotiation.wasSentAhead(element)) {
      wire.send(element, negotiation::fail);
    }
  }

  @Override
  public CompletionStage<Void> secure() {
    CompletableFuture<Void> waiting = new CompletableFuture<>();
    wire.run(
        () -> {
          activity = new Handshaking(waiting);
          negotiation.secure();
        });
    return waiting;
  }

  @Override
  public CompletionStage<Facts> note(UnaryOperator<Facts> change) {
    CompletableFuture<Facts> noted = new CompletableFuture<>();
    wire.run(
        () -> {
          try {
            noted.complete(negotiation.note(change));
          } catch (RuntimeException failure) {
            noted.completeExceptionally(failure);
          }
        });
    return noted;
  }

  private static boolean isIq(Element element) {
    return element.is("iq", Stanza.NAMESPACE);
  }

  private static boolean answers(Element request, Element element) {
    String type = element.attribute("type");
    String id = request.attribute("id");
    return id != null
        && id.equals(element.attribute("id"))
        && ("result".equals(type) || "error".equals(type));
  }
}
