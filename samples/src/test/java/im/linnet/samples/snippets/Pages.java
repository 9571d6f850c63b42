package im.linnet.samples.snippets;

import im.linnet.samples.snippets.Snippet.Place;
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

  /** What is in fences of Markdown. */
  private static final Fence MARKDOWN =
      new Fence(line -> line.strip().equals("```java"), line -> line.strip().equals("```"));

  /** What stands preformatted in Javadoc, unless it is XML. */
  private static final Fence JAVADOC =
      new Fence(line -> line.contains("* <pre>{@code"), line -> line.contains("}</pre>"));

  private Pages() {}

  /** The lines around a snippet. */
  private record Fence(Predicate<String> begin, Predicate<String> end) {}

  static List<Snippet> all() {
    return Stream.concat(markdown(), javadoc()).toList();
  }

  /** The first snippet of a page. */
  static Snippet first(String page) {
    return of(page).get(0);
  }

  /** All snippets of a page. */
  static List<Snippet> of(String page) {
    return of(Path.of(page), page.endsWith(".md") ? MARKDOWN : JAVADOC).toList();
  }

  /** The types that a recipe has shown before one of its snippets. */
  static Stream<Snippet> typesBefore(Snippet snippet) {
    return isRecipe(snippet.page())
        ? of(snippet.page().toString()).stream()
            .filter(other -> other.line() < snippet.line() && other.isType())
        : Stream.empty();
  }

  private static Stream<Snippet> markdown() {
    return files(file -> file.endsWith(".md")).stream().flatMap(page -> of(page, MARKDOWN));
  }

  private static Stream<Snippet> javadoc() {
    return files(file -> file.endsWith(".java") && file.contains("/src/main/java/")).stream()
        .flatMap(page -> of(page, JAVADOC));
  }

  private static Stream<Snippet> of(Path page, Fence fence) {
    return in(page, fence).stream().filter(snippet -> !snippet.text().startsWith("<"));
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

  private static List<Snippet> in(Path page, Fence fence) {
    List<Snippet> found = new ArrayList<>();
    List<String> lines = lines(page);
    for (int i = 0; i < lines.size(); i++) {
      if (fence.begin().test(lines.get(i))) {
        int line = i + 2;
        StringBuilder text = new StringBuilder();
        for (i++; !fence.end().test(lines.get(i)); i++) {
          text.append(code(page, lines.get(i))).append('\n');
        }
        found.add(
            new Snippet(page, line, text.toString(), found.isEmpty() ? place(page) : Place.LATER));
      }
    }
    return found;
  }

  private static Place place(Path page) {
    if (isRecipe(page)) {
      return Place.RECIPE;
    }
    return isDoor(page) ? Place.DOOR : Place.LATER;
  }

  /** A page that shows one program. */
  static boolean isRecipe(Path page) {
    return page.startsWith("docs/recipes") || page.equals(Path.of("docs/first-message.md"));
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

  /** All lines of a file, from the repository's root. */
  public static List<String> lines(Path page) {
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
