package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** OAUTHBEARER (RFC 7628) with tokens that Prosody 13's OAuth server has issued. */
@Timeout(120)
class OAuthTokenIT {

  private static final String REGISTRATION =
      """
      {"client_name": "Linnet", "client_uri": "https://app.example/",
       "redirect_uris": ["https://app.example/cb"],
       "grant_types": ["authorization_code", "refresh_token", "password"],
       "response_types": ["code"], "scope": "xmpp",
       "token_endpoint_auth_method": "client_secret_post"}
      """;

  @RegisterExtension
  static final ServerExtension<RealServer> RUNNING =
      ServerExtension.of(
          ProsodyServer.modern()
              .user("a", ServerUser.password("a"))
              .modules("http_oauth2")
              .setting(
                  """
                  oauth2_registration_key = "any"
                  allowed_oauth2_grant_types = {"authorization_code", "refresh_token", "password"}
                  """));

  private static String post(String path, String type, String body) throws Exception {
    HttpClient http =
        HttpClient.newBuilder().sslContext(RUNNING.server().authority().clientContext()).build();
    URI place =
        URI.create("https://localhost:%d/oauth2/%s".formatted(RUNNING.server().httpsPort(), path));
    HttpRequest request =
        HttpRequest.newBuilder(place)
            .header("Content-Type", type)
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(path).isBetween(200, 201);
    return answer.body();
  }

  private static String value(String json, String name) {
    Matcher value = Pattern.compile("\"" + name + "\":\\s*\"([^\"]+)\"").matcher(json);
    assertThat(value.find()).as(name).isTrue();
    return value.group(1).replace("\\/", "/");
  }

  private static String token() throws Exception {
    String program = post("register", "application/json", REGISTRATION);
    String grant =
        "grant_type=password&username=a@localhost&password=%s&scope=xmpp&client_id=%s&client_secret=%s"
            .formatted(
                ServerUser.password("a"),
                value(program, "client_id"),
                value(program, "client_secret"));
    return value(post("token", "application/x-www-form-urlencoded", grant), "access_token");
  }

  private static XmppClient client(String token) {
    return new ServerUser(RUNNING.server(), "a")
        .builder(Endpoint.directTls("127.0.0.1", RUNNING.server().directTlsPort()))
        .sasl(Sasl.token(token))
        .build();
  }

  @Test
  void signs_in_by_a_token_of_the_server() throws Exception {
    XmppClient client = client(token());
    try {
      BoundStream stream = client.connect().get(30, TimeUnit.SECONDS);
      assertThat(stream.mechanism()).isEqualTo("OAUTHBEARER");
      assertThat(stream.signInProtocol()).isEqualTo("urn:xmpp:sasl:2");
      assertThat(stream.jid().bare()).hasToString("a@localhost");
    } finally {
      client.shutdown().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void is_refused_with_another_token_and_learns_where_to_get_one() throws Exception {
    XmppClient client = client("forged");
    try {
      assertThatThrownBy(() -> client.connect().get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              AuthenticationException.class,
              refused -> {
                assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
                assertThat(refused.condition()).isEqualTo("not-authorized");
                assertThat(refused.details())
                    .contains("invalid_token", "/.well-known/oauth-authorization-server");
                assertThat(refused).asString().doesNotContain("forged");
              });
    } finally {
      client.shutdown().get(20, TimeUnit.SECONDS);
    }
  }
}
