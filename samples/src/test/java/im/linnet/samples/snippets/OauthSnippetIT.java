package im.linnet.samples.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.oauth.TokenFile;
import im.linnet.oauth.Tokens;
import im.linnet.samples.JavaProcess;
import im.linnet.testkit.messenger.oauth.Browser;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first snippet of the page about OAuth, with a token and without. */
@Timeout(120)
class OauthSnippetIT {

  private static final String DOMAIN = "example.com";
  private static final String PAGE = "oauth/README.md";

  @TempDir private Path folder;

  @Test
  void signs_in_by_the_token_in_the_file() throws Exception {
    new TokenFile(folder.resolve("tokens.json"))
        .save(
            Tokens.builder("a-token", Instant.now().plus(Duration.ofHours(1)))
                .scopes(Set.of("xmpp"))
                .build());
    try (ExampleServer server =
        ExampleServer.start(
            folder,
            DOMAIN,
            script ->
                script
                    .secureStream(DOMAIN)
                    .signIn(DOMAIN, "OAUTHBEARER")
                    .bind(DOMAIN, "juliet@example.com/balcony")
                    .expectClose()
                    .close())) {
      assertThat(Pasted.run(Pages.first(PAGE), folder, server.domain(), 0))
          .isEqualTo("Connected as juliet@example.com/balcony");
      server.peer().await();
    }
  }

  /** The first time: the user is asked, and says no. */
  @Test
  void asks_for_consent_and_shows_that_it_was_not_given() throws Exception {
    try (ExampleServer server =
            ExampleServer.start(
                folder,
                DOMAIN,
                script ->
                    script
                        .secureStream(DOMAIN)
                        .openStream(
                            DOMAIN,
                            "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                                + "<mechanism>OAUTHBEARER</mechanism></mechanisms>")
                        .silence());
        JavaProcess program = Pasted.start(Pages.first(PAGE), folder, server.domain())) {
      String asked = program.await(line -> line.startsWith("Please open "));
      URI page = URI.create(asked.substring("Please open ".length()));
      assertThat(page).hasHost("id.example.com").hasPath("/authorize");
      Map<String, String> parameters = parameters(page);

      new Browser()
          .open(
              URI.create(
                  parameters.get("redirect_uri")
                      + "?error=access_denied&state="
                      + parameters.get("state")));
      program.assertEnds(1);
      assertThat(String.join("\n", program.output()))
          .contains("AuthenticationException", "access_denied");
    }
  }

  private static Map<String, String> parameters(URI page) {
    return Stream.of(page.getRawQuery().split("&"))
        .map(each -> each.split("=", 2))
        .collect(
            Collectors.toMap(
                each -> each[0], each -> URLDecoder.decode(each[1], StandardCharsets.UTF_8)));
  }
}
