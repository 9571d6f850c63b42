package im.linnet.internal.stream;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Stanza;
import im.linnet.stream.Features;
import im.linnet.stream.Negotiation;
import im.linnet.stream.Progress;
import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One step while it runs: what it sees of the stream, and what it waits for. It waits for at most
 * one thing at a time, so an element can reach it in one way only.
 */
final class RunningStep implements Negotiation {

  private final Negotiator negotiator;
  private final ChannelHandlerContext ctx;
  private final Features features;
  private final NegotiationSettings settings;
  private final Endpoint endpoint;

  private @Nullable CompletableFuture<Element> answer;
  private @Nullable Element question;
  private boolean busy = true;
  private @Nullable CompletableFuture<Void> handshake;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  RunningStep(
      Negotiator negotiator,
      ChannelHandlerContext ctx,
      Features features,
      NegotiationSettings settings,
      Endpoint endpoint) {
    this.negotiator = negotiator;
    this.ctx = ctx;
    this.features = features;
    this.settings = settings;
    this.endpoint = endpoint;
  }

  CompletionStage<StreamFeature.Outcome> run(StreamFeature step) {
    try {
      return step.negotiate(this);
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /**
   * Whether the element is what the step waits for: to an IQ, the answer of the same id; to
   * anything else whatever comes next, but never a stanza.
   */
  boolean takes(Element element) {
    Element asked = question;
    if (answer == null || asked == null) {
      return false;
    }
    return isIq(asked)
        ? isIq(element) && answers(asked, element)
        : !element.namespace().equals(Stanza.NAMESPACE);
  }

  /** Whether the element may be passed over: an IQ beside the one that is waited for. */
  boolean ignores(Element element) {
    Element asked = question;
    return asked != null && isIq(asked) && isIq(element);
  }

  /** Whether the step works on what the server said, and waits for nothing of it. */
  boolean isBusy() {
    return busy;
  }

  void answered(Element element) {
    CompletableFuture<Element> waiting = answer;
    answer = null;
    question = null;
    busy = true;
    if (waiting != null) {
      waiting.complete(element);
    }
  }

  void secured() {
    CompletableFuture<Void> waiting = handshake;
    handshake = null;
    if (waiting != null) {
      waiting.complete(null);
    }
  }

  /** Nothing more is read or written, but the step may say why with what it has. */
  void deserted() {
    ended.complete(null);
  }

  void failed(Throwable failure) {
    ended.complete(null);
    if (answer != null) {
      answer.completeExceptionally(failure);
    }
    if (handshake != null) {
      handshake.completeExceptionally(failure);
    }
  }

  @Override
  public Features features() {
    return features;
  }

  @Override
  public Progress progress() {
    return negotiator.progress();
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
    return Handover.tls(ctx);
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
    Negotiator.onLoop(ctx, () -> ask(element, waiting));
    return waiting;
  }

  private void ask(Element element, CompletableFuture<Element> waiting) {
    XmppException parting = negotiator.parting();
    XmppException over = parting == null ? negotiator.tooEarly() : parting;
    if (over != null) {
      waiting.completeExceptionally(over);
      return;
    }
    if (answer != null || handshake != null || negotiator.result().isDone()) {
      waiting.completeExceptionally(
          new IllegalStateException("The stream is over, or the step waits already"));
      return;
    }
    busy = false;
    question = element;
    answer = waiting;
    ctx.writeAndFlush(element)
        .addListener(
            written -> {
              if (!written.isSuccess()) {
                negotiator.fail(ctx, written.cause());
              }
            });
  }

  @Override
  public CompletionStage<Void> secure() {
    CompletableFuture<Void> waiting = new CompletableFuture<>();
    Negotiator.onLoop(
        ctx,
        () -> {
          busy = false;
          handshake = waiting;
          negotiator.secure(ctx);
        });
    return waiting;
  }

  @Override
  public void authenticated(String mechanism) {
    Negotiator.onLoop(ctx, () -> negotiator.authenticated(ctx, mechanism));
  }

  @Override
  public void bound(Jid jid) {
    Negotiator.onLoop(ctx, () -> negotiator.bound(jid));
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
