package im.linnet.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.file.OwnFile.Guard;
import im.linnet.xml.Element;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElementFileTest {

  private static final int LIMIT = 1_000;

  @TempDir private Path folder;

  private Path path() {
    return folder.resolve("file");
  }

  private ElementFile file() {
    return new ElementFile(new OwnFile(path(), Guard.SECRET, "delete it"), LIMIT);
  }

  private static Element note(String text) {
    return Element.builder("note", "urn:example:notes")
        .attribute("by", "<\"J\" & 'R'>\n")
        .text(text)
        .child(Element.of("seen", "urn:other"))
        .build();
  }

  @Test
  void has_the_elements_that_were_written_and_is_its_owners() throws IOException {
    assertThat(file().read()).isNull();
    List<Element> notes = List.of(note("one\n<&>\uD83D\uDC98"), note(""));
    file().write(notes);
    assertThat(file().read()).isEqualTo(notes);
    file().write(List.of());
    assertThat(file().read()).isEmpty();
    assertThat(Files.getPosixFilePermissions(path()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(file().toString()).isEqualTo(path().toAbsolutePath().toString());
  }

  @Test
  void is_never_larger_than_its_limit() throws IOException {
    file().write(List.of(note("small")));
    assertThatThrownBy(() -> file().write(List.of(note("x".repeat(LIMIT)))))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("at most 1000");
    assertThat(file().read()).isEqualTo(List.of(note("small")));
    Files.writeString(path(), " ".repeat(LIMIT + 1));
    assertThatThrownBy(() -> file().read()).isInstanceOf(FileSystemException.class);
    for (int limit : new int[] {0, -1, Integer.MAX_VALUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ElementFile(new OwnFile(path(), Guard.SECRET, "x"), limit));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "<a/>",
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'><a/>",
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'><a>"
            + "</stream:stream>"
      })
  void what_is_damaged_or_cut_off_is_not_read(String content) throws IOException {
    Files.writeString(path(), content, StandardCharsets.UTF_8);
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> file().read()).isInstanceOf(FileSystemException.class);
  }

  @Test
  void is_guarded_like_any_own_file() throws IOException {
    file().write(List.of(note("secret")));
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> file().read())
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("others may have read it")
        .hasMessageNotContaining("secret");
  }
}
