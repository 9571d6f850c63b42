package im.linnet.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InstallationTest {
  private final String before = System.getProperty("linnet.servers", "auto");

  @AfterEach
  void reset() {
    System.setProperty("linnet.servers", before);
  }

  @Test
  void gives_a_reason_to_skip_what_is_missing() {
    System.setProperty("linnet.servers", "auto");

    assertThat(Installation.reasonToSkip("Server", Optional.of("no program")))
        .contains("Server is not installed here: no program");
    assertThat(Installation.reasonToSkip("Server", Optional.empty())).isEmpty();
  }

  @Test
  void fails_when_servers_are_required() {
    System.setProperty("linnet.servers", "required");

    assertThatThrownBy(() -> Installation.reasonToSkip("Server", Optional.of("no program")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no program")
        .hasMessageContaining("-Dlinnet.servers=required");
    assertThat(Installation.reasonToSkip("Server", Optional.empty())).isEmpty();
  }

  @Test
  void finds_programs_on_path() {
    assertThat(Installation.program("sh")).isPresent();
    assertThat(Installation.program("no-such-program")).isEmpty();
  }
}
