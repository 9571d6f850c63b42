package im.linnet.internal.incoming;

import im.linnet.connection.Containment;
import im.linnet.failure.RefusedException;
import im.linnet.internal.outgoing.OwnAddress;
import im.linnet.internal.routing.Filtered;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.IqHandler;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Reply;
import im.linnet.stanza.Stanza;
import im.linnet.stanza.StanzaError;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers every incoming request exactly once (RFC 6120, section 8.2.3), within a minute of its
 * arrival, even if its handler fails or hangs or there is no thread to run it. Belongs to the event
 * loop.
 */
public final class RequestAnswers {

  private static final Logger LOG = LoggerFactory.getLogger(RequestAnswers.class);

  /** How long an answer may take, counted from the arrival of the request. */
  public static final Duration LIMIT = Duration.ofSeconds(60);

  private final Router router;
  private final OwnAddress own;
  private final Function<Element, CompletableFuture<Void>> sender;
  private final EventExecutor timers;
  private final Containment containment =
      new Containment(RequestAnswers.class, "A handler of requests");
  private final Set<Call> open = ConcurrentHashMap.newKeySet();
  private @Nullable Future<?> timer;

  /**
   * Answers the requests of one stream.
   *
   * @param router knows the handlers
   * @param own the stream's address
   * @param sender sends on the stream
   * @param timers runs the handlers' time limits
   */
  public RequestAnswers(
      Router router,
      OwnAddress own,
      Function<Element, CompletableFuture<Void>> sender,
      EventExecutor timers) {
    this.router = router;
    this.own = own;
    this.sender = sender;
    this.timers = timers;
  }

  /** Answers a request of this size, in bytes; it counts as waiting until it is answered. */
  void answer(Iq request, int size) {
    if (request.id() == null || request.element().children().size() != 1) {
      refuse(request, Condition.BAD_REQUEST);
      return;
    }
    Element payload = request.element().children().get(0);
    if (router.filters().isEmpty() && router.handler(request.type(), payload) == null) {
      refuse(request, Condition.SERVICE_UNAVAILABLE);
    } else {
      router.inflow().took(size);
      Call call = new Call(request, size, now());
      open.add(call);
      watch();
      router.inTurn(call);
    }
  }

  /**
   * Returns a stanza of unknown type as an error: RFC 6120, section 8.2.3, requires that for an IQ,
   * RFC 6121, section 4.7.1, recommends it for a presence.
   *
   * @param stanza the stanza; not returned if it is addressed to somebody else
   * @return whether it was returned
   */
  boolean refuseUnknown(Element stanza) {
    if (!isOfUnknownType(stanza) || !isForUs(stanza)) {
      return false;
    }
    StanzaError error = StanzaError.of(Condition.BAD_REQUEST, "The type is unknown");
    send(
        stanza,
        Element.builder(stanza.name(), Stanza.NAMESPACE)
            .attribute("type", "error")
            .attribute("id", stanza.attribute("id"))
            .attribute("to", stanza.attribute("from"))
            .child(error.toElement(Stanza.NAMESPACE))
            .build());
    return true;
  }

  /**
   * A presence without a sender can't be returned: an error without addressee would be broadcast.
   */
  private static boolean isOfUnknownType(Element stanza) {
    String type = stanza.attribute("type");
    if (stanza.is("presence", Stanza.NAMESPACE)) {
      return !Presence.Type.isKnown(type) && stanza.attribute("from") != null;
    }
    boolean empty = type == null && stanza.attribute("id") == null;
    return stanza.is("iq", Stanza.NAMESPACE) && !Iq.Type.isKnown(type) && !empty;
  }

  private boolean isForUs(Element stanza) {
    String from = stanza.attribute("from");
    String to = stanza.attribute("to");
    try {
      return (from == null || Jid.received(from) != null)
          && own.isForUs(to == null ? null : Jid.received(to));
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  /** Answers a request with an error, without asking a handler. */
  void refuse(Iq request, Condition condition) {
    send(request.element(), request.error(StanzaError.of(condition)).element());
  }

  /** Answers a request that can't be parsed with an error, to the sender it names. */
  void refuse(Element request, Condition condition) {
    send(
        request,
        Element.builder("iq", request.namespace())
            .attribute("type", "error")
            .attribute("id", request.attribute("id"))
            .attribute("to", request.attribute("from"))
            .child(StanzaError.of(condition).toElement(request.namespace()))
            .build());
  }

  /**
   * The executor rejects callbacks: requests that wait for a thread get an error that asks to retry
   * later.
   */
  public void giveUpWaiting() {
    open.forEach(Call::noThread);
  }

  /** The stream is over: nothing can be answered. */
  public void end() {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private long now() {
    return timers.ticker().nanoTime();
  }

  private void watch() {
    if (timer == null) {
      timer = timers.schedule(this::due, LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Ends requests past their time limit, then sets the timer for the oldest remaining one. */
  private void due() {
    timer = null;
    long next = Long.MAX_VALUE;
    long now = now();
    for (Call call : open) {
      long left = call.arrived + LIMIT.toNanos() - now;
      if (left > 0) {
        next = Math.min(next, left);
      } else {
        call.expire();
      }
    }
    if (next != Long.MAX_VALUE) {
      timer = timers.schedule(this::due, next, TimeUnit.NANOSECONDS);
    }
  }

  private enum Stage {
    WAITING,
    CALLED,
    ANSWERED
  }

  /** One request on its way through the filters to a handler and back. */
  private final class Call implements Turns.Continued {

    private final Iq request;
    private final int size;
    private final long arrived;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
    private @Nullable CompletableFuture<?> held;
    private Consumer<Runnable> inItsName = Runnable::run;

    Call(Iq request, int size, long arrived) {
      this.request = request;
      this.size = size;
      this.arrived = arrived;
    }

    @Override
    public void continueBy(Consumer<Runnable> by) {
      inItsName = by;
    }

    @Override
    public void run() {
      if (router.isLeft()) {
        dropped();
      }
      if (!stage.compareAndSet(Stage.WAITING, Stage.CALLED)) {
        return;
      }
      if (router.filters().isEmpty()) {
        call(request);
      } else {
        held = router.filters().incoming(request).thenCompose(this::judged);
      }
    }

    @Override
    public @Nullable CompletionStage<?> held() {
      return held;
    }

    private CompletionStage<?> judged(Filtered filtered) {
      CompletionStage<?> ahead = router.routeHere(filtered.ahead(), size);
      if (filtered instanceof Filtered.Passed passed && passed.stanza() instanceof Iq judged) {
        inItsName.accept(() -> call(judged));
      } else if (filtered instanceof Filtered.Answered answered) {
        ended(answered.reply());
      } else {
        boolean broken = filtered instanceof Filtered.Stopped stopped && stopped.broken();
        ended(error(broken ? Condition.INTERNAL_SERVER_ERROR : Condition.NOT_ACCEPTABLE));
      }
      return ahead;
    }

    private void call(Iq judged) {
      Element payload = judged.payload();
      IqHandler handler = payload == null ? null : router.handler(judged.type(), payload);
      if (handler == null) {
        ended(error(Condition.SERVICE_UNAVAILABLE));
        return;
      }
      try {
        handler.handle(judged).handle((reply, failure) -> ended(read(judged, reply, failure)));
      } catch (Throwable failure) {
        ended(read(judged, null, failure));
      }
    }

    private Iq error(Condition condition) {
      return request.error(StanzaError.of(condition));
    }

    private boolean ended(Iq reply) {
      boolean first = stage.getAndSet(Stage.ANSWERED) != Stage.ANSWERED;
      if (first) {
        answer(reply);
      }
      return first;
    }

    /** The handler will not be called. */
    @Override
    public void dropped() {
      noThread();
    }

    void noThread() {
      if (stage.compareAndSet(Stage.WAITING, Stage.ANSWERED)) {
        answer(error(Condition.RESOURCE_CONSTRAINT));
      }
    }

    void expire() {
      noThread();
      if (stage.getAndSet(Stage.ANSWERED) != Stage.ANSWERED) {
        containment.failed(new TimeoutException("No answer in " + LIMIT));
        answer(error(Condition.INTERNAL_SERVER_ERROR));
      }
    }

    private void answer(Iq reply) {
      open.remove(this);
      router.inflow().done(size);
      if (router.filters().isEmpty()) {
        send(reply.element());
      } else {
        router.filters().outgoing(reply).thenAccept(this::send);
      }
    }

    /** Sends the answer as the filters changed it; an error if they stopped it. */
    private void send(Filtered filtered) {
      filtered.ahead().forEach(ahead -> write(ahead.element()));
      send(
          filtered instanceof Filtered.Passed judged
              ? judged.stanza().element()
              : error(Condition.INTERNAL_SERVER_ERROR).element());
    }

    private void send(Element reply) {
      RequestAnswers.this.send(request.element(), reply);
    }
  }

  /** The handler's answer, or an error if it failed or returned none. */
  private Iq read(Iq request, @Nullable Reply reply, @Nullable Throwable failure) {
    try {
      if (failure == null) {
        return Objects.requireNonNull(reply, "the handler's reply").to(request);
      }
      containment.failed(failure);
    } catch (Throwable unfit) {
      containment.failed(unfit);
    }
    return request.error(StanzaError.of(Condition.INTERNAL_SERVER_ERROR));
  }

  private void send(Element request, Element reply) {
    String from = own.answering(request.attribute("to"));
    write(from == null ? reply : reply.toBuilder().attribute("from", from).build());
  }

  private void write(Element element) {
    sender
        .apply(element)
        .whenComplete(
            (sent, failure) -> {
              if (failure instanceof RefusedException tooLarge && !tooLarge.retryable()) {
                containment.failed(tooLarge);
              } else if (failure != null) {
                LOG.debug("An answer could not be sent", failure);
              }
            });
  }
}
