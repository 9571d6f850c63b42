package im.linnet.internal.connect;

import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.Phase;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.Where;
import im.linnet.failure.XmppException;
import im.linnet.internal.netty.Nanos;
import im.linnet.internal.stream.Faults;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One way from a domain to a bound stream, with all its redirects, under one deadline. Used once;
 * its state belongs to the event loop.
 *
 * <pre>
 *   (try where to resume) ─► locate ─► try each endpoint ─► bound
 *                              ▲             │
 *                              └─see-other-host (RFC 6120, section 4.9.3.19): same account, same policy, nothing else kept
 * </pre>
 */
final class Journey {

  /** What an attempt may take beyond its limit until it has ended itself, and can say where. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Connector connector;
  private final EventLoop loop;
  private final long deadline;
  private final CompletableFuture<BoundStream> result = new CompletableFuture<>();
  private @Nullable CompletableFuture<?> current;

  Journey(Connector connector) {
    this.connector = connector;
    this.loop = connector.loop();
    this.deadline = System.nanoTime() + Nanos.of(connector.wholeLimit());
  }

  CompletableFuture<BoundStream> begin(@Nullable StreamException redirect) {
    loop.execute(
        () -> {
          RedirectTarget hint = redirect == null ? connector.hint() : null;
          if (hint != null) {
            prefer(hint);
          } else if (redirect == null) {
            go(RedirectChain.NONE);
          } else {
            follow(RedirectChain.NONE, redirect);
          }
        });
    result.whenComplete(
        (stream, failure) -> {
          if (result.isCancelled() && !loop.isShuttingDown()) {
            onLoop(this::cancelled);
          }
        });
    return result;
  }

  /** At once where that is possible: nothing may be bound between a cancellation and its effect. */
  private void onLoop(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }

  private void cancelled() {
    CompletableFuture<?> step = current;
    if (step != null) {
      step.cancel(false);
    }
  }

  /** Tries the place where the server wants the stream to be resumed; then goes the usual way. */
  private void prefer(RedirectTarget hint) {
    long limit = Math.min(Nanos.of(connector.attemptLimit()), left());
    CompletableFuture<Located> located = connector.dialer().locate(hint, half(limit));
    current = located;
    located
        .orTimeout(limit, TimeUnit.NANOSECONDS)
        .whenCompleteAsync(
            (places, failure) -> {
              if (failure == null) {
                attempt(places, RedirectChain.NONE, Duration.ofNanos(limit), this::notThere);
              } else {
                go(RedirectChain.NONE);
              }
            },
            loop);
  }

  private void notThere(XmppException failure) {
    if (isFollowed(failure)) {
      failed(failure, RedirectChain.NONE);
    } else {
      go(RedirectChain.NONE);
    }
  }

  /**
   * A wrong password is wrong everywhere; whatever else is wrong with a hint, the hint is wrong.
   */
  private static boolean isFollowed(XmppException failure) {
    return isRedirect(failure)
        || (failure instanceof AuthenticationException refused && !refused.retryable());
  }

  private void go(RedirectChain chain) {
    if (result.isDone()) {
      return;
    }
    connector.settings().progress().accept(new Where(Phase.RESOLVING, null, chain.redirects()));
    RedirectTarget target = chain.target();
    Duration half = half(left());
    CompletableFuture<Located> located =
        target == null ? connector.locate(half) : connector.dialer().locate(target, half);
    current = located;
    located
        .orTimeout(left(), TimeUnit.NANOSECONDS)
        .whenCompleteAsync(
            (places, failure) -> {
              if (failure == null) {
                Duration whole = Duration.ofNanos(left());
                attempt(places, chain, whole, failed -> failed(failed, chain));
              } else {
                fail(inWords(failure), Phase.RESOLVING, chain);
              }
            },
            loop);
  }

  /** What a look-up may take of a limit, so that time is left for where to go without it. */
  private static Duration half(long limit) {
    return Duration.ofNanos(limit / 2);
  }

  private long left() {
    return Math.max(0, deadline - System.nanoTime());
  }

  private Throwable inWords(Throwable failure) {
    return failure instanceof TimeoutException
        ? new TransportException(
            Reason.TIMED_OUT,
            "The DNS did not answer within %d ms".formatted(connector.wholeLimit().toMillis()))
        : failure;
  }

  private void attempt(
      Located places, RedirectChain chain, Duration whole, Consumer<XmppException> otherwise) {
    if (result.isDone()) {
      return;
    }
    Attempts<BoundStream> attempts =
        new Attempts<>(
            endpoint -> open(endpoint, chain),
            late -> {},
            failure -> isFinal(Faults.of(failure)),
            Duration.ofNanos(Nanos.of(connector.attemptLimit())).plus(GRACE),
            whole.plus(GRACE),
            loop);
    CompletableFuture<BoundStream> tried = attempts.over(places.inOrder(none -> false));
    current = tried;
    tried.whenComplete(
        (stream, failure) -> {
          if (failure == null) {
            result.complete(stream);
          } else {
            otherwise.accept(Faults.of(failure));
          }
        });
  }

  private CompletableFuture<BoundStream> open(Endpoint endpoint, RedirectChain chain) {
    long limit = Math.min(Nanos.of(connector.attemptLimit()), left());
    return limit > 0
        ? connector.open(endpoint, chain, Duration.ofNanos(limit))
        : CompletableFuture.failedFuture(
            new TransportException(Reason.TIMED_OUT, "Not tried, as the time was up")
                .at(new Where(Phase.CONNECTING, endpoint, chain.redirects())));
  }

  private void failed(XmppException failure, RedirectChain chain) {
    if (isRedirect(failure)) {
      follow(chain, (StreamException) failure);
    } else {
      fail(failure, Phase.CONNECTING, chain);
    }
  }

  private void follow(RedirectChain chain, StreamException redirect) {
    Where where = redirect.where();
    Endpoint from = where == null ? null : where.endpoint();
    if (where == null || from == null) {
      fail(redirect, Phase.OPENING, chain);
      return;
    }
    RedirectChain longer;
    try {
      longer = chain.with(from, redirect.error().conditionText(), where.phase());
    } catch (TransportException refused) {
      result.completeExceptionally(refused.at(where));
      return;
    }
    go(longer);
  }

  private void fail(Throwable failure, Phase phase, RedirectChain chain) {
    result.completeExceptionally(Faults.of(failure).at(new Where(phase, null, chain.redirects())));
  }

  /** Whether another endpoint would say the same, or the failure is a redirect. */
  private static boolean isFinal(XmppException failure) {
    if (failure instanceof AuthenticationException refused) {
      return !refused.retryable();
    }
    return failure instanceof StreamException ended
        && ended.by() == StreamException.By.SERVER
        && (isRedirect(ended) || (ended.verified() && !ended.retryable()));
  }

  private static boolean isRedirect(XmppException failure) {
    return failure instanceof StreamException ended
        && ended.by() == StreamException.By.SERVER
        && ended.error().condition() == Condition.SEE_OTHER_HOST;
  }
}
