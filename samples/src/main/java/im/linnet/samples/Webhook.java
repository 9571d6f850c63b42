package im.linnet.samples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Receives the webhooks of Alertmanager and Grafana. A call is answered with success only when its
 * text has been delivered: else they call again, so a text may come twice and none is lost.
 */
final class Webhook implements AutoCloseable {

  /** The largest body: a hundred alerts with many labels. */
  static final int MAX_BYTES = 1 << 20;

  private static final int THREADS = 4;
  private static final int MAX_CALLS = 64;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final byte @Nullable [] authorization;
  private final Function<String, CompletableFuture<Void>> receiver;
  private final ReentrantLock sending = new ReentrantLock(true);

  private Webhook(
      HttpServer server,
      @Nullable String token,
      Function<String, CompletableFuture<Void>> receiver) {
    this.server = server;
    this.authorization = token == null ? null : bytes("Bearer " + token);
    this.receiver = receiver;
    // What is too much waits in the system's own queue, not in one that grows.
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(MAX_CALLS),
            new ThreadPoolExecutor.CallerRunsPolicy());
  }

  /**
   * Starts to listen.
   *
   * @param port 0 for any that is free
   * @param token what callers have to know; null for everybody who can connect
   * @param receiver delivers a text
   */
  static Webhook listen(
      String address,
      int port,
      @Nullable String token,
      Function<String, CompletableFuture<Void>> receiver)
      throws IOException {
    // The JDK's server has no limits unless they are set before it is used for the first time.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "60");
    System.setProperty("jdk.httpserver.maxConnections", Integer.toString(MAX_CALLS));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), port), MAX_CALLS);
    Webhook webhook = new Webhook(server, token, receiver);
    server.setExecutor(webhook.threads);
    server.createContext("/", webhook::handle);
    server.start();
    return webhook;
  }

  String url() {
    InetSocketAddress bound = server.getAddress();
    String host = bound.getAddress().getHostAddress();
    return "http://%s:%d/".formatted(host.contains(":") ? "[" + host + "]" : host, bound.getPort());
  }

  /** An answer; its text says what to do about it. */
  private record Answer(int status, String text) {}

  private void handle(HttpExchange call) throws IOException {
    try (call) {
      Answer answer = answer(call);
      if (answer.status() != 200) {
        System.err.println("Answered a call with %d: %s".formatted(answer.status(), answer.text()));
      }
      byte[] text = bytes(answer.text() + "\n");
      call.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      call.sendResponseHeaders(answer.status(), text.length);
      call.getResponseBody().write(text);
    }
  }

  private Answer answer(HttpExchange call) throws IOException {
    if (!mayCall(call.getRequestHeaders().getFirst("Authorization"))) {
      call.getResponseHeaders().set("WWW-Authenticate", "Bearer");
      return new Answer(401, "The token is missing or wrong");
    }
    if (!call.getRequestMethod().equals("POST")) {
      call.getResponseHeaders().set("Allow", "POST");
      return new Answer(405, "Only POST is allowed");
    }
    String type = call.getRequestHeaders().getFirst("Content-Type");
    // Pages of the web can't send this type to another host without asking first.
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      return new Answer(415, "The body has to be application/json");
    }
    byte[] body = call.getRequestBody().readNBytes(MAX_BYTES + 1);
    if (body.length > MAX_BYTES) {
      return new Answer(413, "The body has more than %d bytes".formatted(MAX_BYTES));
    }
    String text;
    try {
      text = Alerts.text(body);
    } catch (IllegalArgumentException malformed) {
      return new Answer(400, String.valueOf(malformed.getMessage()));
    }
    return delivered(text);
  }

  private boolean mayCall(@Nullable String given) {
    return authorization == null
        || (given != null && MessageDigest.isEqual(authorization, bytes(given)));
  }

  /** Delivers one after the other, in the order in which they came. */
  private Answer delivered(String text) {
    sending.lock();
    try {
      receiver.apply(text).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      return new Answer(200, "Delivered");
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      // Neither Alertmanager nor Grafana repeats what was answered with a number below 500.
      return new Answer(
          ExitCode.of(cause) == ExitCode.REFUSED ? 422 : 503,
          "Not delivered: " + cause.getMessage());
    } catch (TimeoutException late) {
      return new Answer(503, "Not delivered within %d s".formatted(LIMIT.toSeconds()));
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
      return new Answer(503, "The program ends");
    } finally {
      sending.unlock();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
