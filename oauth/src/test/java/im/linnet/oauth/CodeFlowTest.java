package im.linnet.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import im.linnet.oauth.AuthorizationResponse.Code;
import im.linnet.test.Failures;
import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.TokenBook;
import im.linnet.testkit.messenger.oauth.Browser;
import im.linnet.testkit.messenger.oauth.ConsentAnswer;
import im.linnet.testkit.messenger.oauth.OauthService;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CodeFlowTest {

  private static final MessengerUser ALICE =
      new MessengerUser("00037ffe12345678", "alice@hotmail.com", "Alice", "");

  private final OauthService oauth =
      OauthService.start("app", ALICE, new TokenBook(Clock.systemUTC()));
  private final CodeFlow flow =
      new CodeFlow(
          TokenEndpoint.of(
              OauthClient.of(
                  "app",
                  new OauthEndpoints(oauth.authorize(), oauth.token(), oauth.desktop()),
                  "wl.messenger",
                  "wl.offline_access")));
  private final Browser browser = new Browser();

  @AfterEach
  void close() {
    oauth.close();
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static XmppException failure(CompletableFuture<Tokens> future) throws Exception {
    return Failures.of(future, XmppException.class);
  }

  @Test
  void asks_as_it_is_told_but_with_its_own_state_and_redirect() throws Exception {
    List<URI> pages = new ArrayList<>();
    CodeFlow changed =
        flow.withRequest(
            request ->
                request
                    .withLocale(Locale.FRENCH)
                    .withState("guessable")
                    .withRedirect(URI.create("https://evil.example/")));
    await(
        changed.run(
            page -> {
              pages.add(page);
              browser.accept(page);
            }));
    assertThat(pages).hasSize(1);
    assertThat(pages.get(0).toString())
        .contains("locale=fr", "redirect_uri=http%3A%2F%2F127.0.0.1%3A", "code_challenge=")
        .doesNotContain("guessable")
        .doesNotContain("evil");
  }

  @Test
  void fails_if_the_user_does_not_consent() throws Exception {
    oauth.consent(ConsentAnswer.DENIED_IN_QUERY);
    XmppException failure = failure(flow.run(browser));
    assertThat(failure)
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("access_denied")
        .hasCauseInstanceOf(OauthError.class);
    assertThat(oauth.requests()).isEmpty();
  }

  @Test
  void does_not_take_an_answer_with_another_state() throws Exception {
    oauth.consent(ConsentAnswer.WRONG_STATE);
    XmppException failure =
        failure(
            flow.withLimit(Duration.ofSeconds(4))
                .run(page -> assertThat(browser.open(page).statusCode()).isEqualTo(400)));
    assertThat(failure).isInstanceOf(TransportException.class);
    assertThat(((TransportException) failure).reason())
        .isEqualTo(TransportException.Reason.TIMED_OUT);
    assertThat(oauth.requests()).isEmpty();
  }

  @Test
  void closes_the_port_when_it_is_cancelled_or_the_browser_fails() throws IOException {
    List<URI> pages = new ArrayList<>();
    CompletableFuture<Tokens> tokens = flow.run(pages::add);
    tokens.cancel(false);
    assertThatThrownBy(
            () ->
                flow.run(
                    page -> {
                      pages.add(page);
                      throw new IllegalStateException("no browser");
                    }))
        .hasMessage("no browser");
    for (URI page : pages) {
      String redirect = FormParameters.read(page.getRawQuery()).getOrDefault("redirect_uri", "");
      awaitClosed(URI.create(redirect).getPort());
    }
    assertThat(pages).hasSize(2);
  }

  /** A thread that waits for calls keeps the port open until it has woken up. */
  private static void awaitClosed(int port) throws IOException {
    try {
      while (!Thread.interrupted()) {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
      }
      throw new AssertionError("still open");
    } catch (ConnectException closed) {
      assertThat(closed).hasMessageContaining("refused");
    }
  }

  @Test
  void turns_away_whatever_is_not_the_answer() throws Exception {
    try (LoopbackReceiver receiver = LoopbackReceiver.open("state", Clock.systemUTC())) {
      URI redirect = receiver.redirect();
      assertThat(status(redirect.resolve("/favicon.ico"))).isEqualTo(404);
      assertThat(status(redirect)).isEqualTo(400);
      assertThat(status(redirect.resolve("/?code=c"))).isEqualTo(400);
      assertThat(status(redirect.resolve("/?code=c&state=stat"))).isEqualTo(400);
      assertThat(status(redirect.resolve("/?error=access_denied&state=State"))).isEqualTo(400);
      assertThat(status(redirect.resolve("/?code=c&code=d&state=state"))).isEqualTo(400);
      assertThat(said(redirect, "POST /?code=c&state=state HTTP/1.1\r\n\r\n")).contains(" 404 ");
      assertThat(said(redirect, "nonsense\r\n\r\n")).contains(" 400 ");
      assertThat(said(redirect, "GET /?code={&state=state HTTP/1.1\r\n\r\n")).contains(" 400 ");
      assertThat(said(redirect, "GET /?" + "x".repeat(40_000))).isEmpty();
      assertThat(receiver.response()).isNotDone();

      HttpResponse<String> page = browser.open(redirect.resolve("/?state=state&code=s3cret"));
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("Thank you").doesNotContain("s3cret");
      assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
      assertThat(await(receiver.response())).isEqualTo(new Code("s3cret", "state"));
      assertThat(receiver.toString()).doesNotContain("state");
    }
  }

  @Test
  void is_not_held_up_by_silent_callers() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try (LoopbackReceiver receiver = LoopbackReceiver.open("state", Clock.systemUTC())) {
      for (int i = 0; i < 7; i++) {
        silent.add(new Socket(InetAddress.getLoopbackAddress(), receiver.redirect().getPort()));
      }
      assertThat(status(receiver.redirect().resolve("/?state=state&code=c"))).isEqualTo(200);
      assertThat(await(receiver.response())).isEqualTo(new Code("c", "state"));
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  /** More callers than there are threads. */
  @Test
  void gives_up_callers_that_say_half_of_it() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try (LoopbackReceiver receiver = LoopbackReceiver.open("state", Clock.systemUTC())) {
      for (int i = 0; i < 9; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), receiver.redirect().getPort());
        slow.add(socket);
        socket.getOutputStream().write("GET /?code=".getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(status(receiver.redirect().resolve("/?state=state&code=c"))).isEqualTo(200);
      assertThat(await(receiver.response())).isEqualTo(new Code("c", "state"));
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private int status(URI page) {
    return browser.open(page).statusCode();
  }

  private static String said(URI page, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketException reset) {
      return "";
    }
  }
}
