package im.linnet.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {

  private static final Tokens TOKENS =
      Tokens.builder("s3cret/+=", Instant.parse("2012-05-01T12:00:00Z"))
          .refresh("r\"efresh")
          .scopes(Set.of("wl.messenger"))
          .build();

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("tokens.json");
  }

  private TokenFile store() {
    return new TokenFile(file());
  }

  @Test
  void gives_back_what_was_saved_last() throws IOException {
    assertThat(store().load()).isNull();
    store().save(TOKENS);
    assertThat(store().load()).isEqualTo(TOKENS);
    Tokens later = Tokens.builder("a", Instant.EPOCH).build();
    store().save(later);
    assertThat(store().load()).isEqualTo(later);
  }

  @Test
  void tokens_are_equal_if_all_parts_are() {
    Supplier<Tokens.Builder> bare = () -> Tokens.builder("a", Instant.EPOCH);
    assertThat(bare.get().build())
        .isEqualTo(bare.get().build())
        .hasSameHashCodeAs(bare.get().build())
        .isNotEqualTo(Tokens.builder("b", Instant.EPOCH).build())
        .isNotEqualTo(Tokens.builder("a", Instant.MAX).build())
        .isNotEqualTo(bare.get().refresh("r").build())
        .isNotEqualTo(bare.get().scopes(Set.of("s")).build());
    assertThatIllegalArgumentException().isThrownBy(() -> Tokens.builder("", Instant.EPOCH));
    assertThatIllegalArgumentException().isThrownBy(() -> bare.get().refresh(""));
  }

  @Test
  void is_readable_by_its_owner_only_and_leaves_nothing_beside() throws IOException {
    Files.createFile(
        file(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
    store().save(TOKENS);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwxrwxrwx"})
  void refuses_a_file_that_others_may_read_or_write(String permissions) throws IOException {
    store().save(TOKENS);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(permissions));
    assertThatThrownBy(() -> store().load())
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("expected: rw-------");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"access_token\":\"s3cret\"}",
        "{\"access_token\":\"s3cret\",\"expires\":\"s3cret\"}",
        "{\"access_token\":\"\",\"expires\":\"2012-05-01T12:00:00Z\"}",
        "{\"access_token\":\"s3cret\",\"access_token\":\"s3cret\"}",
        "{\"access_token\":\"s3cret",
        "{\"access_token\":\"s3cret\",\"expires\":\"2012-05-01T12:00:00Z\"} s3cret",
      })
  void refuses_a_file_of_something_else_without_quoting_it(String content) throws IOException {
    store().save(TOKENS);
    Files.writeString(file(), content);
    assertThatThrownBy(() -> store().load())
        .isInstanceOf(FileSystemException.class)
        .satisfies(failure -> assertThat(failure.toString()).doesNotContain("s3cret"))
        .hasNoCause();
  }

  @Test
  void refuses_a_file_that_is_too_long() throws IOException {
    store().save(TOKENS);
    Files.writeString(file(), " ".repeat(100_000));
    assertThatThrownBy(() -> store().load()).hasMessageContaining("more than 65536 bytes");
  }

  @Test
  void keeps_the_old_tokens_if_the_new_ones_can_not_be_saved() throws IOException {
    store().save(TOKENS);
    TokenFile nowhere = new TokenFile(directory.resolve("missing").resolve("tokens.json"));
    assertThatThrownBy(() -> nowhere.save(TOKENS)).isInstanceOf(IOException.class);
    Files.createDirectories(directory.resolve("full").resolve("inside"));
    TokenFile occupied = new TokenFile(directory.resolve("full"));
    assertThatThrownBy(() -> occupied.save(TOKENS)).isInstanceOf(IOException.class);
    assertThat(store().load()).isEqualTo(TOKENS);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactlyInAnyOrder(file(), directory.resolve("full"));
    }
  }
}
