package im.linnet.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.jid.Jid;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineStoreTest {

  private static final Jid JULIET = Jid.of("juliet@localhost");
  private static final Instant TIME = Instant.parse("2026-11-01T10:00:00.25Z");

  @TempDir private Path folder;

  @Test
  void a_file_keeps_what_it_was_given() throws IOException {
    TimelineStore store = TimelineStore.file(folder.resolve("mark"));
    assertThat(store.load(JULIET)).isNull();
    List<String> known =
        IntStream.range(0, TimelineMark.MAX_KNOWN).mapToObj(i -> "abcdefgh" + i).toList();
    TimelineMark mark = new TimelineMark(List.of("a b", "known 1"), TIME, known);
    store.save(JULIET, mark);
    assertThat(store.load(JULIET)).isEqualTo(mark);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "juliet",
        "account romeo@localhost\n2026-11-01T10:00:00Z",
        "account juliet@localhost",
        "account juliet@localhost\nyesterday"
      })
  void another_file_is_not_read(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("mark"), content);
    assertThatThrownBy(() -> TimelineStore.file(file).load(JULIET))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("delete it");
  }

  @Test
  void a_mark_tells_no_ids() {
    assertThat(new TimelineMark(List.of("secret"), TIME, List.of("other")).toString())
        .doesNotContain("secret")
        .doesNotContain("other");
  }
}
