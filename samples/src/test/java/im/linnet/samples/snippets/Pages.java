package im.linnet.samples.snippets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The pages of the repository and the Javadoc of its artifacts, and the Java that is in them. */
public final class Pages {

  /** The repository. */
  public static final Path ROOT = root();

  private Pages() {}

  static List<Snippet> all() {
    return Stream.of(markdown(), javadoc()).flatMap(List::stream).toList();
  }

  /** The first snippet of a page. */
  static Snippet first(String page) {
    return of(page).get(0);
  }

  /** All snippets of a page. */
  static List<Snippet> of(String page) {
    return all().stream().filter(snippet -> snippet.page().equals(Path.of(page))).toList();
  }

  /** What is in fences of Markdown. */
  private static List<Snippet> markdown() {
    return snippets(
        file -> file.endsWith(".md"),
        line -> line.strip().equals("```java"),
        line -> line.strip().equals("```"));
  }

  /** What stands preformatted in Javadoc, unless it is XML. */
  private static List<Snippet> javadoc() {
    return snippets(
        file -> file.endsWith(".java") && file.contains("/src/main/java/"),
        line -> line.contains("* <pre>{@code"),
        line -> line.contains("}</pre>"));
  }

  private static List<Snippet> snippets(
      Predicate<String> wanted, Predicate<String> begin, Predicate<String> end) {
    return files(wanted).stream()
        .flatMap(file -> in(file, begin, end).stream())
        .filter(snippet -> !snippet.text().startsWith("<"))
        .toList();
  }

  /** What the build has not made, from the repository's root. */
  public static List<Path> files(Predicate<String> wanted) {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .map(ROOT::relativize)
          .filter(file -> !file.toString().matches("(.*/)?(target|\\.git)(/.*)?"))
          .filter(file -> wanted.test(file.toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Can't list " + ROOT, e);
    }
  }

  private static List<Snippet> in(Path page, Predicate<String> begin, Predicate<String> end) {
    List<Snippet> found = new ArrayList<>();
    List<String> lines = lines(page);
    for (int i = 0; i < lines.size(); i++) {
      if (begin.test(lines.get(i))) {
        int line = i + 2;
        StringBuilder text = new StringBuilder();
        for (i++; !end.test(lines.get(i)); i++) {
          text.append(code(page, lines.get(i))).append('\n');
        }
        found.add(new Snippet(page, line, text.toString(), found.isEmpty() && isDoor(page)));
      }
    }
    return found;
  }

  /** Where newcomers come in: their first snippet has to work as it stands. */
  private static boolean isDoor(Path page) {
    return page.endsWith("README.md")
        || page.endsWith("getting-started.md")
        || page.endsWith("XmppClient.java");
  }

  private static String code(Path page, String line) {
    return page.toString().endsWith(".java") ? line.replaceFirst("^ *\\* ?", "") : line;
  }

  static List<String> lines(Path page) {
    try {
      return Files.readAllLines(ROOT.resolve(page));
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + page, e);
    }
  }

  /** Tests run in a module's folder. */
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("bom/pom.xml"))) {
      Path above = folder.getParent();
      if (above == null) {
        throw new IllegalStateException("No repository above " + Path.of("").toAbsolutePath());
      }
      folder = above;
    }
    return folder;
  }
}
