package im.linnet.internal.network;

import im.linnet.endpoint.Endpoint;
import im.linnet.internal.dial.Dialer;
import im.linnet.internal.race.PlaceMemory;
import im.linnet.internal.redirect.Reach;
import im.linnet.internal.tls.TlsEngines;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * What a client lets its transports use, as settings.
 *
 * @param loop the client's event loop
 * @param dialer opens channels; without transports
 * @param domain the account's domain in A-labels
 * @param engines does TLS by the client's policy
 * @param tlsRequired whether connections in clear text are refused
 * @param worker verifies certificates
 * @param limit how long one connection may take
 * @param largestFrame how many bytes an element may have
 * @param memory what is remembered of addresses; not that of the client's own connections
 */
public record ClientNetworks(
    EventLoop loop,
    Dialer dialer,
    String domain,
    TlsEngines engines,
    boolean tlsRequired,
    Executor worker,
    Duration limit,
    int largestFrame,
    PlaceMemory memory) {

  /**
   * What a transport may use for one purpose.
   *
   * @param endpoint the endpoint that it opens, or where it discovers others
   * @param reach which addresses it may connect to
   */
  public ClientNetwork network(Endpoint endpoint, Reach reach) {
    return new ClientNetwork(this, endpoint, reach);
  }
}
