package im.linnet.samples.xeps;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes docs/xeps.md.
 *
 * @param coverage what it says
 * @param tests the files of test classes, relative to the repository, by their names
 */
record CoveragePage(Coverage coverage, Map<String, String> tests) {

  private static final String HEAD =
      """
      # What is covered

      Each specification with the version that was read, the artifacts that implement it, how far, and tests
      that show it. This page and [linnet.doap](linnet.doap) (XEP-0453) are written from
      [xeps.json](xeps.json), and the build fails if they differ from it. After a change:
      `mvn -pl samples -am test -Dtest=CoverageTest -Dsurefire.failIfNoSpecifiedTests=false -Dlinnet.xeps=write`.

      | specification | version | artifacts | coverage | tests |
      |---|---|---|---|---|
      """;

  String text() {
    StringBuilder page = new StringBuilder(HEAD);
    coverage.specifications().forEach(each -> page.append(row(each)).append('\n'));
    coverage.suites().forEach(suite -> page.append(suite(suite)));
    return page.toString();
  }

  private String row(Specification each) {
    String address = each.address();
    String id = address == null ? each.id() : "[%s](%s)".formatted(each.id(), address);
    return "| %s | %s | %s | %s | %s |"
        .formatted(
            each.name().isEmpty() ? id : id + " " + each.name(),
            each.version() == null ? "" : each.version(),
            String.join(", ", each.artifacts()),
            each.coverage(),
            links(each.tests()));
  }

  private String links(List<String> names) {
    return names.stream()
        .map(name -> "[%s](../%s)".formatted(name, tests.get(name)))
        .collect(Collectors.joining(", "));
  }

  private String suite(Suite suite) {
    String head =
        """

        ## %s

        | category | feature | level | specifications | artifacts | tests |
        |---|---|---|---|---|---|
        """;
    return head.formatted(suite.name())
        + suite.lines().stream().map(this::line).collect(Collectors.joining());
  }

  private String line(Suite.Line line) {
    List<Specification> all = line.specifications().stream().map(coverage::get).toList();
    String artifacts =
        all.stream()
            .flatMap(each -> each.artifacts().stream())
            .distinct()
            .collect(Collectors.joining(", "));
    List<String> shown = all.stream().flatMap(each -> each.tests().stream()).distinct().toList();
    return "| %s | %s | %s | %s | %s | %s |%n"
        .formatted(
            line.category(),
            line.feature(),
            line.level(),
            String.join(", ", line.specifications()),
            line.note().isEmpty() ? artifacts : artifacts + " " + line.note(),
            links(shown))
        .replace("\r", "");
  }
}
