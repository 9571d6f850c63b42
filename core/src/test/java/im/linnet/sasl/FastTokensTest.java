package im.linnet.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.jid.Jid;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stores for tokens (XEP-0484). */
@Timeout(120)
class FastTokensTest {

  private static final Jid JULIET = Jid.of("juliet@example.com");
  private static final Jid ROMEO = Jid.of("romeo@example.com");

  @TempDir private Path folder;

  private static FastToken token(String secret) {
    return FastToken.of(
        "HT-SHA-256-ENDP", secret, Instant.parse("2100-01-01T00:00:00.123456Z"), UUID.randomUUID());
  }

  private FastTokens[] stores() {
    return new FastTokens[] {FastTokens.inMemory(), FastTokens.file(folder.resolve("tokens"))};
  }

  @Test
  void keep_one_token_for_each_account() throws IOException {
    for (FastTokens store : stores()) {
      assertThat(store.load(JULIET)).isNull();
      FastToken first = token("secret-token:= a b\\c\u00e9#!");
      FastToken other = token("x");
      store.save(JULIET, token("before"));
      store.save(JULIET, first);
      store.save(ROMEO, other);
      assertThat(store.load(JULIET)).isEqualTo(first);
      assertThat(store.load(ROMEO)).isEqualTo(other);
      store.remove(JULIET);
      store.remove(JULIET);
      assertThat(store.load(JULIET)).isNull();
      assertThat(store.load(ROMEO)).isEqualTo(other);
    }
  }

  @Test
  void none_keeps_nothing() throws IOException {
    FastTokens.none().save(JULIET, token("x"));
    assertThat(FastTokens.none().load(JULIET)).isNull();
    FastTokens.none().remove(JULIET);
  }

  @Test
  void a_file_lasts_and_is_its_owners_alone() throws IOException {
    Path file = folder.resolve("tokens");
    FastToken token = token("secret");
    FastTokens.file(file).save(JULIET, token);
    assertThat(FastTokens.file(file).load(JULIET)).isEqualTo(token);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var all = Files.list(folder)) {
      assertThat(all).containsExactly(file);
    }
    assertThat(FastTokens.file(file).toString()).doesNotContain("secret");
  }

  @Test
  void a_file_that_others_may_read_is_refused() throws IOException {
    Path file = folder.resolve("tokens");
    FastTokens.file(file).save(JULIET, token("top-secret"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> FastTokens.file(file).load(JULIET))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("chmod 600")
        .hasMessageNotContaining("top-secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HT-SHA-256-NONE",
        "HT-SHA-256-NONE tomorrow 2b1b8d3c-8f0f-4f6b-9f3a-6c1d1f3d9a10 top-secret",
        "HT-SHA-256-NONE 2100-01-01T00:00:00Z who top-secret",
        "\\u12"
      })
  void a_file_with_something_else_is_refused(String value) throws IOException {
    Path file = folder.resolve("tokens");
    FastTokens.file(file).save(ROMEO, token("x"));
    Files.writeString(file, "juliet@example.com=" + value + "\n");
    assertThatThrownBy(() -> FastTokens.file(file).load(JULIET))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("other than tokens")
        .hasMessageNotContaining("top-secret");
  }

  @Test
  void a_huge_file_is_refused() throws IOException {
    Path file = folder.resolve("tokens");
    FastTokens.file(file).save(ROMEO, token("x"));
    Files.writeString(file, "a=" + "x".repeat(1 << 21));
    assertThatThrownBy(() -> FastTokens.file(file).load(JULIET))
        .isInstanceOf(FileSystemException.class);
  }

  @Test
  void nothing_shows_the_secret() {
    assertThat(token("top-secret").toString())
        .startsWith("FastToken[")
        .doesNotContain("top-secret");
    assertThat(FastTokens.file(folder.resolve("tokens")).toString()).contains("tokens");
  }

  @Test
  void tokens_are_equal_only_if_all_of_them_is() {
    FastToken one = token("one");
    FastToken same = FastToken.of(one.mechanism(), one.secret(), one.expiry(), one.userAgent());
    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(token("other"));
    assertThat(one)
        .isNotEqualTo(FastToken.of("HT-SHA-512-NONE", one.secret(), one.expiry(), one.userAgent()))
        .isNotEqualTo(
            FastToken.of(
                one.mechanism(), one.secret(), one.expiry().plusSeconds(1), one.userAgent()))
        .isNotEqualTo(FastToken.of(one.mechanism(), one.secret(), one.expiry(), UUID.randomUUID()));
  }

  @Test
  void another_installation_has_the_same_names() {
    UserAgent agent = UserAgent.random().withSoftware("Nightingale").withDevice("tablet");
    UserAgent other = agent.withId(UUID.randomUUID());
    assertThat(other.id()).isNotEqualTo(agent.id());
    assertThat(other.software()).isEqualTo("Nightingale");
    assertThat(other.device()).isEqualTo("tablet");
    assertThat(other).isNotEqualTo(agent);
    assertThat(other.withId(agent.id())).isEqualTo(agent).hasSameHashCodeAs(agent);
    assertThat(agent.toString()).contains("Nightingale", "tablet");
  }

  @Test
  void a_user_agent_has_a_random_id_and_names_that_can_be_sent() {
    UserAgent agent = UserAgent.random().withSoftware("Nightingale").withDevice("tablet");
    assertThat(agent.id().version()).isEqualTo(4);
    assertThat(agent)
        .isEqualTo(UserAgent.of(agent.id()).withSoftware("Nightingale").withDevice("tablet"));
    assertThat(agent).isNotEqualTo(UserAgent.of(agent.id()));
    assertThatThrownBy(() -> UserAgent.of(new UUID(0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: 4");
    assertThatThrownBy(() -> UserAgent.random().withDevice("\u0000"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
