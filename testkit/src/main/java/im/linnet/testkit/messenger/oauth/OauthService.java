package im.linnet.testkit.messenger.oauth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.TokenBook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The OAuth stand-in, on loopback, in this process. It has one application, without a secret, and
 * one user, who consents at once to every request. All methods can be called from any thread.
 */
public final class OauthService implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads;
  private final String clientId;
  private final MessengerUser user;
  private final Grants grants;
  private final TokenDesk desk;
  private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();
  private volatile ConsentAnswer consent = ConsentAnswer.GRANTED;

  private OauthService(HttpServer server, String clientId, MessengerUser user, TokenBook book) {
    this.server = server;
    this.clientId = clientId;
    this.user = user;
    this.grants = new Grants(book);
    this.desk = new TokenDesk(clientId, grants);
    this.threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "oauth-" + server.getAddress().getPort());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts it on a free port.
   *
   * @param clientId the identifier of the application
   * @param user the user who consents
   * @param book records the issued access tokens
   * @return the running service
   * @throws UncheckedIOException if there is no free port
   */
  public static OauthService start(String clientId, MessengerUser user, TokenBook book) {
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
      OauthService service = new OauthService(server, clientId, user, book);
      service.open();
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException("oauth: can't listen on 127.0.0.1", e);
    }
  }

  private void open() {
    server.setExecutor(threads);
    // The names of both versions of the real service.
    for (String path : List.of("/authorize", "/oauth20_authorize.srf")) {
      server.createContext(path, this::authorize);
    }
    for (String path : List.of("/token", "/oauth20_token.srf")) {
      server.createContext(path, this::token);
    }
    for (String path : List.of("/desktop", "/oauth20_desktop.srf")) {
      server.createContext(path, exchange -> page(exchange, 200, "You may close this window."));
    }
    server.start();
  }

  /** {@return the page on which the user consents} */
  public URI authorize() {
    return at("/authorize");
  }

  /** {@return the token endpoint} */
  public URI token() {
    return at("/token");
  }

  /** {@return the redirect page of applications without a site} */
  public URI desktop() {
    return at("/desktop");
  }

  /** {@return the forms sent to the token endpoint, in order} */
  public List<Map<String, String>> requests() {
    return List.copyOf(requests);
  }

  /**
   * Sets how the token endpoint answers from now on.
   *
   * @param answer the answer
   */
  public void answer(TokenAnswer answer) {
    desk.answer(answer);
  }

  /**
   * Sets the user's response from now on.
   *
   * @param answer the response
   */
  public void consent(ConsentAnswer answer) {
    consent = answer;
  }

  /**
   * Sets the lifetime of access tokens from now on; initially one hour.
   *
   * @param each the lifetime
   * @throws IllegalArgumentException if it is negative
   */
  public void lifetime(Duration each) {
    if (each.isNegative()) {
      throw new IllegalArgumentException("each: " + each + " (expected: >= 0)");
    }
    grants.lifetime(each);
  }

  /** Revokes the user's consent: refresh tokens and access tokens become invalid. */
  public void revoke() {
    grants.revoke(user);
  }

  /** Stops listening and closes the connections. */
  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> request = Form.read(exchange.getRequestURI().getRawQuery());
    String redirect = request.get("redirect_uri");
    // RFC 6749, section 4.1.2.1: an invalid request is not redirected.
    if (!clientId.equals(request.get("client_id")) || redirect == null) {
      page(exchange, 400, "The application is not known.");
      return;
    }
    boolean wantsToken = "token".equals(request.get("response_type"));
    Map<String, String> answer = new LinkedHashMap<>();
    boolean inFragment = wantsToken;
    switch (consent) {
      case GRANTED, WRONG_STATE -> answer.putAll(granted(request, redirect, wantsToken));
      case DENIED_IN_QUERY, DENIED_IN_FRAGMENT -> {
        inFragment = consent == ConsentAnswer.DENIED_IN_FRAGMENT;
        answer.put("error", "access_denied");
        answer.put("error_description", "The user has denied access to the scope.");
      }
    }
    if (request.containsKey("state")) {
      answer.put(
          "state",
          consent == ConsentAnswer.WRONG_STATE ? "wrong" : request.getOrDefault("state", ""));
    }
    exchange
        .getResponseHeaders()
        .set("Location", redirect + (inFragment ? "#" : "?") + Form.write(answer));
    page(exchange, 302, "");
  }

  private Map<String, String> granted(
      Map<String, String> request, String redirect, boolean wantsToken) {
    Set<String> scopes =
        new LinkedHashSet<>(List.of(request.getOrDefault("scope", "").split("[ ,]")));
    Grants.Grant grant = new Grants.Grant(user, scopes, redirect, request.get("code_challenge"));
    return wantsToken ? grants.tokens(grant, false) : Map.of("code", grants.code(grant));
  }

  private void token(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> request = Form.read(body);
    requests.add(request);
    desk.serve(exchange, request);
  }

  private static void page(HttpExchange exchange, int status, String words) throws IOException {
    try (exchange) {
      byte[] body = ("<!DOCTYPE html><p>" + words + "</p>").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/html");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
