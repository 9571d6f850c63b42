package im.linnet.samples.operations;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The part of docs/operations.md that is written from the sources: between two comments.
 *
 * @param kinds what can fail
 */
record OperationsPage(List<FailureKind> kinds) {

  private static final String BEGIN = "<!-- from the sources: begin -->\n";
  private static final String END = "<!-- from the sources: end -->\n";

  /**
   * The page with this part rewritten.
   *
   * @param page the page as it is
   */
  String in(String page) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new AssertionError("docs/operations.md lacks the comments around what is written");
    }
    return page.substring(0, begin + BEGIN.length()) + "\n" + text() + page.substring(end);
  }

  private String text() {
    return kinds.stream().map(OperationsPage::section).collect(Collectors.joining());
  }

  private static String section(FailureKind kind) {
    return """
    ### %s

    %s [Source](../%s).

    | constant | what it means | what to do |
    |---|---|---|
    %s
    """
        .formatted(
            title(kind),
            kind.about(),
            kind.source(),
            kind.meanings().stream().map(OperationsPage::row).collect(Collectors.joining()));
  }

  /** Several artifacts have problems of the same name. */
  private static String title(FailureKind kind) {
    return kind.artifact().equals("linnet-core")
        ? kind.name()
        : kind.name() + " of " + kind.artifact();
  }

  private static String row(Meaning each) {
    return "| `%s` | %s | %s |\n".formatted(each.name(), cell(each.meaning()), cell(each.remedy()));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
