package im.linnet.testkit.messenger.oauth;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The token endpoint (RFC 6749, section 3.2). */
final class TokenDesk {
  private static final String JSON = "application/json";
  private static final String HTML = "text/html";
  private static final long GIGABYTE = 1L << 30;
  private static final int PAUSE_MILLIS = 50;

  private final String clientId;
  private final Grants grants;
  private volatile TokenAnswer answer = TokenAnswer.AS_TRACED;

  TokenDesk(String clientId, Grants grants) {
    this.clientId = clientId;
    this.grants = grants;
  }

  void answer(TokenAnswer other) {
    answer = other;
  }

  void serve(HttpExchange exchange, Map<String, String> request) throws IOException {
    try (exchange) {
      switch (answer) {
        case AS_TRACED, NUMBERS_AS_STRINGS, PERCENT_ENCODED, NO_NEW_REFRESH_TOKEN ->
            tokens(exchange, request, JSON);
        case WRONG_TYPE -> tokens(exchange, request, "image/png");
        case INVALID_GRANT -> error(exchange, 400, "invalid_grant", "The grant is not valid.");
        case INVALID_CLIENT -> error(exchange, 401, "invalid_client", "Who are you?");
        case QUOTING_ERROR ->
            error(exchange, 400, "invalid_request", "I got " + String.join(",", request.values()));
        case QUOTING_TYPE ->
            send(exchange, 200, HTML + ";got=" + String.join(",", request.values()), "");
        case HTML -> send(exchange, 200, HTML, "<!DOCTYPE html><p>Welcome to this hotel</p>");
        case OUT_OF_ORDER -> send(exchange, 503, HTML, "<!DOCTYPE html><p>Be right back</p>");
        case NO_TOKEN -> send(exchange, 200, JSON, "{\"token_type\":\"bearer\"}");
        case CUT_JSON -> send(exchange, 200, JSON, "{\"access_token\":\"EwA");
        case REDIRECT -> {
          exchange.getResponseHeaders().set("Location", exchange.getRequestURI().toString());
          send(exchange, 307, HTML, "");
        }
        case SILENT -> sleep(Long.MAX_VALUE);
        case DRIPPING -> blanks(exchange, 0, 1);
        case ENDLESS -> blanks(exchange, 0, 64 * 1024);
        case GIGABYTE -> blanks(exchange, GIGABYTE, 64 * 1024);
      }
    }
  }

  private void tokens(HttpExchange exchange, Map<String, String> request, String type)
      throws IOException {
    if (!clientId.equals(request.get("client_id"))) {
      error(exchange, 401, "invalid_client", "The client id is not known.");
      return;
    }
    boolean refresh = "refresh_token".equals(request.get("grant_type"));
    boolean replace = !refresh || answer != TokenAnswer.NO_NEW_REFRESH_TOKEN;
    Grants.Grant grant = grant(request, refresh, replace);
    if (grant == null) {
      String parameter = refresh ? "refresh_token" : "code";
      error(
          exchange,
          400,
          "invalid_grant",
          "The provided value for the input parameter '" + parameter + "' is not valid.");
      return;
    }
    send(exchange, 200, type, json(new LinkedHashMap<>(grants.tokens(grant, replace))));
  }

  private Grants.@Nullable Grant grant(
      Map<String, String> request, boolean refresh, boolean replace) {
    return refresh ? grants.refresh(request, replace) : grants.redeem(request);
  }

  private String json(Map<String, String> response) {
    if (answer == TokenAnswer.PERCENT_ENCODED) {
      response.computeIfPresent("access_token", (name, token) -> Form.encode(token));
    }
    return response.entrySet().stream()
        .map(each -> quoted(each.getKey()) + ":" + value(each.getKey(), each.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private String value(String name, String value) {
    boolean number = name.equals("expires_in") && answer != TokenAnswer.NUMBERS_AS_STRINGS;
    return number ? value : quoted(value);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static void error(HttpExchange exchange, int status, String code, String description)
      throws IOException {
    send(
        exchange,
        status,
        JSON,
        "{\"error\":" + quoted(code) + ",\"error_description\":" + quoted(description) + "}");
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  /** Sends spaces until the client closes the connection or the service is closed. */
  private static void blanks(HttpExchange exchange, long length, int portion) throws IOException {
    byte[] blanks = new byte[portion];
    Arrays.fill(blanks, (byte) ' ');
    exchange.getResponseHeaders().set("Content-Type", JSON);
    exchange.sendResponseHeaders(200, length);
    OutputStream out = exchange.getResponseBody();
    long left = length == 0 ? Long.MAX_VALUE : length;
    while (left >= portion && !Thread.currentThread().isInterrupted()) {
      out.write(blanks);
      out.flush();
      left -= portion;
      if (portion == 1) {
        sleep(PAUSE_MILLIS);
      }
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
