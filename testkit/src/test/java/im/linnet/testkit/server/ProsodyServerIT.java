package im.linnet.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.server.ProsodyServer.PasswordHash;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class ProsodyServerIT extends WebContract {
  ProsodyServerIT() {
    super(ProsodyServer.builder());
  }

  @Test
  void leaves_nothing_when_closed() {
    ProsodyServer own = ProsodyServer.builder().start();
    assertLeavesNothing(own, own.site().folder());
  }

  @Test
  void offers_the_scram_of_its_password_hash() throws IOException {
    ProsodyServer.Builder builder =
        ProsodyServer.builder().user("a", "b").passwordHash(PasswordHash.SHA_1).nagle(true);
    try (ProsodyServer own = builder.modules("uptime").start();
        RawStream stream =
            RawStream.tls(own.authority().clientContext(), "localhost", own.directTlsPort())) {
      stream.open("localhost");
      assertThat(stream.readUntil("</stream:features>"))
          .contains("<mechanism>SCRAM-SHA-1</mechanism>")
          .doesNotContain("SCRAM-SHA-256");
      assertThat(Files.readString(own.site().folder().resolve("prosody.cfg.lua")))
          .contains("nagle = true", "\"uptime\"");
    }
  }
}
