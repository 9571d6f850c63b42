package im.linnet.samples.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.oauth.TokenFile;
import im.linnet.oauth.Tokens;
import im.linnet.sasl.messenger.MessengerProfile;
import im.linnet.testkit.messenger.MessengerService;
import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.RedirectPlan;
import im.linnet.testkit.tls.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first snippets of the pages about Messenger, with the stand-in for the service. */
@Timeout(120)
class MessengerSnippetsIT {

  private static final MessengerUser MARY =
      new MessengerUser("12345", "mary@contoso.com", "Mary", "TWFyeSdzIHRva2Vu");

  /** The token is that of the page. */
  private static final MessengerUser JULIET =
      new MessengerUser("7a3f0c55d1e94b20", "juliet@example.com", "Juliet", "EwBwAq1D");

  @TempDir private Path folder;

  @Test
  void signs_in_by_the_token_in_the_file() throws Exception {
    new TokenFile(folder.resolve("tokens.json"))
        .save(
            Tokens.builder(JULIET.token(), Instant.now().plus(Duration.ofHours(1)))
                .scopes(Set.of("wl.messenger"))
                .build());

    assertThat(printed("sasl-messenger/README.md"))
        .startsWith("Connected as 7a3f0c55d1e94b20@messenger.live.com/");
  }

  @Test
  void looks_up_an_address() throws Exception {
    assertThat(printed("extensions/server/jidlookup/README.md"))
        .isEqualTo("12345@messenger.live.com");
  }

  @Test
  void the_recipe_shows_the_contacts_and_writes_to_one() throws Exception {
    assertThat(printed("docs/recipes/messenger.md"))
        .startsWith("Connected as 7a3f0c55d1e94b20@messenger.live.com/");
  }

  private String printed(String page) throws Exception {
    TestCertificates authority = TestCertificates.create();
    try (MessengerService service =
            MessengerService.builder()
                .tls(authority.server(MessengerProfile.DOMAIN).serverContext())
                .redirects(RedirectPlan.none())
                .user(JULIET)
                .user(MARY)
                .start();
        LocalDomain domain =
            LocalDomain.of(MessengerProfile.DOMAIN, service.front().getPort(), authority, folder)) {
      return Pasted.run(Pages.first(page), folder, domain, 0);
    }
  }
}
