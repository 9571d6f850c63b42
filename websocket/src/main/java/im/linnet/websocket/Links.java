package im.linnet.websocket;

import im.linnet.endpoint.Endpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects those links of a host-meta that can be used. */
final class Links {

  private static final Logger LOG = LoggerFactory.getLogger(Links.class);

  private final List<URI> webSockets = new ArrayList<>();

  /** Takes a link; both attributes may be absent. */
  void add(@Nullable String rel, @Nullable String href) {
    if (!HostMeta.WEBSOCKET.equals(rel) || href == null) {
      return;
    }
    URI uri = webSocket(href);
    if (uri == null) {
      LOG.debug("A link of a host-meta is ignored, as it is not to wss: {}", Shown.of(href));
    } else if (webSockets.size() < HostMeta.MAX_LINKS && !webSockets.contains(uri)) {
      webSockets.add(uri);
    }
  }

  /** The address, or null if it is not one with TLS (XEP-0156, section 2.2). */
  private static @Nullable URI webSocket(String href) {
    try {
      URI uri = new URI(href.strip());
      Endpoint endpoint = Endpoint.at(uri);
      boolean usable =
          WebSocketTransport.WSS.equalsIgnoreCase(uri.getScheme())
              && endpoint.port() >= 1
              && endpoint.port() <= 65535;
      return usable ? uri : null;
    } catch (URISyntaxException | IllegalArgumentException notAnAddress) {
      return null;
    }
  }

  HostMeta toHostMeta() {
    return HostMeta.of(webSockets);
  }
}
