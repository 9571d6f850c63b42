package im.linnet.samples.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.TestCertificates;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first snippet of the page about components, with a server at another port. */
@Timeout(120)
class ComponentSnippetIT {

  @TempDir private Path folder;

  @Test
  void connects_and_sends_as_an_address_of_its_domain() throws Exception {
    try (ScriptedPeer peer =
            ScriptedPeer.listen()
                .script(
                    s ->
                        s.expectHeader("to='bots.example.com'")
                            .sendRaw(
                                "<stream:stream xmlns='jabber:component:accept' id='1'"
                                    + " xmlns:stream='http://etherx.jabber.org/streams'>")
                            .expectLike("<handshake xmlns='jabber:component:accept'/>")
                            .sendRaw("<handshake/>")
                            .expectLike(
                                "<message xmlns='jabber:component:accept'"
                                    + " from='hal@bots.example.com' to='dave@example.com'/>")
                            .expectClose()
                            .close());
        LocalDomain domain = LocalDomain.of("example.com", 1, TestCertificates.create(), folder)) {
      Snippet page = Pages.first("extensions/gateways/component/README.md");
      assertThat(page.text()).contains("5347");
      Snippet here = page.saying(text -> text.replace("5347", Integer.toString(peer.port())));

      assertThat(Pasted.run(here, folder, domain, 0)).isEqualTo("Connected as bots.example.com");
      peer.await();
    }
  }
}
