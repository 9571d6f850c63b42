package im.linnet.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line. */
@Timeout(120)
class MainTest {

  @TempDir private Path folder;

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return Main.run(
        List.of(arguments),
        new PrintStream(output, true, StandardCharsets.UTF_8),
        new PrintStream(errors, true, StandardCharsets.UTF_8));
  }

  private String errors() {
    return errors.toString(StandardCharsets.UTF_8).strip();
  }

  @Test
  void makes_a_page_beside_the_trace_or_elsewhere() throws Exception {
    String trace = Traced.file(folder.resolve("a.trace"), List.of()).toString();
    assertThat(run(trace)).isZero();
    assertThat(folder.resolve("a.trace.html")).exists();
    Path other = folder.resolve("other.html");
    assertThat(run(trace, other.toString())).isZero();
    assertThat(other).exists();
    assertThat(output.toString(StandardCharsets.UTF_8))
        .contains("Open " + other.toAbsolutePath() + " in a browser");
    assertThat(errors()).isEmpty();
  }

  @Test
  void says_what_is_wrong_with_the_command_line() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("--page")).isEqualTo(2);
    assertThat(run("a", "b", "c")).isEqualTo(2);
    assertThat(errors().lines()).containsOnly("One file is expected, or two; --help tells which");
    assertThat(run("--help")).isZero();
    assertThat(output.toString(StandardCharsets.UTF_8)).startsWith("Usage: samples/run trace FILE");
  }

  @Test
  void says_in_one_line_why_there_is_no_page() throws Exception {
    String none = folder.resolve("none").toString();
    assertThat(run(none)).isEqualTo(1);
    assertThat(errors()).isEqualTo("There is no file " + none);
    errors.reset();
    String diary = Files.writeString(folder.resolve("diary"), "Dear diary\n").toString();
    assertThat(run(diary)).isEqualTo(1);
    assertThat(errors()).startsWith(diary + ": no trace");
    errors.reset();
    String trace = Traced.file(folder.resolve("a.trace"), List.of()).toString();
    assertThat(run(trace, none + "/a.html")).isEqualTo(1);
    assertThat(errors()).contains(none).doesNotContain("\n");
  }
}
