package im.linnet.websocket;

import im.linnet.endpoint.Endpoint;
import im.linnet.stream.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The WebSockets that the host-meta of a domain names.
 *
 * @param headStart how long TCP is tried alone
 * @param port the port of the domain's web server
 */
record DiscoveredWebSockets(Duration headStart, int port) implements Transport.Alternatives {

  @Override
  public CompletionStage<List<Endpoint>> find(Transport.Network network) {
    CompletableFuture<HostMeta> asked = HostMetaQuery.ask(network, port);
    CompletableFuture<List<Endpoint>> found =
        asked.thenApply(meta -> meta.webSockets().stream().map(Endpoint::at).toList());
    found.whenComplete(
        (endpoints, failure) -> {
          if (found.isCancelled()) {
            asked.cancel(true);
          }
        });
    return found;
  }

  @Override
  public String toString() {
    return "discovering after " + headStart;
  }
}
