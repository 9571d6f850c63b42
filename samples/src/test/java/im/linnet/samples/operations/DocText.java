package im.linnet.samples.operations;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Javadoc comment, as Markdown for a cell of a table. */
final class DocText {

  private static final Pattern LINK =
      Pattern.compile("\\{@link(?:plain)? +([^ }(]+(?:\\([^)]*\\))?)(?: +([^}]+))?}");
  private static final Pattern CODE = Pattern.compile("\\{@code +([^}]+)}");
  private static final String REMEDY = "<p>What to do:";

  private final String text;

  private DocText(String text) {
    this.text = text;
  }

  /**
   * Reads a comment.
   *
   * @param comment what the compiler gives: without the stars; or null
   */
  static DocText of(@Nullable String comment) {
    String whole = comment == null ? "" : comment;
    int tags = whole.indexOf("\n @");
    String words = (tags < 0 ? whole : whole.substring(0, tags)).strip().replaceAll("\\s+", " ");
    String linked = LINK.matcher(words).replaceAll(DocText::shown);
    return new DocText(CODE.matcher(linked).replaceAll("`$1`"));
  }

  /** The words of a link, or what it refers to, without packages and parameters. */
  private static String shown(MatchResult link) {
    return link.group(2) == null ? "`" + name(link.group(1)) + "`" : link.group(2);
  }

  private static String name(String reference) {
    return reference
        .replaceFirst("^#", "")
        .replaceFirst("^([a-z]\\w*\\.)+(?=[A-Z])", "")
        .replace('#', '.')
        .replaceFirst("\\(.+\\)$", "(..)");
  }

  /** What comes before the first further paragraph. */
  String meaning() {
    return text.replaceFirst(" *<(p|ul|pre)>.*", "");
  }

  /** Its first sentence. */
  String first() {
    return meaning().replaceFirst("(?<=\\.) (?=[A-Z]).*", "");
  }

  /** The paragraph that says what to do, as a sentence; empty if there is none. */
  String remedy() {
    int start = text.indexOf(REMEDY);
    return start < 0 ? "" : sentence(text.substring(start + REMEDY.length()).strip());
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1);
  }
}
