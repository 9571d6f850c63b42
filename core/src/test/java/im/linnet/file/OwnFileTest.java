package im.linnet.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.file.OwnFile.Guard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnFileTest {

  @TempDir private Path folder;

  private Path path() {
    return folder.resolve("file");
  }

  private OwnFile file(Guard guard) {
    return new OwnFile(path(), guard, "delete it");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void has_what_was_written_and_added_and_is_its_owners() throws IOException {
    OwnFile file = file(Guard.SECRET);
    assertThat(file.read(10)).isNull();
    file.append(bytes("a"));
    assertThat(Files.getPosixFilePermissions(path()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    file.append(bytes("b"));
    assertThat(file.read(10)).isEqualTo(bytes("ab"));
    file.write(bytes("cde"));
    assertThat(file.read(3)).isEqualTo(bytes("cde"));
    assertThat(Files.getPosixFilePermissions(path()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactly(path());
    }
  }

  @Test
  void is_not_read_if_it_is_too_large() throws IOException {
    OwnFile file = file(Guard.SECRET);
    file.write(bytes("four"));
    assertThatThrownBy(() -> file.read(3))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("more than 3 bytes; delete it");
  }

  @ParameterizedTest
  @CsvSource({
    "SECRET, rw-r-----, others may have read it: r",
    "SECRET, rw----r--, others may have read it",
    "SECRET, rw-----w-, others may have read it",
    "BELIEVED, rw-rw-r--, others may write it",
    "BELIEVED, rw----rw-, others may write it"
  })
  void is_not_read_if_others_can_do_too_much(Guard guard, String permissions, String fault)
      throws IOException {
    OwnFile file = file(guard);
    file.write(bytes("x"));
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString(permissions));
    assertThatThrownBy(() -> file.read(10))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining(fault.split(":")[0])
        .hasMessageContaining("delete it");
  }

  @ParameterizedTest
  @CsvSource({"SECRET, rwx------", "BELIEVED, rw-r--r--"})
  void is_read_if_others_can_do_what_is_allowed(Guard guard, String permissions)
      throws IOException {
    OwnFile file = file(guard);
    file.write(bytes("x"));
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString(permissions));
    assertThat(file.read(10)).isEqualTo(bytes("x"));
  }

  @Test
  void needs_its_folder() {
    OwnFile file = new OwnFile(folder.resolve("none").resolve("file"), Guard.SECRET, "delete it");
    assertThatThrownBy(() -> file.write(bytes("x"))).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> new OwnFile(Path.of("/"), Guard.SECRET, "").write(bytes("x")))
        .hasMessageContaining("a folder");
  }
}
