package im.linnet.internal.connect;

import im.linnet.connection.BoundStream;
import im.linnet.connection.WireEvent;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Phase;
import im.linnet.failure.StreamException;
import im.linnet.internal.netty.StreamDecoder;
import im.linnet.internal.netty.StreamEncoder;
import im.linnet.internal.netty.WireTap;
import im.linnet.internal.stream.NegotiationSettings;
import im.linnet.internal.stream.Negotiator;
import im.linnet.internal.stream.StreamOrigin;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a client's connections: looks up the service, goes from endpoint to endpoint and from
 * redirect to redirect until a stream is bound. Each connection is a {@link Journey}.
 *
 * @param loop the client's event loop
 * @param dialer opens TCP connections
 * @param settings what is negotiated on them
 * @param explicit the endpoints that the user named; if there are any, nothing is looked up
 * @param fallback where to go if the domain has no SRV records; may be empty
 * @param location where the server wants the stream to be resumed that was lost, or null; asked on
 *     the event loop
 * @param attemptLimit how long one endpoint may take until the stream is bound
 * @param wholeLimit how long all may take together
 * @param wire is shown what passes, on the event loop; null for nobody
 */
public record Connector(
    EventLoop loop,
    Dialer dialer,
    NegotiationSettings settings,
    List<Endpoint> explicit,
    List<Endpoint> fallback,
    Supplier<@Nullable String> location,
    Duration attemptLimit,
    Duration wholeLimit,
    @Nullable Consumer<WireEvent> wire) {

  /** Keeps unchangeable copies of the lists. */
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

  /** Where to try first, before the service is located, or null. */
  @Nullable RedirectTarget hint() {
    return LocationHint.read(location.get(), explicit);
  }

  /** Where the service is, before any redirect; DNS has so long. */
  CompletableFuture<Located> locate(Duration limit) {
    return explicit.isEmpty()
        ? dialer.locate(settings.account().asciiDomain(), fallback, limit)
        : CompletableFuture.completedFuture(Located.of(explicit));
  }

  /** Opens a connection to one endpoint and negotiates, in that time; on the event loop. */
  CompletableFuture<BoundStream> open(Endpoint endpoint, RedirectChain chain, Duration limit) {
    StreamOrigin origin = new StreamOrigin(endpoint, chain.redirects());
    settings.progress().accept(origin.at(Phase.CONNECTING));
    Negotiator negotiator = new Negotiator(settings, origin, limit);
    CompletableFuture<Channel> dialed =
        dialer.dial(endpoint, limit, pipeline(endpoint, negotiator), loop);
    CompletableFuture<BoundStream> result = negotiator.result();
    dialed.whenComplete(
        (channel, failure) -> {
          if (failure != null) {
            negotiator.neverConnected(failure);
          }
        });
    result.whenComplete(
        (stream, failure) -> {
          if (result.isCancelled()) {
            dialed.cancel(false);
          }
        });
    return result;
  }

  private ChannelInitializer<Channel> pipeline(Endpoint endpoint, Negotiator negotiator) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        if (endpoint.directTls()) {
          pipeline.addLast("tls", settings.tls().apply(channel.alloc(), endpoint));
        }
        pipeline.addLast(StreamDecoder.NAME, new StreamDecoder(settings.limitsBefore()));
        pipeline.addLast(StreamEncoder.NAME, new StreamEncoder());
        if (wire != null) {
          pipeline.addLast("wire", new WireTap(wire));
        }
        pipeline.addLast(Negotiator.NAME, negotiator);
      }
    };
  }
}
