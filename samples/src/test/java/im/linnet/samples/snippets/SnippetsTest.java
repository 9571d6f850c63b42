package im.linnet.samples.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All Java in pages and Javadoc compiles. */
class SnippetsTest {

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
        .filteredOn(page -> page.startsWith("extensions/"))
        .hasSizeGreaterThanOrEqualTo(13);
  }
}
