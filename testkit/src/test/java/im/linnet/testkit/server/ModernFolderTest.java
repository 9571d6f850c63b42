package im.linnet.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModernFolderTest {

  @Test
  void is_the_one_that_the_environment_names_or_in_the_cache() {
    assertThat(ModernFolder.of(Map.of("HOME", "/home/juliet")).path())
        .isEqualTo(Path.of("/home/juliet/.cache/linnet/servers"));
    assertThat(ModernFolder.of(Map.of("HOME", "/home/juliet", "LINNET_SERVERS", "")).path())
        .isEqualTo(Path.of("/home/juliet/.cache/linnet/servers"));
    assertThat(ModernFolder.of(Map.of("HOME", "/home/juliet", "LINNET_SERVERS", "/opt/s")).path())
        .isEqualTo(Path.of("/opt/s"));
    assertThat(ModernFolder.of(Map.of()).path())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".cache/linnet/servers"));
  }

  @Test
  void has_servers_if_it_is_complete(@TempDir Path folder) throws IOException {
    ModernFolder modern = new ModernFolder(folder);
    assertThat(modern.missing())
        .hasValueSatisfying(
            reason -> assertThat(reason).contains(folder.toString(), "testkit/modern-servers"));

    Files.writeString(folder.resolve("versions"), "prosody 13.0.1\n");

    assertThat(modern.missing()).isEmpty();
  }

  @Test
  void only_its_servers_have_tokens() {
    Duration hour = Duration.ofHours(1);
    for (ServerKind kind : ServerKind.real()) {
      if (kind.isModern()) {
        kind.settings().tokenLifetime(hour).tokenRenewal(hour);
      } else {
        assertThatThrownBy(() -> kind.settings().tokenLifetime(hour))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("modern()");
        assertThatThrownBy(() -> kind.settings().tokenRenewal(hour))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("modern()");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("im.linnet.testkit.server.ServerKind#modern")
  void tokens_last_no_shorter_than_the_server_can_do(ServerKind kind) {
    Duration shortest = Duration.ofSeconds(kind.isProsody() ? 1 : 1_000);
    kind.settings().tokenLifetime(shortest).tokenRenewal(shortest);
    assertThatThrownBy(() -> kind.settings().tokenLifetime(shortest.minusMillis(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected");
    assertThatThrownBy(() -> kind.settings().tokenRenewal(shortest.minusMillis(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected");
  }
}
