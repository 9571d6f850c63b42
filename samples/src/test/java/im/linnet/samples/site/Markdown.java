package im.linnet.samples.site;

import im.linnet.samples.snippets.Pages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A page: its headings and its links, without its code. */
record Markdown(Path page, List<String> lines) {

  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("#+ +(.*)");
  private static final Pattern SCHEME = Pattern.compile("[a-z]+:.*");

  Markdown {
    lines = List.copyOf(lines);
  }

  /** Reads a page, without what is in fences. */
  static Markdown of(Path page) {
    List<String> text = new ArrayList<>();
    boolean code = false;
    for (String line : Pages.lines(page)) {
      if (line.strip().startsWith("```")) {
        code = !code;
      } else if (!code) {
        text.add(line);
      }
    }
    return new Markdown(page, text);
  }

  /** All pages of the repository, but forms of issues and the like. */
  static List<Markdown> all() {
    return Pages.files(file -> file.endsWith(".md") && !file.startsWith(".")).stream()
        .map(Markdown::of)
        .toList();
  }

  /** The links to places in the repository. */
  List<String> links() {
    return LINK.matcher(String.join("\n", lines))
        .results()
        .map(link -> link.group(1))
        .filter(link -> !SCHEME.matcher(link).matches())
        .toList();
  }

  /** What is wrong with a link, or null. */
  @Nullable String problem(String link) {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target =
        file.isEmpty() ? page : Path.of("").resolve(page).resolveSibling(file).normalize();
    if (!Files.exists(Pages.ROOT.resolve(target))) {
      return "%s: %s leads to %s, which is not there".formatted(page, link, target);
    }
    if (hash < 0) {
      return null;
    }
    String anchor = link.substring(hash + 1);
    return target.toString().endsWith(".md") && !of(target).anchors().contains(anchor)
        ? "%s: %s has no heading for #%s".formatted(page, target, anchor)
        : null;
  }

  /** The anchors of the headings, as they are made where repositories are shown. */
  Set<String> anchors() {
    Map<String, Integer> seen = new HashMap<>();
    return lines.stream()
        .map(HEADING::matcher)
        .filter(heading -> heading.matches())
        .map(heading -> anchor(heading.group(1)))
        .map(anchor -> numbered(anchor, seen.merge(anchor, 1, Integer::sum)))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String numbered(String anchor, int occurrence) {
    return occurrence == 1 ? anchor : anchor + "-" + (occurrence - 1);
  }

  private static String anchor(String heading) {
    return heading
        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
