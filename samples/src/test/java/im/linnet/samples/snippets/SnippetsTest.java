package im.linnet.samples.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All Java in pages and Javadoc compiles. */
class SnippetsTest {

  private static final String MODULE = "/src/main/java/module-info.java";

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("all")
  void compiles(Snippet snippet) {
    SnippetCompiler.compile(snippet, folder);
  }

  static List<Snippet> all() {
    return Pages.all();
  }

  @Test
  void there_is_java_in_the_readme_in_each_extension_s_and_in_the_javadoc() {
    assertThat(all().stream().filter(Snippet::first).map(snippet -> snippet.page().toString()))
        .contains("README.md", "core/src/main/java/im/linnet/XmppClient.java")
        .containsAll(artifacts().map(folder -> folder + "/README.md").toList());
  }

  /** All that have something to offer; core's page is the repository's. */
  private static Stream<String> artifacts() {
    return Pages.files(file -> file.endsWith(MODULE)).stream()
        .map(file -> file.toString().replace(MODULE, ""))
        .filter(folder -> !folder.equals("core") && !folder.equals("samples"));
  }

  /** Java that is marked otherwise would be shown as such and compiled by nobody. */
  @Test
  void all_java_is_marked_in_the_way_that_is_looked_for() {
    assertThat(Pages.files(file -> file.endsWith(".md")))
        .flatExtracting(Pages::lines)
        .filteredOn(line -> line.strip().matches("(```|~~~).+"))
        .allMatch(line -> line.strip().matches("```(java|kotlin|xml|sh)"));
    assertThat(Pages.files(file -> file.endsWith(".java") && file.contains("/src/main/java/")))
        .flatExtracting(Pages::lines)
        .noneMatch(line -> line.contains("{@snippet") || line.matches(".*<pre>(<code>|.*;).*"));
  }
}
