package im.linnet.benchmarks.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages for those who leave Smack and Babbler name what these libraries have. */
class MigrationPagesTest {

  private static final Path RECIPES = Path.of("..", "docs", "recipes");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");

  @ParameterizedTest
  @CsvSource({"from-smack.md, Smack, org.jivesoftware.", "from-babbler.md, Babbler, rocks.xmpp."})
  void the_first_table_names_classes_and_methods_of_the_library(
      String page, String name, String prefix) throws IOException {
    List<String> names = names(Files.readAllLines(RECIPES.resolve(page)), name);
    OtherLibrary library = OtherLibrary.of(prefix);

    assertThat(names)
        .hasSizeGreaterThan(30)
        .allSatisfy(each -> assertThat(library.has(each)).as(each).isTrue());
  }

  @Test
  void names_that_are_not_there_are_noticed() {
    OtherLibrary smack = OtherLibrary.of("org.jivesoftware.");

    assertThat(smack.has("XMPPTCPConnection")).isTrue();
    assertThat(smack.has("ConnectionConfiguration.Builder.setHost")).isTrue();
    assertThat(smack.has("XMPPTCPConnection.sing")).isFalse();
    assertThat(smack.has("ChatManager")).as("two have that name").isFalse();
    assertThat(smack.has("Nothing")).isFalse();
  }

  /** What is in the first column of the first table whose head begins with a name. */
  private static List<String> names(List<String> lines, String name) {
    List<String> names = new ArrayList<>();
    int i = lines.indexOf("| %s | Linnet |".formatted(name)) + 2;
    for (; lines.get(i).startsWith("|"); i++) {
      String first = lines.get(i).split("\\|")[1];
      NAME.matcher(first).results().forEach(found -> names.add(found.group(1)));
    }
    return names;
  }
}
