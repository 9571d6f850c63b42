package im.linnet.internal.session;

import im.linnet.internal.stream.Faults;
import im.linnet.stanza.Iq;
import im.linnet.stanza.IqHandler;
import im.linnet.stanza.StanzaError;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.stream.StanzaException;
import im.linnet.xml.Element;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that each request from others is answered exactly once (RFC 6120, section 8.2.3). */
final class RequestAnswers {

  private static final Logger LOG = LoggerFactory.getLogger(RequestAnswers.class);
  private static final long LIMIT_SECONDS = 60;

  private final Router router;
  private final SessionHandler session;

  RequestAnswers(Router router, SessionHandler session) {
    this.router = router;
    this.session = session;
  }

  void answer(Iq request) {
    if (request.id() == null || request.element().children().size() != 1) {
      send(request.error(StanzaError.of(Condition.BAD_REQUEST)));
      return;
    }
    Element payload = request.element().children().get(0);
    IqHandler handler = router.handler(request.type(), payload);
    if (handler == null) {
      send(request.error(StanzaError.of(Condition.SERVICE_UNAVAILABLE)));
    } else {
      router.inTurn(() -> call(handler, request));
    }
  }

  private void call(IqHandler handler, Iq request) {
    CompletionStage<@Nullable Element> answer;
    try {
      answer = handler.handle(request);
    } catch (RuntimeException failure) {
      answer = CompletableFuture.failedFuture(failure);
    }
    answer
        .toCompletableFuture()
        .copy()
        .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
        .whenComplete((payload, failure) -> send(reply(request, payload, failure)));
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
    session
        .send(reply.element())
        .whenComplete(
            (sent, failure) -> {
              if (failure != null) {
                LOG.debug("An answer could not be sent", failure);
              }
            });
  }
}
