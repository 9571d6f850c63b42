package im.linnet.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The echo component, as its users run it. */
@Timeout(240)
class ComponentSampleIT {

  private static final String HOST = "echo.localhost";
  private static final String SECRET = "handshake0secret";

  @TempDir private Path folder;

  @Test
  void answers_through_prosody_and_stays_over_a_restart() throws Exception {
    echo(ProsodyServer.builder());
  }

  @Test
  void answers_through_ejabberd_and_stays_over_a_restart() throws Exception {
    echo(EjabberdServer.builder());
  }

  private void echo(RealServer.Builder settings) throws Exception {
    Optional<String> reason = settings.reasonToSkip();
    assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
    try (RealServer server = settings.user("a", "secret-a").component(HOST, SECRET).start();
        JavaProcess component =
            JavaProcess.sample("EchoComponent", arguments(server.componentPort(HOST), SECRET))) {
      assertThat(component.await(line -> line.startsWith("Listening as ")))
          .isEqualTo("Listening as anybody@" + HOST);
      chat(server, "romeo");
      chat(server, "juliet");
      server.restart();
      chat(server, "nurse");
      component.assertEnds(component.interrupt());
    }
  }

  /** After a restart, the server has no component for a moment and returns what was said. */
  private void chat(RealServer server, String name) throws Exception {
    String bot = name + "@" + HOST;
    Path password = Files.writeString(folder.resolve("password"), "secret-a\n");
    try (JavaProcess chat =
        JavaProcess.sample(
            "Chat",
            List.of(
                    "--jid a@localhost --host 127.0.0.1",
                    "--port " + server.starttlsPort(),
                    "--to " + bot,
                    "--password-file " + password,
                    "--trust " + server.trustAnchorFile())
                .stream()
                .flatMap(option -> List.of(option.split(" ")).stream())
                .toArray(String[]::new))) {
      chat.await(line -> line.startsWith("Connected as a@localhost/"));
      String answer = "";
      while (!answer.equals(bot + ": Guten Tag <&> 🐦")) {
        chat.type("Guten Tag <&> 🐦");
        answer = chat.await(line -> line.contains(bot));
      }
      chat.endInput();
      chat.assertEnds(0);
    }
  }

  @Test
  void says_goodbye_when_interrupted_and_why_it_is_refused() throws Exception {
    try (ScriptedPeer peer =
        ScriptedPeer.listen()
            .script(
                s ->
                    s.expectHeader("to='echo.localhost'")
                        .sendRaw(header())
                        .expectLike("<handshake xmlns='jabber:component:accept'/>")
                        .sendRaw("<handshake/>")
                        .answerAll(stanza -> ""))
            .script(
                s ->
                    s.expectHeader()
                        .sendRaw(header())
                        .expectLike("<handshake xmlns='jabber:component:accept'/>")
                        .sendRaw(
                            "<stream:error><not-authorized"
                                + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>")
                        .close())) {
      try (JavaProcess component =
          JavaProcess.sample("EchoComponent", arguments(peer.port(), SECRET))) {
        component.await(line -> line.startsWith("Listening as "));
        component.assertEnds(component.interrupt());
      }
      try (JavaProcess component =
          JavaProcess.sample("EchoComponent", arguments(peer.port(), "wrong"))) {
        component.assertEnds(1);
        assertThat(component.output())
            .hasSize(1)
            .first()
            .asString()
            .startsWith("The server refused the secret of the component echo.localhost: ");
      }
      peer.await();
    }
  }

  private static String header() {
    return "<stream:stream xmlns='jabber:component:accept' id='1' from='echo.localhost'"
        + " xmlns:stream='http://etherx.jabber.org/streams'>";
  }

  private String[] arguments(int port, String secret) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), secret + "\n");
    return new String[] {
      "--domain", HOST, "--secret-file", file.toString(), "--port", Integer.toString(port)
    };
  }
}
