package im.linnet.internal.connect;

import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Phase;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Attempt;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.Where;
import im.linnet.failure.XmppException;
import im.linnet.internal.dns.HostName;
import im.linnet.internal.dns.Located;
import im.linnet.internal.netty.Nanos;
import im.linnet.internal.network.Discovery;
import im.linnet.internal.redirect.Reach;
import im.linnet.internal.redirect.RedirectChain;
import im.linnet.internal.redirect.RedirectTarget;
import im.linnet.internal.stream.Faults;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way from a domain to a bound stream, including redirects, with one deadline. Used once; its
 * state belongs to the event loop.
 *
 * <pre>
 *   (try where to resume) ─► locate ─► try each endpoint ─► bound
 *                              ▲ ▲           │
 *                              │ └─in vain───┤
 *                              └─see-other-host (RFC 6120, section 4.9.3.19): same account, same policy, nothing else kept
 * </pre>
 *
 * <p>A redirect whose target fails counts as a failure of the address that sent it: if there are
 * other addresses, they are tried.
 */
final class Journey {

  private final Connector connector;
  private final EventLoop loop;
  private final long deadline;
  private final CompletableFuture<BoundStream> result = new CompletableFuture<>();
  private final Set<InetSocketAddress> avoided = new HashSet<>();
  private final List<Attempt> inVain = new ArrayList<>();
  private @Nullable Detour detour;
  private @Nullable CompletableFuture<?> current;

  /**
   * A redirect that is followed while other endpoints are left.
   *
   * @param from the endpoint that sent it
   * @param at its address
   */
  private record Detour(Endpoint from, InetSocketAddress at) {}

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
            start();
          } else {
            follow(RedirectChain.NONE, redirect, connector.memory().bound());
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

  /**
   * Runs immediately on the event loop: nothing may be bound between a cancellation and its effect.
   */
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

  /** Tries the location where the server wants the stream to be resumed, then the usual way. */
  private void prefer(RedirectTarget hint) {
    long limit = Math.min(Nanos.of(connector.attemptLimit()), left());
    CompletableFuture<Located> located = connector.dialer().locate(hint, half(limit));
    current = located;
    located
        .orTimeout(limit, TimeUnit.NANOSECONDS)
        .whenCompleteAsync(
            (places, failure) -> {
              if (failure == null) {
                Reach reach = connector.reachOfHint();
                Leg leg = leg(RedirectChain.NONE, reach, Duration.ofNanos(limit));
                attempt(leg, places, null, failed -> notThere(failed, leg));
              } else {
                start();
              }
            },
            loop);
  }

  /** A wrong password is wrong everywhere; any other failure only means that the hint is wrong. */
  private void notThere(XmppException failure, Leg leg) {
    if (Leg.isRedirect(failure)) {
      beginDetour(failure, leg.sender());
      follow(RedirectChain.NONE, (StreamException) failure, address(leg.sender()));
    } else if (Leg.isFinal(failure)) {
      fail(failure, Phase.CONNECTING, RedirectChain.NONE);
    } else {
      start();
    }
  }

  private static @Nullable InetAddress address(@Nullable InetSocketAddress place) {
    return place == null ? null : place.getAddress();
  }

  private void start() {
    go(RedirectChain.NONE, Reach.ANYWHERE);
  }

  private void go(RedirectChain chain, Reach reach) {
    if (result.isDone()) {
      return;
    }
    connector.settings().progress().accept(Where.of(Phase.RESOLVING, null, chain.redirects()));
    RedirectTarget target = chain.target();
    Duration half = half(left());
    CompletableFuture<Located> located =
        target == null ? connector.locate(half) : connector.dialer().locate(target, half);
    current = located;
    located
        .orTimeout(left(), TimeUnit.NANOSECONDS)
        .whenCompleteAsync(
            (places, failure) -> {
              Discovery further = target == null ? connector.further() : null;
              if (failure == null) {
                located(places, further, chain, reach);
              } else if (further != null && isOfDns(failure)) {
                instead(Faults.of(failure), further);
              } else {
                fail(inWords(failure), Phase.RESOLVING, chain);
              }
            },
            loop);
  }

  private void located(
      Located places, @Nullable Discovery further, RedirectChain chain, Reach reach) {
    Leg leg = leg(chain, reach, Duration.ofNanos(left()));
    attempt(
        leg,
        places,
        further,
        failed -> failed(withDoubts(failed, places.doubt(), leg.doubt()), chain, leg));
  }

  /** Whether DNS does not tell where the service is, which another look-up may. */
  private static boolean isOfDns(Throwable failure) {
    return Faults.of(failure) instanceof TransportException of && of.reason() != Reason.CLOSED_HERE;
  }

  /** Tries what can be discovered although DNS does not tell where the service is. */
  private void instead(XmppException dns, Discovery further) {
    Leg leg = leg(RedirectChain.NONE, Reach.ANYWHERE, Duration.ofNanos(left()));
    attempt(
        leg,
        Located.of(List.of()),
        further,
        failed -> {
          if (leg.hasTried()) {
            failed(withDoubts(failed, dns, null), RedirectChain.NONE, leg);
          } else {
            fail(withDoubts(dns, null, leg.doubt()), Phase.RESOLVING, RedirectChain.NONE);
          }
        });
  }

  /** The share of a limit that a look-up may use, so that time is left for the fallback. */
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
            ("The DNS did not answer within %d ms; check the network and its DNS, or name another"
                    + " by ClientResources.create(loops, Dns.of(server))")
                .formatted(connector.wholeLimit().toMillis()))
        : failure;
  }

  private Leg leg(RedirectChain chain, Reach reach, Duration limit) {
    return new Leg(connector, chain, reach, avoided, limit);
  }

  private void attempt(
      Leg leg, Located places, @Nullable Discovery further, Consumer<XmppException> otherwise) {
    if (result.isDone()) {
      return;
    }
    CompletableFuture<BoundStream> tried =
        further == null ? leg.over(places) : leg.over(places, further);
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

  /** The failure, with the look-ups that failed: before the attempts, and beside them. */
  private static XmppException withDoubts(
      XmppException failure, @Nullable XmppException before, @Nullable XmppException beside) {
    return withDoubt(
        withDoubt(failure, before, "; before that: "), beside, "; nor was another way found: ");
  }

  private static XmppException withDoubt(
      XmppException failure, @Nullable XmppException doubt, String link) {
    if (doubt == null || Leg.isFinal(failure)) {
      return failure;
    }
    if (failure instanceof TransportException failed && failed.attempts().isEmpty()) {
      TransportException explained =
          new TransportException(failed.reason(), failed.words() + link + doubt.words(), failed);
      Where where = failed.where();
      return where == null ? explained : explained.at(where);
    }
    failure.addSuppressed(doubt);
    return failure;
  }

  private void failed(XmppException failure, RedirectChain chain, Leg leg) {
    if (Leg.isRedirect(failure)) {
      if (chain.redirects().isEmpty() && leg.hasUntried()) {
        beginDetour(failure, leg.sender());
      }
      follow(chain, (StreamException) failure, address(leg.sender()));
    } else {
      fail(failure, Phase.CONNECTING, chain);
    }
  }

  private void beginDetour(XmppException redirect, @Nullable InetSocketAddress at) {
    Where where = redirect.where();
    Endpoint from = where == null ? null : where.endpoint();
    detour = from == null || at == null ? null : new Detour(from, at);
  }

  /**
   * Follows a redirect sent by this address; if it is null, by the endpoint's host if that is an IP
   * address.
   */
  private void follow(RedirectChain chain, StreamException redirect, @Nullable InetAddress by) {
    Where where = redirect.where();
    Endpoint from = where == null ? null : where.endpoint();
    if (where == null || from == null) {
      fail(redirect, Phase.OPENING, chain);
      return;
    }
    InetAddress at = by == null ? HostName.address(from.host()) : by;
    Reach reach = Reach.of(at, redirect.verified(), connector.explicit());
    RedirectChain longer;
    try {
      longer = chain.with(from, redirect.error().conditionText(), where.phase());
      check(longer.last(), redirect, reach);
    } catch (TransportException refused) {
      fail(refused.at(where), where.phase(), chain);
      return;
    }
    go(longer, reach);
  }

  /**
   * The certificate of a WebSocket names the host of its URI, so that host must come from a server
   * that TLS has verified.
   */
  private static void check(RedirectTarget target, StreamException redirect, Reach reach) {
    if (target.uri() != null && !redirect.verified()) {
      throw new TransportException(
          Reason.REDIRECT,
          "The server sent us on to %s in clear text: not followed".formatted(target.endpoint()));
    }
    reach.check(target.host());
  }

  private void fail(Throwable failure, Phase phase, RedirectChain chain) {
    XmppException why = Faults.of(failure).at(Where.of(phase, null, chain.redirects()));
    Detour taken = detour;
    if (taken == null || result.isDone() || Leg.isFinal(why) || left() == 0) {
      result.completeExceptionally(withAllInVain(why));
    } else {
      turnBack(taken, why);
    }
  }

  private void turnBack(Detour taken, XmppException why) {
    detour = null;
    avoided.add(taken.at());
    connector.memory().addresses().failed(taken.at());
    inVain.add(Attempt.of(taken.from(), why));
    start();
  }

  private XmppException withAllInVain(XmppException last) {
    Where where = last.where();
    Endpoint endpoint = where == null ? null : where.endpoint();
    if (inVain.isEmpty() || Leg.isFinal(last)) {
      return last;
    }
    List<Attempt> all = new ArrayList<>(inVain);
    if (last instanceof TransportException many && !many.attempts().isEmpty()) {
      all.addAll(many.attempts());
    } else if (endpoint != null) {
      all.add(Attempt.of(endpoint, last));
    }
    XmppException failure = TransportException.allFailed("No endpoint could be used", all);
    return where == null ? failure : failure.at(where);
  }
}
