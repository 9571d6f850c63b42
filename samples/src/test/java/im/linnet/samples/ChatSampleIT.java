package im.linnet.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two samples that talk to each other through a real server, as their users run them. */
@Timeout(240)
class ChatSampleIT {

  @TempDir private Path folder;

  @Test
  void chat_and_echo_bot_talk_through_prosody() throws Exception {
    skipFor(ProsodyServer.reasonToSkip());
    try (RealServer server =
        ProsodyServer.builder().user("a", "secret-a").user("b", "secret-b").start()) {
      chat(server, false);
      chat(server, true);
      chatWithNobody(server);
    }
  }

  @Test
  void chat_and_echo_bot_talk_through_ejabberd() throws Exception {
    skipFor(EjabberdServer.reasonToSkip());
    try (RealServer server =
        EjabberdServer.builder().user("a", "secret-a").user("b", "secret-b").start()) {
      chat(server, false);
      chat(server, true);
      chatWithNobody(server);
    }
  }

  private static void skipFor(Optional<String> reason) {
    assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
  }

  private void chat(RealServer server, boolean directTls) throws Exception {
    try (JavaProcess bot = JavaProcess.sample("EchoBot", arguments(server, "b", false))) {
      String listening = bot.await(line -> line.startsWith("Listening as "));
      List<String> arguments = new ArrayList<>(List.of(arguments(server, "a", directTls)));
      arguments.addAll(List.of("--to", listening.substring("Listening as ".length())));
      try (JavaProcess chat = JavaProcess.sample("Chat", arguments.toArray(String[]::new))) {
        assertThat(chat.await(line -> line.startsWith("Connected as a@localhost/")))
            .contains("SCRAM-SHA-", "TLSv1.");
        chat.type("Guten Tag <&> 🐦");
        chat.await(line -> line.startsWith("b@localhost/") && line.endsWith(": Guten Tag <&> 🐦"));
        chat.endInput();
        chat.assertEnds(0);
      }
    }
  }

  /**
   * What comes back, on some servers with its body, is not shown as the words of who is not there.
   */
  private void chatWithNobody(RealServer server) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(arguments(server, "a", false)));
    arguments.addAll(List.of("--to", "nobody@127.0.0.1"));
    try (JavaProcess chat = JavaProcess.sample("Chat", arguments.toArray(String[]::new))) {
      chat.await(line -> line.startsWith("Connected as a@localhost/"));
      chat.type("Is anybody there?");
      chat.await(line -> line.startsWith("Not delivered to nobody@127.0.0.1: "));
      chat.endInput();
      chat.assertEnds(0);
      assertThat(chat.output()).noneMatch(line -> line.contains("Is anybody there?"));
    }
  }

  private String[] arguments(RealServer server, String user, boolean directTls) throws IOException {
    int port = directTls ? server.directTlsPort() : server.starttlsPort();
    Path password = Files.writeString(folder.resolve(user), "secret-" + user + "\n");
    List<String> arguments =
        new ArrayList<>(
            List.of("--jid", user + "@localhost", "--password-file", password.toString()));
    arguments.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(port)));
    arguments.addAll(List.of("--trust", server.trustAnchorFile().toString()));
    if (directTls) {
      arguments.add("--direct-tls");
    }
    return arguments.toArray(String[]::new);
  }
}
