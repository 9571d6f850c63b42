package im.linnet.internal.session;

import im.linnet.failure.StanzaException;
import im.linnet.internal.stream.Faults;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.IqHandler;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.stanza.StanzaError;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that each request from others is answered exactly once (RFC 6120, section 8.2.3). */
final class RequestAnswers {

  private static final Logger LOG = LoggerFactory.getLogger(RequestAnswers.class);

  /** How long a handler may take. */
  static final Duration LIMIT = Duration.ofSeconds(60);

  private final Router router;
  private final Function<Element, CompletableFuture<Void>> sender;
  private final EventExecutor timers;

  /**
   * Answers for one stream.
   *
   * @param router knows the handlers
   * @param sender sends on the stream
   * @param timers watches the handlers' time
   */
  RequestAnswers(
      Router router, Function<Element, CompletableFuture<Void>> sender, EventExecutor timers) {
    this.router = router;
    this.sender = sender;
    this.timers = timers;
  }

  /** Answers a request of so many bytes, which counts as waiting until it is answered. */
  void answer(Iq request, int size) {
    if (request.id() == null || request.element().children().size() != 1) {
      send(request.error(StanzaError.of(Condition.BAD_REQUEST)));
      return;
    }
    Element payload = request.element().children().get(0);
    IqHandler handler = router.handler(request.type(), payload);
    if (handler == null) {
      send(request.error(StanzaError.of(Condition.SERVICE_UNAVAILABLE)));
    } else {
      router.inflow().took(size);
      router.inTurn(new Call(handler, request, size));
    }
  }

  /**
   * Returns a stanza whose type nobody knows, as RFC 6120, section 8.2.3, demands for an IQ and RFC
   * 6121, section 4.7.1, advises for a presence.
   *
   * @param stanza what can't be read
   * @param own the bound address; what is for another account is not returned
   * @return whether it was returned
   */
  boolean refuse(Element stanza, Jid own) {
    if (!isOfUnknownType(stanza) || !isForUs(stanza, own)) {
      return false;
    }
    StanzaError error = StanzaError.of(Condition.BAD_REQUEST, "The type is unknown");
    send(
        Element.builder(stanza.name(), Stanza.NAMESPACE)
            .attribute("type", "error")
            .attribute("id", stanza.attribute("id"))
            .attribute("to", stanza.attribute("from"))
            .child(error.toElement(Stanza.NAMESPACE))
            .build());
    return true;
  }

  /** A presence without sender can't be returned: without addressee it would go to everybody. */
  private static boolean isOfUnknownType(Element stanza) {
    String type = stanza.attribute("type");
    if (stanza.is("presence", Stanza.NAMESPACE)) {
      return !Presence.Type.isKnown(type) && stanza.attribute("from") != null;
    }
    boolean empty = type == null && stanza.attribute("id") == null;
    return stanza.is("iq", Stanza.NAMESPACE) && !Iq.Type.isKnown(type) && !empty;
  }

  private static boolean isForUs(Element stanza, Jid own) {
    String from = stanza.attribute("from");
    String to = stanza.attribute("to");
    try {
      return (from == null || Jid.of(from) != null)
          && (to == null || Jid.of(to).isSameAccount(own));
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private final class Call implements SerialExecutor.Task {

    private final IqHandler handler;
    private final Iq request;
    private final int size;

    Call(IqHandler handler, Iq request, int size) {
      this.handler = handler;
      this.request = request;
      this.size = size;
    }

    @Override
    public void run() {
      call(handler, request, size);
    }

    @Override
    public void dropped() {
      router.inflow().done(size);
    }
  }

  private void call(IqHandler handler, Iq request, int size) {
    CompletableFuture<@Nullable Element> answer = new CompletableFuture<>();
    answer.whenComplete(
        (payload, failure) -> {
          router.inflow().done(size);
          send(reply(request, payload, failure));
        });
    try {
      handler
          .handle(request)
          .whenComplete(
              (payload, failure) -> {
                if (failure == null) {
                  answer.complete(payload);
                } else {
                  answer.completeExceptionally(failure);
                }
              });
    } catch (Throwable failure) {
      answer.completeExceptionally(failure);
    }
    if (!answer.isDone()) {
      limit(answer);
    }
  }

  private void limit(CompletableFuture<?> answer) {
    Future<?> timer =
        timers.schedule(
            () -> answer.completeExceptionally(new TimeoutException("No answer in " + LIMIT)),
            LIMIT.toNanos(),
            TimeUnit.NANOSECONDS);
    answer.whenComplete((payload, failure) -> timer.cancel(false));
  }

  private static Iq reply(Iq request, @Nullable Element payload, @Nullable Throwable failure) {
    if (failure == null) {
      return request.result(payload);
    }
    if (Faults.of(failure) instanceof StanzaException refused) {
      return request.error(refused.error());
    }
    LOG.warn("A handler of requests failed; the answer is internal-server-error", failure);
    return request.error(StanzaError.of(Condition.INTERNAL_SERVER_ERROR));
  }

  private void send(Iq reply) {
    send(reply.element());
  }

  private void send(Element reply) {
    sender
        .apply(reply)
        .whenComplete(
            (sent, failure) -> {
              if (failure != null) {
                LOG.debug("An answer could not be sent", failure);
              }
            });
  }
}
