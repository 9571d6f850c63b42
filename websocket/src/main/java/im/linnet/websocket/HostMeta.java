package im.linnet.websocket;

import im.linnet.stream.Transport;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The alternative connection methods that a domain publishes in its host-meta (XEP-0156; RFC 6415).
 * Immutable value.
 */
public final class HostMeta {

  /** How many links of one kind are kept. */
  static final int MAX_LINKS = 8;

  /** The relation of a WebSocket (XEP-0156, section 2.1). */
  static final String WEBSOCKET = "urn:xmpp:alt-connections:websocket";

  private final List<URI> webSockets;

  private HostMeta(List<URI> webSockets) {
    this.webSockets = List.copyOf(webSockets);
  }

  static HostMeta of(List<URI> webSockets) {
    return new HostMeta(webSockets);
  }

  /**
   * Fetches the host-meta of the account's domain: {@code /.well-known/host-meta.json}, and if that
   * is missing or unusable {@code /.well-known/host-meta}. Only over HTTPS, with a certificate for
   * the domain; redirects are not followed. Both documents are limited to 64 KiB.
   *
   * @param network what a client lets its transports use
   * @return the host-meta, empty if the domain has none; completed on the client's event loop. Has
   *     no time limit of its own; cancelling the future closes the connection. Fails with an {@link
   *     im.linnet.failure.XmppException}
   */
  public static CompletionStage<HostMeta> of(Transport.Network network) {
    return HostMetaQuery.ask(network, HostMetaQuery.HTTPS);
  }

  /**
   * {@return the addresses of WebSockets with TLS, as listed, at most eight; others are ignored.
   * The order has no meaning (XEP-0156, section 2.2)}
   */
  public List<URI> webSockets() {
    return webSockets;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HostMeta that && webSockets.equals(that.webSockets);
  }

  @Override
  public int hashCode() {
    return webSockets.hashCode();
  }

  @Override
  public String toString() {
    return "HostMeta" + webSockets;
  }
}
