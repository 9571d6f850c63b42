package im.linnet.samples.snippets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The imports that an editor adds to a snippet: of the JDK, of core, of its own artifact. */
final class Imports {

  private static final List<String> JDK =
      List.of(
          "java.io",
          "java.net",
          "java.nio.file",
          "java.time",
          "java.util",
          "java.util.concurrent",
          "javax.net.ssl");

  /** What a page shows beside this library's own code. */
  private static final Map<String, List<String>> OTHERS =
      Map.of(
          "integrations",
              List.of(
                  "io.micrometer.core.instrument",
                  "io.micrometer.core.instrument.simple",
                  "io.micrometer.observation",
                  "org.springframework.context.annotation",
                  "reactor.core.publisher",
                  "reactor.util.retry"),
          "stax", List.of("com.fasterxml.jackson.dataformat.xml"),
          "test", List.of("static org.assertj.core.api.Assertions"),
          "testkit", List.of("org.junit.jupiter.api.extension"));

  private static final Pattern REQUIRED =
      Pattern.compile("^ *requires (?:transitive )?im\\.linnet\\.(\\w+);", Pattern.MULTILINE);

  private static final Pattern EXPORTED =
      Pattern.compile("^ *exports ([\\w.]+);", Pattern.MULTILINE);

  /** The artifacts that a page asks for in its dependencies. */
  private static final Pattern NEEDED =
      Pattern.compile("<artifactId>(linnet-[\\w-]+)</artifactId>");

  private Imports() {}

  static String of(Path page) {
    List<String> others = OTHERS.getOrDefault(page.getName(0).toString(), List.of());
    return Stream.of(JDK.stream(), artifacts(page).flatMap(Imports::exported), others.stream())
        .flatMap(each -> each)
        .distinct()
        .sorted()
        .map(each -> "import " + each + ".*;")
        .collect(Collectors.joining(System.lineSeparator()));
  }

  /** The artifacts whose code a page may speak of: its own and those that this one may need. */
  private static Stream<Path> artifacts(Path page) {
    if (Pages.isRecipe(page)) {
      return needed(page);
    }
    Stream<Path> own =
        page.startsWith("extensions") ? withRequired(artifact(page)) : Stream.empty();
    Stream<String> others =
        switch (page.getName(0).toString()) {
          case "integrations" -> Stream.of("core", page.subpath(0, 2).toString());
          case "fleet" -> Stream.of("core", "fleet");
          case "stax" -> Stream.of("core", "stax");
          case "test" -> Stream.of("core", "test", "testkit", "extensions/server/ping");
          case "testkit" -> Stream.of("core", "testkit");
          case "websocket" -> Stream.of("core", "websocket");
          default -> Stream.of("core", "oauth", "sasl-messenger");
        };
    boolean any = page.startsWith("docs") || page.startsWith("integrations");
    Stream<Path> all = any ? extensions() : own;
    return Stream.concat(others.map(Pages.ROOT::resolve), all);
  }

  /** A recipe speaks of what it asks for, and of nothing else. */
  private static Stream<Path> needed(Path page) {
    return NEEDED
        .matcher(String.join("\n", Pages.lines(page)))
        .results()
        .map(each -> Artifacts.folder(each.group(1)))
        .flatMap(Imports::withRequired);
  }

  private static Path artifact(Path page) {
    return Pages.ROOT.resolve(page.subpath(0, 3));
  }

  /** An extension and the other extensions that it requires. */
  private static Stream<Path> withRequired(Path artifact) {
    List<String> required =
        REQUIRED.matcher(module(artifact)).results().map(each -> each.group(1)).toList();
    return Stream.concat(
        Stream.of(artifact),
        extensions().filter(each -> required.contains(each.getFileName().toString())));
  }

  /** Extensions are in folders by what they are for. */
  private static Stream<Path> extensions() {
    try (Stream<Path> folders = Files.walk(Pages.ROOT.resolve("extensions"), 2)) {
      return folders.filter(each -> Files.exists(each.resolve("README.md"))).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> exported(Path artifact) {
    return EXPORTED.matcher(module(artifact)).results().map(each -> each.group(1));
  }

  private static String module(Path artifact) {
    try {
      return Files.readString(artifact.resolve("src/main/java/module-info.java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
