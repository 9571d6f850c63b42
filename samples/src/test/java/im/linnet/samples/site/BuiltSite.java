package im.linnet.samples.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The site as it is served.
 *
 * @param folder where it is
 */
record BuiltSite(Path folder) {

  private static final Pattern TAG = Pattern.compile("<([a-zA-Z]+)((?:\\s[^<>]*)?)>");
  private static final Pattern ATTRIBUTE = Pattern.compile("([\\w-]+)\\s*=\\s*\"([^\"]*)\"");
  private static final Pattern ID = Pattern.compile("\\s(?:id|name)=\"([^\"]*)\"");
  private static final Pattern IN_CSS =
      Pattern.compile("url\\(\\s*['\"]?([^'\")]*)|@import\\s+['\"]([^'\"]*)");

  /** Elements that load something by themselves. */
  private static final Set<String> LOADING =
      Set.of("script", "img", "iframe", "source", "video", "audio", "embed", "link", "object");

  /** A link that shows what is elsewhere, but loads nothing. */
  private static final Pattern LOADS_NOTHING = Pattern.compile("rel=\"(canonical|next|prev)\"");

  private static final Pattern ELSEWHERE = Pattern.compile("(?i)(?:[a-z][a-z0-9+.-]*:|//).*");

  /** Something that a page refers to. */
  private record Reference(String tag, String attributes, String target) {

    boolean loads() {
      return LOADING.contains(tag) && !LOADS_NOTHING.matcher(attributes).find();
    }

    boolean isElsewhere() {
      return ELSEWHERE.matcher(target).matches() && !target.startsWith("data:");
    }
  }

  /** The pages that mkdocs has made; the Javadoc is checked by others. */
  List<Path> pages() {
    return files(file -> file.toString().endsWith(".html") && !file.startsWith("javadoc"));
  }

  private List<Path> files(Predicate<Path> wanted) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> wanted.test(folder.relativize(file)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a page or a style sheet loads from another host. */
  List<String> loadedFromElsewhere() {
    List<String> found = new ArrayList<>();
    for (Path page : pages()) {
      references(text(page)).stream()
          .filter(each -> each.loads() && each.isElsewhere())
          .forEach(each -> found.add(folder.relativize(page) + ": " + each.target()));
    }
    for (Path sheet :
        files(file -> file.toString().endsWith(".css") && !file.startsWith("javadoc"))) {
      IN_CSS
          .matcher(text(sheet))
          .results()
          .map(BuiltSite::target)
          .filter(target -> new Reference("link", "", target).isElsewhere())
          .forEach(target -> found.add(folder.relativize(sheet) + ": " + target));
    }
    return found;
  }

  private static String target(MatchResult inCss) {
    return inCss.group(1) == null ? inCss.group(2) : inCss.group(1);
  }

  /** References of a page to what the site does not have. */
  List<String> broken(Path page) {
    return references(text(page)).stream()
        .filter(each -> !ELSEWHERE.matcher(each.target()).matches() && !each.target().isEmpty())
        .map(Reference::target)
        .distinct()
        .filter(target -> !leadsSomewhere(page, target))
        .map(target -> folder.relativize(page) + ": " + target)
        .toList();
  }

  private boolean leadsSomewhere(Path page, String reference) {
    int hash = reference.indexOf('#');
    String path = (hash < 0 ? reference : reference.substring(0, hash)).replaceFirst("\\?.*", "");
    Path target = target(page, path);
    if (!Files.isRegularFile(target)) {
      return false;
    }
    String anchor = hash < 0 ? "" : reference.substring(hash + 1);
    return anchor.isEmpty() || ids(target).contains(anchor);
  }

  private Path target(Path page, String path) {
    if (path.isEmpty()) {
      return page;
    }
    Path there =
        path.startsWith("/")
            ? folder.resolve(path.substring(1))
            : page.resolveSibling(path).normalize();
    return Files.isDirectory(there) ? there.resolve("index.html") : there;
  }

  private static Set<String> ids(Path page) {
    return ID.matcher(text(page)).results().map(id -> id.group(1)).collect(Collectors.toSet());
  }

  private static List<Reference> references(String page) {
    List<Reference> found = new ArrayList<>();
    TAG.matcher(page)
        .results()
        .forEach(
            tag ->
                ATTRIBUTE
                    .matcher(tag.group(2))
                    .results()
                    .filter(each -> Set.of("href", "src", "data").contains(each.group(1)))
                    .forEach(
                        each ->
                            found.add(
                                new Reference(
                                    tag.group(1).toLowerCase(Locale.ROOT),
                                    tag.group(2),
                                    each.group(2)))));
    return found;
  }
}
