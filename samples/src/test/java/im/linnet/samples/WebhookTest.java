package im.linnet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class WebhookTest {

  private static final String REPORT = AlertsTest.ALERTMANAGER;

  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<String> delivered = new LinkedBlockingQueue<>();

  @Test
  void answers_with_success_when_the_text_is_delivered() throws Exception {
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    try (Webhook webhook =
        Webhook.listen(
            "127.0.0.1",
            0,
            null,
            text -> {
              delivered.add(text);
              return acknowledged;
            })) {
      CompletableFuture<HttpResponse<String>> answer =
          http.sendAsync(request(webhook, call -> {}).build(), BodyHandlers.ofString());
      assertThat(delivered.take()).startsWith("[FIRING:2] HighLoad\n");
      assertThat(answer).isNotDone();

      acknowledged.complete(null);

      assertThat(answer.join().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void has_the_caller_repeat_what_may_be_delivered_later() throws Exception {
    assertThat(failing(new TransportException(TransportException.Reason.NOT_CONNECTED, "Gone")))
        .isEqualTo("503 Not delivered: Gone");
    assertThat(failing(new TransportException(TransportException.Reason.UNCERTAIN, "Gone")))
        .isEqualTo("503 Not delivered: Gone");
    assertThat(failing(new RefusedException("Too large")))
        .isEqualTo("422 Not delivered: Too large");
  }

  private String failing(Throwable failure) throws Exception {
    try (Webhook webhook =
        Webhook.listen(
            "127.0.0.1",
            0,
            null,
            text -> CompletableFuture.<Void>failedFuture(failure).thenCompose(none -> never()))) {
      return answer(request(webhook, call -> {}));
    }
  }

  private static CompletableFuture<Void> never() {
    return new CompletableFuture<>();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer wrong", "Bearer t0ken2", "bearer t0ken", "t0ken"})
  void lets_nobody_in_without_the_token(String given) throws Exception {
    try (Webhook webhook = webhook("t0ken")) {
      assertThat(
              answer(
                  request(
                      webhook,
                      call -> {
                        if (!given.isEmpty()) {
                          call.header("Authorization", given);
                        }
                      })))
          .isEqualTo("401 The token is missing or wrong");
      assertThat(delivered).isEmpty();
      assertThat(answer(request(webhook, call -> call.header("Authorization", "Bearer t0ken"))))
          .isEqualTo("200 Delivered");
      assertThat(delivered).hasSize(1);
    }
  }

  @Test
  void refuses_what_is_no_report() throws Exception {
    try (Webhook webhook = webhook(null)) {
      assertThat(answer(request(webhook, call -> call.GET())))
          .isEqualTo("405 Only POST is allowed");
      assertThat(answer(request(webhook, call -> call.setHeader("Content-Type", "text/plain"))))
          .isEqualTo("415 The body has to be application/json");
      assertThat(answer(request(webhook, call -> call.POST(BodyPublishers.ofString("{}")))))
          .isEqualTo("400 The body has no “alerts”");
      assertThat(delivered).isEmpty();
    }
  }

  @Test
  void refuses_a_body_that_is_too_large_whether_it_says_so_or_not() throws Exception {
    byte[] tooLarge = new byte[Webhook.MAX_BYTES + 1];
    List<BodyPublisher> bodies =
        List.of(
            BodyPublishers.ofByteArray(tooLarge),
            BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(tooLarge)));
    try (Webhook webhook = webhook(null)) {
      for (BodyPublisher body : bodies) {
        assertThat(answer(request(webhook, call -> call.POST(body))))
            .isEqualTo("413 The body has more than 1048576 bytes");
      }
      assertThat(answer(request(webhook, call -> {}))).isEqualTo("200 Delivered");
    }
  }

  private Webhook webhook(@Nullable String token) throws Exception {
    return Webhook.listen(
        "127.0.0.1",
        0,
        token,
        text -> {
          delivered.add(text);
          return CompletableFuture.completedFuture(null);
        });
  }

  private static HttpRequest.Builder request(
      Webhook webhook, Consumer<HttpRequest.Builder> change) {
    HttpRequest.Builder call =
        HttpRequest.newBuilder(URI.create(webhook.url()))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString(REPORT));
    change.accept(call);
    return call;
  }

  private String answer(HttpRequest.Builder call) throws Exception {
    HttpResponse<String> answer = http.send(call.build(), BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body().strip();
  }
}
