package im.linnet.websocket;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request to switch to XMPP over WebSocket, and the check of its response (RFC 6455, 4.1). */
final class Upgrade implements HttpExchange.Reader<HttpResponse> {

  /** The subprotocol (RFC 7395, section 3.1). */
  private static final String XMPP = "xmpp";

  /** Identifies the protocol in the proof that the server has understood the request. */
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /** How many informational responses may come before the one that counts. */
  private static final int MAX_INFORMATIONAL = 8;

  private static final int KEY_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Endpoint endpoint;
  private final URI uri;
  private final String key;
  private int informational;

  Upgrade(Endpoint endpoint, URI uri) {
    this.endpoint = endpoint;
    this.uri = uri;
    byte[] random = new byte[KEY_BYTES];
    RANDOM.nextBytes(random);
    this.key = Base64.getEncoder().encodeToString(random);
  }

  FullHttpRequest request() {
    FullHttpRequest request =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target());
    request
        .headers()
        .set(HttpHeaderNames.HOST, uri.getRawAuthority())
        .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
        .set(HttpHeaderNames.SEC_WEBSOCKET_KEY, key)
        .set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, XMPP)
        .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
    return request;
  }

  /** Path and query; a fragment has no meaning here. */
  private String target() {
    String path = uri.getRawPath();
    String start = path == null || path.isEmpty() ? "/" : path;
    return uri.getRawQuery() == null ? start : start + "?" + uri.getRawQuery();
  }

  @Override
  public @Nullable HttpResponse take(HttpObject part) {
    if (!(part instanceof HttpResponse response) || isInformational(response)) {
      return null;
    }
    check(response);
    return response;
  }

  private boolean isInformational(HttpResponse response) {
    boolean skipped =
        response.status().codeClass() == HttpStatusClass.INFORMATIONAL
            && !response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
    return skipped && ++informational <= MAX_INFORMATIONAL;
  }

  /**
   * Checks the response.
   *
   * @throws TransportException if the connection is no WebSocket of the subprotocol {@code xmpp}
   */
  private void check(HttpResponse response) {
    if (!response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
      throw refused(response);
    }
    HttpHeaders headers = response.headers();
    if (!headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
        || !headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
        || !proof().equals(only(headers, HttpHeaderNames.SEC_WEBSOCKET_ACCEPT))) {
      throw failure("answered the request for a WebSocket, but did not switch to WebSocket");
    }
    if (headers.contains(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS)) {
      throw failure(
          "uses an extension of WebSocket that nobody offered: "
              + Shown.of(headers.get(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS)));
    }
    String protocol = only(headers, HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
    if (!XMPP.equals(protocol)) {
      throw failure(
          "has a WebSocket, but not for XMPP (Sec-WebSocket-Protocol: %s)"
              .formatted(protocol == null ? "none, or several" : Shown.of(protocol)));
    }
  }

  private static @Nullable String only(HttpHeaders headers, CharSequence name) {
    List<String> values = headers.getAll(name);
    return values.size() == 1 ? values.get(0).strip() : null;
  }

  private String proof() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-1", impossible);
    }
  }

  private TransportException refused(HttpResponse response) {
    int code = response.status().code();
    String what =
        "answered the request for a WebSocket with %d %s"
            .formatted(code, Shown.of(response.status().reasonPhrase()));
    return failure(what.strip() + advice(code, response));
  }

  private static String advice(int code, HttpResponse response) {
    return switch (code) {
      case 301, 302, 303, 307, 308 ->
          "; redirects are not followed; if it is right, name the address it gives: "
              + location(response.headers().get(HttpHeaderNames.LOCATION));
      case 401, 403 -> "; it lets only some in, by rules of its own";
      case 404, 410 -> "; check the path";
      case 400, 405, 426, 501 -> "; it may not do XMPP over WebSocket at this path";
      case 429, 502, 503, 504 -> "; try again later";
      default -> "";
    };
  }

  /** Without the query, which may contain a secret. */
  private static String location(@Nullable String value) {
    if (value == null) {
      return "none";
    }
    int end = value.indexOf('?');
    return Shown.of(end < 0 ? value : value.substring(0, end));
  }

  /** A failure of the upgrade; the words follow “The web server at …”. */
  private TransportException failure(String words) {
    return new TransportException(
        Reason.UPGRADE_REFUSED, "The web server at %s %s".formatted(endpoint, words));
  }

  @Override
  public TransportException malformed(Throwable cause) {
    return new TransportException(
        Reason.UPGRADE_REFUSED,
        "The web server at %s answered with something that is not HTTP: %s"
            .formatted(endpoint, Shown.of(cause.getMessage())),
        cause);
  }

  @Override
  public TransportException unanswered(@Nullable Throwable cause) {
    return new TransportException(
        Reason.CLOSED,
        "The web server at %s closed the connection before it answered".formatted(endpoint),
        cause);
  }
}
