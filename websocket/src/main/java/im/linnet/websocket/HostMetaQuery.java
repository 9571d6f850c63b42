package im.linnet.websocket;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.stream.Transport;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the host-meta of a domain, in JSON or else in XML (XEP-0156, section 2.2). Belongs to the
 * event loop of the client.
 */
final class HostMetaQuery {

  static final int HTTPS = 443;

  /** The largest document, in bytes; real ones have less than 2,000. */
  static final int MAX_BYTES = 65_536;

  private final Transport.Network network;
  private final int port;
  private final CompletableFuture<HostMeta> result = new CompletableFuture<>();
  private @Nullable CompletableFuture<?> current;

  private HostMetaQuery(Transport.Network network, int port) {
    this.network = network;
    this.port = port;
  }

  /** A form of the document. */
  private enum Form {
    JRD("/.well-known/host-meta.json", "application/json"),
    XRD("/.well-known/host-meta", "application/xrd+xml");

    private final String path;
    private final String type;

    Form(String path, String type) {
      this.path = path;
      this.type = type;
    }

    HostMeta read(byte[] document) throws IOException, XMLStreamException {
      return this == JRD ? JrdReader.read(document) : XrdReader.read(document);
    }
  }

  /**
   * Fetches the host-meta of the account's domain.
   *
   * @return the host-meta; cancelling it closes the connection
   */
  static CompletableFuture<HostMeta> ask(Transport.Network network, int port) {
    HostMetaQuery query = new HostMetaQuery(network, port);
    query.result.whenComplete(
        (meta, failure) -> {
          CompletableFuture<?> step = query.current;
          if (query.result.isCancelled() && step != null) {
            step.cancel(true);
          }
        });
    query.ask(Form.JRD);
    return query.result;
  }

  private void ask(Form form) {
    Endpoint place = place(form);
    DocumentReader reader = new DocumentReader(place, MAX_BYTES);
    HttpExchange<DocumentReader.Document> exchange = new HttpExchange<>(reader);
    CompletableFuture<DocumentReader.Document> asked =
        exchange.run(
            receiver -> network.connectTls(network.domain(), port, "http/1.1", receiver),
            request(form, place));
    current = asked;
    asked.whenComplete(
        (document, failure) -> {
          if (failure != null) {
            result.completeExceptionally(failure);
          } else {
            exchange.close();
            answered(form, place, document);
          }
        });
  }

  private Endpoint place(Form form) {
    String domain = network.domain();
    String host = domain.indexOf(':') < 0 ? domain : "[" + domain + "]";
    String authority = port == HTTPS ? host : host + ":" + port;
    return Endpoint.at(URI.create("https://" + authority + form.path));
  }

  private static FullHttpRequest request(Form form, Endpoint place) {
    FullHttpRequest request =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, form.path);
    URI uri = place.uri();
    request
        .headers()
        .set(HttpHeaderNames.HOST, uri == null ? place.host() : uri.getRawAuthority())
        .set(HttpHeaderNames.ACCEPT, form.type)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return request;
  }

  private void answered(Form form, Endpoint place, DocumentReader.Document document) {
    if (result.isDone()) {
      return;
    }
    TransportException fault;
    if (document.status() == 200) {
      try {
        result.complete(form.read(document.content().toByteArray()));
        return;
      } catch (IOException | XMLStreamException | RuntimeException unreadable) {
        fault = failure(place, "can't be read: " + Shown.of(unreadable.getMessage()), unreadable);
      }
    } else {
      fault = failure(place, "is answered with " + document.status(), null);
    }
    if (form == Form.JRD) {
      ask(Form.XRD);
    } else if (document.isAbsent()) {
      result.complete(HostMeta.of(List.of()));
    } else {
      result.completeExceptionally(fault);
    }
  }

  private static TransportException failure(
      Endpoint place, String words, @Nullable Throwable cause) {
    return new TransportException(Reason.UNRESOLVED, place + " " + words, cause);
  }
}
