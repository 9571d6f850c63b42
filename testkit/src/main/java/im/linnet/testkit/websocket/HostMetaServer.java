package im.linnet.testkit.websocket;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/**
 * A web server with the host-meta of a domain (XEP-0156). It answers each path with fixed bytes, so
 * it can violate every rule; paths without an answer are {@code 404}.
 */
public final class HostMetaServer implements AutoCloseable {

  /** The path of the document in JSON. */
  public static final String JSON = "/.well-known/host-meta.json";

  /** The path of the document in XML. */
  public static final String XML = "/.well-known/host-meta";

  private static final String ABSENT = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";

  private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
  private final List<RequestHead> requests = new CopyOnWriteArrayList<>();
  private final HttpListener listener;

  private HostMetaServer(SSLContext tls) {
    listener = new HttpListener(tls, this::serve);
  }

  /**
   * Listens for TLS on a free loopback port.
   *
   * @param tls the server's certificate
   * @return the server, without any document
   */
  public static HostMetaServer listen(SSLContext tls) {
    return new HostMetaServer(tls);
  }

  /**
   * Sets a document.
   *
   * @param path its path
   * @param type its media type
   * @param body its text
   * @return this
   */
  public HostMetaServer document(String path, String type, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return answer(
        path,
        "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(type, bytes.length, body));
  }

  /**
   * Sets a whole response.
   *
   * @param path the path
   * @param response head and body
   * @return this
   */
  public HostMetaServer answer(String path, String response) {
    answers.put(path, response.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /**
   * Sets a host-meta in JSON with one link for each address.
   *
   * @param webSockets the addresses of WebSockets
   * @return this
   */
  public HostMetaServer json(String... webSockets) {
    StringBuilder links = new StringBuilder();
    for (String href : webSockets) {
      links
          .append(links.isEmpty() ? "" : ",")
          .append("{\"rel\":\"urn:xmpp:alt-connections:websocket\",\"href\":\"")
          .append(href)
          .append("\"}");
    }
    return document(JSON, "application/json", "{\"links\":[" + links + "]}");
  }

  /**
   * Sets a host-meta in XML with one link for each address.
   *
   * @param webSockets the addresses of WebSockets
   * @return this
   */
  public HostMetaServer xml(String... webSockets) {
    StringBuilder links = new StringBuilder();
    for (String href : webSockets) {
      links.append("<Link rel='urn:xmpp:alt-connections:websocket' href='%s'/>".formatted(href));
    }
    return document(
        XML,
        "application/xrd+xml",
        "<?xml version='1.0' encoding='utf-8'?>"
            + "<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>"
            + links
            + "</XRD>");
  }

  private void serve(Socket socket) throws IOException {
    try (socket) {
      RequestHead request = RequestHead.read(new DataInputStream(socket.getInputStream()));
      requests.add(request);
      byte[] answer = answers.get(request.target());
      OutputStream out = socket.getOutputStream();
      out.write(answer == null ? ABSENT.getBytes(StandardCharsets.UTF_8) : answer);
      out.flush();
    }
  }

  /** {@return the port} */
  public int port() {
    return listener.port();
  }

  /** {@return the requests so far, in order} */
  public List<RequestHead> requests() {
    return List.copyOf(requests);
  }

  /** Stops listening and closes all connections. */
  @Override
  public void close() {
    listener.close();
  }
}
