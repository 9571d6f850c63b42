package im.linnet.websocket;

import im.linnet.endpoint.Endpoint;
import im.linnet.stream.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * XMPP over WebSocket (RFC 7395), for networks that let nothing but HTTPS through.
 *
 * <p>Serves endpoints such as {@code Endpoint.at(URI.create("wss://example.org/xmpp-websocket"))}.
 * The certificate must be for the host of the URI. Endpoints with the scheme {@code ws} are in
 * clear text and work only if the client's {@link im.linnet.tls.TlsPolicy} allows that. Connections
 * use the client's proxy and DNS settings.
 *
 * <p>{@link #discovering()} also finds the WebSockets of the account's domain by itself (XEP-0156)
 * and uses one if the domain can't be reached by TCP.
 *
 * <p>Immutable; may be shared by clients.
 */
public final class WebSocketTransport implements Transport {

  static final String WSS = "wss";

  private static final String WS = "ws";

  /** How long TCP is tried alone: far more than a connection takes that works. */
  private static final Duration HEAD_START = Duration.ofSeconds(3);

  private final @Nullable Alternatives alternatives;

  private WebSocketTransport(@Nullable Alternatives alternatives) {
    this.alternatives = alternatives;
  }

  /**
   * Creates a transport for WebSockets that the user names by {@code ClientBuilder.endpoint}. A
   * client without such an endpoint uses TCP alone.
   *
   * @return the transport
   */
  public static WebSocketTransport create() {
    return new WebSocketTransport(null);
  }

  /**
   * Creates a transport that discovers the WebSockets of the account's domain, with a head start of
   * three seconds for TCP. See {@link #discovering(Duration)}.
   *
   * @return the transport
   */
  public static WebSocketTransport discovering() {
    return discovering(HEAD_START);
  }

  /**
   * Creates a transport that discovers the WebSockets of the account's domain in its host-meta
   * (XEP-0156), if the user has named no endpoint. They are looked up and tried when all TCP
   * endpoints have failed, or when none has shown within the head start that it serves. From then
   * on TCP and WebSocket are tried side by side, and the first that serves is used. If TCP has
   * failed within the last hour, it gets no head start.
   *
   * <p>XEP-0156, section 2.2, asks clients to exhaust the methods of RFC 6120 first. A network that
   * drops packets silently would make them wait for minutes; the head start is the limit.
   *
   * @param headStart how long TCP is tried alone; zero to begin with both
   * @return the transport
   * @throws IllegalArgumentException if it is negative
   */
  public static WebSocketTransport discovering(Duration headStart) {
    return discovering(headStart, HostMetaQuery.HTTPS);
  }

  /** With another port for the host-meta than that of HTTPS. */
  static WebSocketTransport discovering(Duration headStart, int port) {
    if (headStart.isNegative()) {
      throw new IllegalArgumentException("headStart: %s (expected: >= 0)".formatted(headStart));
    }
    return new WebSocketTransport(new DiscoveredWebSockets(headStart, port));
  }

  @Override
  public boolean serves(Endpoint endpoint) {
    URI uri = endpoint.uri();
    String scheme = uri == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    return scheme.equals(WSS) || scheme.equals(WS);
  }

  @Override
  public CompletionStage<Line> open(Endpoint endpoint, Events events) {
    return Opening.begin(endpoint, events);
  }

  @Override
  public @Nullable Alternatives alternatives() {
    return alternatives;
  }

  /** {@return what it does, in short} */
  @Override
  public String toString() {
    return "WebSocketTransport[" + (alternatives == null ? "as named" : alternatives) + "]";
  }
}
