package im.linnet.oauth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import im.linnet.failure.XmppException;
import im.linnet.fuzz.FuzzTarget;
import im.linnet.fuzz.Secrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * What a token endpoint answers: the first line has the status and the content type, the rest is
 * the body. An input that begins with {@code http} is the address that a browser was sent to.
 * Failures are typed and show neither the secrets that were sent nor tokens that came.
 */
public final class TokenAnswerTarget implements FuzzTarget {

  private static final URI ENDPOINT = URI.create("https://login.example.com/token");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  private static final int OK = 200;

  private final EndpointAnswer answer =
      new EndpointAnswer(
          ENDPOINT,
          Map.of("refresh_token", Secrets.TOKEN, "client_secret", Secrets.PASSWORD),
          CLOCK);

  /** A target. */
  public TokenAnswerTarget() {}

  @Override
  public void run(byte[] input) {
    String text = new String(input, ISO_8859_1);
    if (text.startsWith("http")) {
      redirect(text);
      return;
    }
    int end = Math.max(0, text.indexOf('\n'));
    String[] first = text.substring(0, end).split(" ", 2);
    byte[] body = Arrays.copyOfRange(input, Math.min(input.length, end + 1), input.length);
    try {
      Tokens tokens = answer.read(new Answer(status(first[0]), first[first.length - 1], body));
      if (tokens.expires().isBefore(CLOCK.instant())) {
        throw new AssertionError("a token that has expired already");
      }
      Secrets.check(tokens.toString());
    } catch (XmppException refused) {
      Secrets.check(refused);
    }
  }

  private static void redirect(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException notAnAddress) {
      return;
    }
    try {
      AuthorizationResponse response = AuthorizationResponse.of(uri, CLOCK);
      if (!(response instanceof AuthorizationResponse.Denied)) {
        Secrets.check(response.toString());
      }
    } catch (IllegalArgumentException malformed) {
      Secrets.check(malformed);
    }
  }

  private static int status(String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException none) {
      return OK;
    }
  }

  private static final class Answer implements HttpResponse<byte[]> {
    private final int status;
    private final String type;
    private final byte[] body;

    Answer(int status, String type, byte[] body) {
      this.status = status;
      this.type = type;
      this.body = body;
    }

    @Override
    public int statusCode() {
      return status;
    }

    @Override
    public byte[] body() {
      return body;
    }

    @Override
    public HttpRequest request() {
      return HttpRequest.newBuilder(ENDPOINT).build();
    }

    @Override
    public Optional<HttpResponse<byte[]>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
      return HttpHeaders.of(Map.of("Content-Type", List.of(type)), (name, value) -> true);
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return Optional.empty();
    }

    @Override
    public URI uri() {
      return ENDPOINT;
    }

    @Override
    public HttpClient.Version version() {
      return HttpClient.Version.HTTP_1_1;
    }
  }
}
