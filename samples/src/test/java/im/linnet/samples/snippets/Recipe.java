package im.linnet.samples.snippets;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A page with a program and what it prints.
 *
 * @param program the first snippet that is a program
 * @param prints the lines that follow, as the page has them
 */
record Recipe(Snippet program, List<String> prints) {

  /** What is another thing in each run, as pages show it. */
  private static final Pattern VARYING =
      Pattern.compile("\\.\\.\\.|2026-01-01T12:00:00Z|yDm2sQbV|7a3f0c55d1e94b20");

  Recipe {
    prints = List.copyOf(prints);
  }

  /** The recipe of a page, in which names are replaced by those of this machine. */
  static Recipe of(String page, UnaryOperator<String> here) {
    Snippet program =
        Pages.of(page).stream()
            .filter(snippet -> !snippet.isType() || snippet.text().contains("void main("))
            .findFirst()
            .orElseThrow();
    return new Recipe(
        program.saying(here), output(Path.of(page), program.line()).stream().map(here).toList());
  }

  /**
   * The lines of the first block without a language after a line of code; none if there is none.
   */
  private static List<String> output(Path page, int from) {
    List<String> found = new ArrayList<>();
    String fence = "```java";
    for (String line : Pages.lines(page).subList(from, Pages.lines(page).size())) {
      boolean opens = fence.isEmpty();
      if (line.startsWith("```")) {
        if (!opens && fence.equals("```")) {
          return found;
        }
        fence = opens ? line : "";
      } else if (fence.equals("```")) {
        found.add(line);
      }
    }
    return found;
  }

  /** Whether a line is one that the page shows, apart from what is another thing in each run. */
  static boolean isLike(String shown, String line) {
    StringBuilder pattern = new StringBuilder();
    int end = 0;
    for (var found : VARYING.matcher(shown).results().toList()) {
      pattern.append(Pattern.quote(shown.substring(end, found.start()))).append(".*");
      end = found.end();
    }
    return line.matches(pattern + Pattern.quote(shown.substring(end)));
  }
}
