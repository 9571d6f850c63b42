package im.linnet.samples.site;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.samples.snippets.Pages;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the pages for those who leave other libraries name of Linnet is there. Benchmarks have these
 * libraries and check the other column.
 */
class MigrationPagesTest {

  private static final Pattern NAME =
      Pattern.compile("`([A-Z]\\w+)(?:\\.([A-Z]\\w+))?(?:\\.([a-z]\\w+))?`");

  /** All sources by the name of their type. */
  private final Map<String, List<Path>> sources =
      Pages.files(
              file ->
                  file.matches(
                      "(?!testkit/|samples/|benchmarks/|fuzz/|races/).*/src/main/java/.*\\.java"))
          .stream()
          .filter(file -> !file.toString().contains("/internal/"))
          .collect(
              Collectors.groupingBy(
                  file -> String.valueOf(file.getFileName()).replace(".java", "")));

  @ParameterizedTest
  @ValueSource(strings = {"docs/recipes/from-smack.md", "docs/recipes/from-babbler.md"})
  void the_second_column_names_types_and_methods(String page) {
    List<String> rows =
        Pages.lines(Path.of(page)).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.split("\\|")[2])
            .toList();

    assertThat(rows).hasSizeGreaterThan(30);
    assertThat(rows.stream().flatMap(row -> NAME.matcher(row).results()))
        .isNotEmpty()
        .allSatisfy(
            name ->
                assertThat(has(name.group(1), name.group(2), name.group(3)))
                    .as(name.group())
                    .isTrue());
  }

  private boolean has(String type, @Nullable String nested, @Nullable String method) {
    return sources.getOrDefault(type, List.of()).stream()
        .map(file -> String.join("\n", Pages.lines(file)))
        .anyMatch(
            text ->
                (nested == null
                        || text.matches("(?s).*(record|class|enum|interface) " + nested + "\\b.*"))
                    && (method == null || text.matches("(?s).*\\b" + method + "\\(.*")));
  }
}
