package im.linnet.samples.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.samples.JavaProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program that stays, of the page for newcomers. */
@Timeout(120)
class StayingSnippetIT {

  private static final String DOMAIN = "example.com";

  @TempDir private Path folder;

  private final Snippet program =
      Pages.of("docs/getting-started.md").stream()
          .filter(snippet -> snippet.text().contains("addShutdownHook"))
          .findFirst()
          .orElseThrow();

  @Test
  void prints_what_comes_and_says_goodbye_when_interrupted() throws Exception {
    try (ExampleServer server =
            ExampleServer.start(folder, DOMAIN, FirstSnippetsIT.signingIn("secret"));
        JavaProcess running = Pasted.start(program, folder, server.domain())) {
      running.await(line -> line.equals("romeo@example.com: But soft!"));

      running.assertEnds(running.interrupt());
      server.peer().await(); // with its </stream:stream>
    }
  }

  @Test
  void ends_with_a_failure_when_the_client_gives_up() throws Exception {
    try (ExampleServer server =
        ExampleServer.start(
            folder,
            DOMAIN,
            script ->
                script
                    .secureStream(DOMAIN)
                    .signInByScram(DOMAIN, "secret")
                    .bind(DOMAIN, "juliet@example.com/balcony")
                    .expect("<presence/>")
                    .send(
                        "<stream:error><conflict"
                            + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>")
                    .close())) {
      assertThat(Pasted.run(program, folder, server.domain(), 1))
          .contains("StreamException", "conflict");
    }
  }
}
