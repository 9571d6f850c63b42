package im.linnet.internal.connect;

import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.Phase;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.Where;
import im.linnet.failure.XmppException;
import im.linnet.internal.attempts.Attempts;
import im.linnet.internal.attempts.FurtherEndpoints;
import im.linnet.internal.dane.Dane;
import im.linnet.internal.dial.Line;
import im.linnet.internal.dns.Located;
import im.linnet.internal.netty.Nanos;
import im.linnet.internal.network.Discovery;
import im.linnet.internal.race.Contest;
import im.linnet.internal.race.Race;
import im.linnet.internal.redirect.Reach;
import im.linnet.internal.redirect.RedirectChain;
import im.linnet.internal.stream.Faults;
import im.linnet.internal.stream.StreamOrigin;
import im.linnet.observe.Result;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The part of a {@link Journey} between two redirects: tries a list of endpoints in order, and the
 * addresses of each. Used once, on the event loop.
 *
 * <p>Each endpoint has a share of the remaining time, so that silent ones leave time for the
 * others.
 */
final class Leg {

  /** The least time that an endpoint has to show that it serves. */
  private static final Duration LEAST_SHARE = Duration.ofSeconds(5);

  /** How long past its limit an attempt may take to end itself and report where it was. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /**
   * Conditions that concern the user or the whole domain, so every address would report them. Not
   * host-unknown: a single machine may not know the domain.
   */
  private static final Set<Condition> THE_SAME_EVERYWHERE =
      Set.of(
          Condition.CONFLICT,
          Condition.HOST_GONE,
          Condition.NOT_AUTHORIZED,
          Condition.POLICY_VIOLATION);

  private final Connector connector;
  private final RedirectChain chain;
  private final Reach reach;
  private final Set<InetSocketAddress> avoided;
  private final long until;
  private final Attempts<BoundStream> attempts;
  private final Map<Endpoint, Reach> further = new HashMap<>();
  private Race.@Nullable Ending ending;
  private boolean tried;

  /**
   * A leg.
   *
   * @param connector the client's connector
   * @param chain the redirects that led here
   * @param reach which addresses are allowed
   * @param avoided addresses that are not tried again
   * @param limit the time limit
   */
  Leg(
      Connector connector,
      RedirectChain chain,
      Reach reach,
      Set<InetSocketAddress> avoided,
      Duration limit) {
    this.connector = connector;
    this.chain = chain;
    this.reach = reach;
    this.avoided = Set.copyOf(avoided);
    this.until = now() + Nanos.of(limit);
    this.attempts =
        new Attempts<>(
            this::open,
            late -> {},
            failure -> isFinal(Faults.of(failure)),
            limit.plus(GRACE),
            connector.loop());
  }

  private long now() {
    return connector.loop().ticker().nanoTime();
  }

  /**
   * Tries the endpoints; among equals, those that failed recently come last.
   *
   * @return the bound stream; fails like {@link Attempts#over}. Cancelling it closes whatever is
   *     open
   */
  CompletableFuture<BoundStream> over(Located places) {
    return attempts.over(places.inOrder(connector.memory().endpoints()::contains));
  }

  /**
   * Tries the endpoints, and others beside them that the client's transports discover.
   *
   * @return as that of {@link #over(Located)}
   */
  CompletableFuture<BoundStream> over(Located places, Discovery discovery) {
    Predicate<Endpoint> failedBefore = connector.memory().endpoints()::contains;
    List<Endpoint> inOrder = places.inOrder(failedBefore);
    boolean hopeless = inOrder.stream().allMatch(failedBefore);
    return attempts.over(
        inOrder,
        new FurtherEndpoints<>(
            hopeless ? Duration.ZERO : discovery.headStart(),
            () -> discovered(discovery),
            this::open));
  }

  private CompletableFuture<List<Endpoint>> discovered(Discovery discovery) {
    long limit = Math.min(Nanos.of(connector.attemptLimit()), until - now());
    CompletableFuture<Map<Endpoint, Reach>> search =
        discovery.find(Duration.ofNanos(Math.max(0, limit)));
    CompletableFuture<List<Endpoint>> found =
        search.thenApply(
            places -> {
              further.putAll(places);
              return List.copyOf(places.keySet());
            });
    found.whenComplete(
        (places, failure) -> {
          if (found.isCancelled()) {
            search.cancel(false);
          }
        });
    return found;
  }

  /** Whether any endpoint was tried. */
  boolean hasTried() {
    return tried;
  }

  /** Why no others could be discovered, or null. */
  @Nullable XmppException doubt() {
    return attempts.doubt();
  }

  /** The address that sent the redirect that ended this leg, if one did; null behind a proxy. */
  @Nullable InetSocketAddress sender() {
    return ending == null ? null : ending.at();
  }

  /** Whether a redirect left other endpoints or addresses untried. */
  boolean hasUntried() {
    return attempts.untried() > 0 || (ending != null && ending.untried());
  }

  private CompletableFuture<BoundStream> open(Endpoint endpoint, int behind) {
    StreamOrigin origin = new StreamOrigin(endpoint, chain.redirects());
    Where connecting = origin.at(Phase.CONNECTING);
    long left = until - now();
    if (left <= 0) {
      return CompletableFuture.failedFuture(
          new TransportException(Reason.TIMED_OUT, "Not tried, as the time was up").at(connecting));
    }
    tried = true;
    Reach allowed = further.getOrDefault(endpoint, reach);
    Line line;
    try {
      allowed.check(endpoint.host());
      line = connector.dialer().line(endpoint, allowed);
    } catch (RefusedException | TransportException notToBeTried) {
      return CompletableFuture.failedFuture(notToBeTried.at(connecting));
    }
    connector.settings().progress().accept(connecting);
    CompletableFuture<Dane> dane = connector.dane(endpoint, chain);
    Race<BoundStream> race =
        new Race<>(line, contest(line, origin, dane, left, left / (behind + 1)), connector.loop());
    race.watch(() -> serves(endpoint), () -> attempts.servesNoMore(endpoint));
    CompletableFuture<List<InetAddress>> addresses =
        connector.dialer().addresses(line).thenCombine(dane, (found, said) -> found);
    return noted(endpoint, connecting, race, addresses);
  }

  /** A known endpoint that was given up for a discovered one counts as failed next time. */
  private void serves(Endpoint endpoint) {
    Endpoint overtaken = attempts.serves(endpoint);
    if (overtaken != null) {
      connector.memory().endpoints().failed(overtaken);
    }
  }

  /** The contest of a line's addresses, which begins when {@code dane} is complete. */
  private Contest<BoundStream> contest(
      Line line, StreamOrigin origin, CompletableFuture<Dane> dane, long left, long share) {
    long each = Math.min(Nanos.of(connector.attemptLimit()), left);
    long least = Math.max(share, LEAST_SHARE.toNanos());
    return new Contest<>(
        Duration.ofNanos(Math.min(each, least)),
        Duration.ofNanos(Math.min(left, Math.max(each, share))),
        connector.memory(),
        addresses -> allowed(line, addresses),
        (address, most) ->
            new NegotiationRun(
                connector.settings().withDane(dane.join()),
                connector.wire().get(),
                origin,
                Duration.ofNanos(Math.min(each, Nanos.of(most)))),
        Leg::isFinal);
  }

  private List<InetAddress> allowed(Line line, List<InetAddress> addresses) {
    List<InetAddress> near = line.isDirect() ? reach.allowed(line.host(), addresses) : addresses;
    List<InetAddress> allowed =
        near.stream().filter(address -> !avoided.contains(line.place(address))).toList();
    if (allowed.isEmpty()) {
      throw new TransportException(
          Reason.REDIRECT, "Every address of %s has sent us on in vain".formatted(line.host()));
    }
    return allowed;
  }

  /** Runs the race; adds the place to a failure, and remembers the outcome. */
  private CompletableFuture<BoundStream> noted(
      Endpoint endpoint,
      Where connecting,
      Race<BoundStream> race,
      CompletableFuture<List<InetAddress>> addresses) {
    CompletableFuture<BoundStream> noted = new CompletableFuture<>();
    long began = now();
    CompletableFuture<BoundStream> run = race.run(addresses);
    run.whenComplete(
        (stream, failure) -> {
          ending = race.ending() == null ? ending : race.ending();
          if (failure == null) {
            connector.memory().endpoints().succeeded(endpoint);
            connector.listeners().endpointTried(Phase.SESSION, Result.SUCCEEDED, now() - began);
            noted.complete(stream);
          } else {
            XmppException why = Faults.of(failure).at(connecting);
            tried(why, run.isCancelled(), now() - began);
            if (!isFinal(why) && !run.isCancelled()) {
              connector.memory().endpoints().failed(endpoint);
            }
            noted.completeExceptionally(why);
          }
        });
    noted.whenComplete(
        (stream, failure) -> {
          if (noted.isCancelled()) {
            run.cancel(false);
          }
        });
    return noted;
  }

  private void tried(XmppException failure, boolean cancelled, long nanos) {
    Where where = failure.where();
    Phase phase = cancelled || where == null ? connector.listeners().reached() : where.phase();
    connector.listeners().endpointTried(phase, Result.of(failure), nanos);
  }

  /** Whether every address would report the same, or the failure is a redirect. */
  static boolean isFinal(XmppException failure) {
    if (failure instanceof AuthenticationException refused) {
      return isOfTheUser(refused);
    }
    return isRedirect(failure)
        || (failure instanceof StreamException ended
            && ended.by() == StreamException.By.SERVER
            && ended.verified()
            && THE_SAME_EVERYWHERE.contains(ended.error().condition()));
  }

  private static boolean isOfTheUser(AuthenticationException refused) {
    return switch (refused.reason()) {
      case REFUSED -> !refused.retryable();
      case CREDENTIALS, TASK -> true;
      case NO_MECHANISM, MALFORMED, SERVER_UNPROVEN, DOWNGRADED, COST -> false;
    };
  }

  /** Whether the failure is a redirect (RFC 6120, section 4.9.3.19). */
  static boolean isRedirect(XmppException failure) {
    return failure instanceof StreamException ended
        && ended.by() == StreamException.By.SERVER
        && ended.error().condition() == Condition.SEE_OTHER_HOST;
  }
}
