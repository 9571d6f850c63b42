package im.linnet.samples.site;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.samples.snippets.Pages;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** All pages are in the menu of mkdocs.yml, and what they link to is there. */
class PagesTest {

  private static final Pattern ENTRY =
      Pattern.compile("^ +- [^:]+: (\\S+\\.md)$|^  - Home: (\\S+)$", Pattern.MULTILINE);

  private final List<Markdown> pages = Markdown.all();

  @Test
  void each_page_is_in_the_menu_once() {
    List<String> menu =
        ENTRY
            .matcher(String.join("\n", Pages.lines(Path.of("mkdocs.yml"))))
            .results()
            .map(PagesTest::page)
            .toList();

    assertThat(menu)
        .as("add new pages to nav in mkdocs.yml")
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            pages.stream().map(page -> page.page().toString()).toList());
  }

  /** The repository's path of an entry; build/site.py says the same. */
  private static String page(MatchResult entry) {
    String name = entry.group(1) == null ? entry.group(2) : entry.group(1);
    if (name.equals("overview.md")) {
      return "README.md";
    }
    boolean outside = name.contains("README") || name.matches("[A-Z_]+\\.md");
    return outside ? name : "docs/" + name;
  }

  @Test
  void each_link_to_a_file_or_a_heading_of_the_repository_leads_there() {
    assertThat(pages)
        .flatExtracting(page -> page.links().stream().map(page::problem).toList())
        .filteredOn(Objects::nonNull)
        .isEmpty();
  }

  @Test
  void links_are_found_and_missing_targets_too() {
    Markdown page =
        new Markdown(
            Path.of("docs/index.md"),
            List.of("# A, b: `c_d`!", "[x](#a-b-c_d) [y](none.md)", "[z](../README.md#none)"));

    assertThat(page.links()).containsExactly("#a-b-c_d", "none.md", "../README.md#none");
    assertThat(page.anchors()).containsExactly("a-b-c_d");
    assertThat(page.problem("none.md")).contains("docs/none.md, which is not there");
    assertThat(page.problem("../README.md#none")).contains("no heading for #none");
    assertThat(page.problem("../README.md#extensions")).isNull();
    assertThat(page.problem("../core")).isNull();
  }

  @Test
  void recipes_begin_with_what_they_do_and_end_with_what_can_go_wrong() {
    assertThat(pages)
        .filteredOn(page -> page.page().startsWith("docs/recipes"))
        .filteredOn(page -> !page.page().endsWith("index.md"))
        .hasSizeGreaterThanOrEqualTo(20)
        .allSatisfy(
            page ->
                assertThat(String.join("\n", page.lines()))
                    .as(page.page().toString())
                    .containsAnyOf("**What can go wrong**", "**What has no counterpart**"));
  }
}
