package im.linnet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.messenger.MessengerService;
import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.net.RefusingPort;
import im.linnet.testkit.tls.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main job, as its users run it. */
@Timeout(180)
class MessengerSampleIT {

  @AutoClose private final RefusingPort closed = RefusingPort.open();

  @TempDir private Path folder;

  @Test
  void walks_through_a_session_with_the_stand_in() throws Exception {
    try (JavaProcess sample = JavaProcess.sample("Messenger")) {
      sample.assertEnds(0);
      assertThat(sample.output())
          .anyMatch(line -> line.contains("sent there by xmpp.messenger.live.com"))
          .anyMatch(line -> line.contains("Signed in by X-MESSENGER-OAUTH2 over TLSv1.3"))
          .anyMatch(line -> line.contains("Juliet consented in her browser"))
          .anyMatch(line -> line.contains("Echo, online"))
          .anyMatch(line -> line.contains("Accepted the invitation of Romeo Montague"))
          .anyMatch(line -> line.matches(".*Read “But soft!.*”, sent at 20.*Z"))
          .anyMatch(line -> line.contains("Looked up mercutio@example.com: e03b6a91c45d287f@"))
          .anyMatch(line -> line.matches(".*picture image/png, 70 bytes, SHA-1 [0-9a-f]{40}"))
          .anyMatch(line -> line.contains("Received “echo: Hello from Linnet”"))
          .anyMatch(line -> line.contains("The last 10 messages with"))
          .anyMatch(line -> line.contains("still Connected, thanks to pings"))
          .anyMatch(line -> line.contains("Refreshed the token for the next sign-in: another one"))
          .noneMatch(line -> line.contains("<message"));
      assertThat(sample.output().get(sample.output().size() - 1)).endsWith("Closed");
    }
  }

  @Test
  void shows_and_traces_the_wire_without_the_token() throws Exception {
    Path trace = folder.resolve("messenger.trace");
    try (JavaProcess sample =
        JavaProcess.sample("Messenger", "--wire", "--trace", trace.toString())) {
      sample.assertEnds(0);
      assertThat(sample.output())
          .anyMatch(line -> line.contains("<see-other-host"))
          .anyMatch(line -> line.contains("X-MESSENGER-OAUTH2") && line.contains("[hidden]"))
          .noneMatch(line -> line.contains("EwA"));
      assertThat(sample.output().get(sample.output().size() - 1))
          .endsWith("messenger.trace; open " + trace + ".html in a browser");
    }
    assertThat(Files.readString(trace))
        .contains("<see-other-host", "X-MESSENGER-OAUTH2", "[hidden]", "\"event\":\"bound\"")
        .endsWith("\"event\":\"end\"}\n")
        .doesNotContain("EwA");
    assertThat(Files.readString(Path.of(trace + ".html")))
        .contains("\\u003csee-other-host")
        .doesNotContain("EwA");
  }

  @Test
  void a_wrong_token_gives_one_sentence_and_exit_code_1() throws Exception {
    try (JavaProcess sample = JavaProcess.sample("Messenger", "--token-file", file("d3Jvbmc="))) {
      assertFails(sample, "The server refused to sign the user in", "not-authorized");
    }
  }

  @Test
  void a_refused_connection_gives_one_sentence_and_exit_code_1() throws Exception {
    int port = closed.number();
    try (JavaProcess sample =
        JavaProcess.sample(
            "Messenger",
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--token-file",
            file("d3Jvbmc="))) {
      assertFails(sample, "connection refused", "127.0.0.1:" + port);
    }
  }

  @Test
  void a_bad_certificate_gives_one_sentence_and_exit_code_1() throws Exception {
    TestCertificates unknown = TestCertificates.create();
    try (MessengerService service =
            MessengerService.builder()
                .tls(unknown.server("messenger.live.com").serverContext())
                .user(new MessengerUser("1", "j@example.com", "J", "d3Jvbmc="))
                .start();
        JavaProcess sample =
            JavaProcess.sample(
                "Messenger",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(service.front().getPort()),
                "--token-file",
                file("d3Jvbmc="))) {
      assertFails(sample, "The certificate of messenger.live.com");
    }
  }

  private static void assertFails(JavaProcess sample, String... words) throws Exception {
    sample.assertEnds(1);
    assertThat(sample.output().get(sample.output().size() - 1)).contains(words);
    assertThat(sample.output()).noneMatch(line -> line.startsWith("\tat "));
  }

  private String file(String token) throws IOException {
    return Files.writeString(folder.resolve("token"), token + "\n").toString();
  }
}
