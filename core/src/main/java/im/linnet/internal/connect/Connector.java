package im.linnet.internal.connect;

import im.linnet.connection.BoundStream;
import im.linnet.connection.WireEvent;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.StreamException;
import im.linnet.internal.dane.Dane;
import im.linnet.internal.dane.DaneLookup;
import im.linnet.internal.dial.Dialer;
import im.linnet.internal.dns.Located;
import im.linnet.internal.network.Discovery;
import im.linnet.internal.observe.Listeners;
import im.linnet.internal.race.PlaceMemory;
import im.linnet.internal.redirect.LocationHint;
import im.linnet.internal.redirect.Reach;
import im.linnet.internal.redirect.RedirectChain;
import im.linnet.internal.redirect.RedirectTarget;
import im.linnet.internal.stream.NegotiationSettings;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a client's connections: looks up the service, then tries endpoints and follows redirects
 * until a stream is bound. Each connection is a {@link Journey}.
 *
 * @param loop the client's event loop
 * @param dialer finds endpoints and addresses
 * @param dane asks which certificates the DNS names; null if it does not matter
 * @param settings what is negotiated
 * @param explicit the endpoints that the user named; if there are any, nothing is looked up
 * @param fallback the endpoints if the domain has no SRV records; may be empty
 * @param location where the server wants the lost stream to be resumed, or null; called on the
 *     event loop
 * @param attemptLimit the time limit for one address, until the stream is bound
 * @param wholeLimit the time limit for all together
 * @param wire who is called on the event loop with everything sent and received on a new
 *     connection; gives null if nobody is
 * @param memory what is remembered between connections
 * @param listeners are called with each endpoint that was tried
 * @param discovery finds further endpoints of the domain; null if no transport does
 */
public record Connector(
    EventLoop loop,
    Dialer dialer,
    @Nullable DaneLookup dane,
    NegotiationSettings settings,
    List<Endpoint> explicit,
    List<Endpoint> fallback,
    Supplier<@Nullable String> location,
    Duration attemptLimit,
    Duration wholeLimit,
    Supplier<@Nullable Consumer<WireEvent>> wire,
    PlaceMemory memory,
    Listeners listeners,
    @Nullable Discovery discovery) {

  /** Makes unmodifiable copies of the lists. */
  public Connector {
    explicit = List.copyOf(explicit);
    fallback = List.copyOf(fallback);
  }

  /**
   * Makes a connection; from any thread.
   *
   * @param redirect the {@code see-other-host} that ended the last stream, or null to begin at the
   *     domain
   * @return the bound stream; cancelling it closes whatever is open
   */
  public CompletableFuture<BoundStream> connect(@Nullable StreamException redirect) {
    return new Journey(this).begin(redirect);
  }

  /** The endpoint to try before the service is looked up, or null. */
  @Nullable RedirectTarget hint() {
    return LocationHint.read(location.get(), reachOfHint());
  }

  /** Which addresses the hint may name; it is only accepted from a stream that TLS protects. */
  Reach reachOfHint() {
    return Reach.of(memory.bound(), true, explicit);
  }

  /**
   * What the DNS says of the server at an endpoint. Where a redirect leads, it says nothing, as
   * nothing that DNSSEC vouches for names that host.
   */
  CompletableFuture<Dane> dane(Endpoint endpoint, RedirectChain chain) {
    return dane == null || !chain.redirects().isEmpty()
        ? CompletableFuture.completedFuture(Dane.NOTHING)
        : dane.of(settings.account().asciiDomain(), endpoint, explicit.contains(endpoint));
  }

  /** How to discover further endpoints; null if the user has named those to use. */
  @Nullable Discovery further() {
    return explicit.isEmpty() ? discovery : null;
  }

  /** Looks up the service, before any redirect, with this time limit for DNS. */
  CompletableFuture<Located> locate(Duration limit) {
    return explicit.isEmpty()
        ? dialer.locate(settings.account().asciiDomain(), fallback, limit)
        : CompletableFuture.completedFuture(Located.of(explicit));
  }
}
