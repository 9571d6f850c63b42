package im.linnet.rostersync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.jid.Jid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions that outlive the program. */
class ConsentFileTest {

  private static final Jid MSN = Jid.of("msn.example.com");
  private static final Jid ICQ = Jid.of("icq.example.com");

  @TempDir Path folder;

  private static Decision read(Path file, Jid gateway) {
    return new ConsentFile(file).read(gateway).toCompletableFuture().join();
  }

  private static void write(Path file, Jid gateway, Decision decision) {
    new ConsentFile(file).write(gateway, decision).toCompletableFuture().join();
  }

  @Test
  void keeps_the_latest_decision_for_its_owner() throws IOException {
    Path file = folder.resolve("consents");
    assertThat(read(file, MSN)).isEqualTo(Decision.LATER);
    write(file, MSN, Decision.DENY);
    write(file, ICQ, Decision.ALLOW);
    write(file, MSN, Decision.ALLOW);
    assertThat(read(file, MSN)).isEqualTo(Decision.ALLOW);
    write(file, ICQ, Decision.DENY);
    write(file, MSN, Decision.LATER);

    assertThat(Files.readString(file)).isEqualTo("deny icq.example.com\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void believes_no_file_that_others_may_write() throws IOException {
    Path file = folder.resolve("consents");
    write(file, MSN, Decision.DENY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));

    assertThatThrownBy(() -> read(file, MSN))
        .hasCauseInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("others may write it");
  }

  @Test
  void is_no_other_file() throws IOException {
    Path file = folder.resolve("consents");
    Files.writeString(file, "allow msn.example.com\nhello\n");

    assertThatThrownBy(() -> read(file, MSN)).hasMessageContaining("no decision");
    assertThatThrownBy(() -> write(file, MSN, Decision.DENY)).hasMessageContaining("no decision");
    assertThat(Files.readString(file)).contains("hello");
  }
}
