package im.linnet.internal.network;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.internal.dial.Line;
import im.linnet.internal.race.Contest;
import im.linnet.internal.race.Race;
import im.linnet.internal.redirect.Reach;
import im.linnet.stream.Transport;
import im.linnet.tls.ReferenceName;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * What a client lets a transport use for one purpose. TCP connections are opened like the client's
 * own: through its proxy, or with a race between the addresses of the host. Belongs to the event
 * loop.
 */
public final class ClientNetwork implements Transport.Network {

  private final ClientNetworks client;
  private final Endpoint endpoint;
  private final Reach reach;
  private @Nullable InetAddress connected;

  ClientNetwork(ClientNetworks client, Endpoint endpoint, Reach reach) {
    this.client = client;
    this.endpoint = endpoint;
    this.reach = reach;
  }

  /** The address that was connected to last; null if none was, or a proxy was used. */
  @Nullable InetAddress connected() {
    return connected;
  }

  @Override
  public String domain() {
    return client.domain();
  }

  @Override
  public SSLEngine tlsEngine(String name) {
    return client.engines().engine(ByteBufAllocator.DEFAULT, name, endpoint);
  }

  @Override
  public int largestFrame() {
    return client.largestFrame();
  }

  @Override
  public CompletionStage<Transport.Line> connectTls(
      String host, int port, String protocol, Transport.Receiver receiver) {
    try {
      ReferenceName.of(host);
      Endpoint place = Endpoint.startTls(host, port);
      return connect(place, () -> new CarrierRun(host, tls(place, protocol), protocol, receiver));
    } catch (IllegalArgumentException notAPlace) {
      return refused(notAPlace);
    }
  }

  private SslHandler tls(Endpoint place, String protocol) {
    return client
        .engines()
        .handler(ByteBufAllocator.DEFAULT, place.host(), place, protocol, client.worker());
  }

  @Override
  public CompletionStage<Transport.Line> connectClear(
      String host, int port, Transport.Receiver receiver) {
    if (client.tlsRequired()) {
      return CompletableFuture.failedFuture(
          new TransportException(
              Reason.TLS_NOT_OFFERED,
              ("The connection to %s:%d would be in clear text, which TlsPolicy forbids; use an"
                      + " endpoint with TLS")
                  .formatted(host, port)));
    }
    try {
      return connect(Endpoint.startTls(host, port), () -> new CarrierRun(host, null, "", receiver));
    } catch (IllegalArgumentException notAPlace) {
      return refused(notAPlace);
    }
  }

  private static CompletionStage<Transport.Line> refused(IllegalArgumentException notAPlace) {
    return CompletableFuture.failedFuture(
        new RefusedException("Not an endpoint: " + notAPlace.getMessage()));
  }

  private CompletionStage<Transport.Line> connect(Endpoint place, Supplier<CarrierRun> begin) {
    Line line;
    try {
      reach.check(place.host());
      line = client.dialer().line(place, reach);
    } catch (RefusedException | TransportException notToBeTried) {
      return CompletableFuture.failedFuture(notToBeTried);
    }
    return new Race<>(line, contest(line, begin), client.loop())
        .run(client.dialer().addresses(line));
  }

  private Contest<Transport.Line> contest(Line line, Supplier<CarrierRun> begin) {
    return new Contest<>(
        client.limit(),
        client.limit(),
        client.memory(),
        addresses -> line.isDirect() ? reach.allowed(line.host(), addresses) : addresses,
        (address, most) -> {
          CarrierRun run = begin.get();
          run.result().thenAccept(open -> connected = line.isDirect() ? address : null);
          return run;
        },
        failure -> false);
  }
}
