package im.linnet.samples.site;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.samples.snippets.Pages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The documentation as a site, which mkdocs makes. */
@Timeout(300)
class SiteIT {

  @TempDir private static Path folder;

  private final BuiltSite site = new BuiltSite(folder);

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    assertThat(Program.of("mkdocs")).isExecutable();
    Path output = Files.createTempFile("mkdocs", ".txt");
    Process mkdocs =
        new ProcessBuilder(Pages.ROOT.resolve("build/site").toString(), folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(mkdocs.waitFor(4, TimeUnit.MINUTES)).isTrue();
    assertThat(mkdocs.exitValue()).as(Files.readString(output)).isZero();
    Files.delete(output);
  }

  @Test
  void all_pages_are_there() {
    assertThat(site.pages()).hasSizeGreaterThanOrEqualTo(Markdown.all().size());
    assertThat(folder.resolve("index.html")).isRegularFile();
    assertThat(folder.resolve("recipes/bot/index.html")).isRegularFile();
    assertThat(folder.resolve("overview/index.html")).isRegularFile();
  }

  @Test
  void nothing_is_loaded_from_another_host() {
    assertThat(site.loadedFromElsewhere()).isEmpty();
  }

  @Test
  void what_pages_refer_to_is_there() {
    assertThat(site.pages()).flatExtracting(site::broken).isEmpty();
  }

  /** Where an empty line is missing, a list or a table stays text. */
  @Test
  void lists_tables_and_code_are_made_of_all_that_looks_so() {
    assertThat(site.pages())
        .allSatisfy(
            page ->
                assertThat(BuiltSite.text(page).split("<p>|</p>"))
                    .as(page.toString())
                    .noneMatch(text -> text.matches("(?s)(?!<).*\n(- |\\| |```).*")));
  }

  @Test
  void no_page_has_to_be_scrolled_sideways_on_a_phone(@TempDir Path own) throws Exception {
    List<Path> pages = site.pages();
    assertThat(new Phone(Program.of("chromium"), own).tooWide(folder, pages))
        .containsExactly(pages.size() + " pages");
  }

  /** With the system property {@code linnet.screenshots}, the pictures go to that folder. */
  @ParameterizedTest
  @CsvSource({"index.html, site-index.png", "recipes/bot/index.html, site-recipe.png"})
  void a_page_is_drawn_on_a_phone(String page, String name, @TempDir Path own) throws Exception {
    BufferedImage picture = new Phone(Program.of("chromium"), own).picture(folder.resolve(page));
    int[] pixels =
        picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    // Letters have many shades, an empty or broken page has few.
    assertThat(IntStream.of(pixels).distinct().count()).isGreaterThan(50);
    String wanted = System.getProperty("linnet.screenshots", "");
    if (!wanted.isEmpty()) {
      ImageIO.write(picture, "png", Path.of(wanted, name).toFile());
    }
  }

  @Test
  void a_page_that_is_wider_than_a_phone_is_noticed(@TempDir Path other, @TempDir Path own)
      throws Exception {
    write(other.resolve("wide.html"), "<div style=\"width: 400px\">wide</div>");
    write(
        other.resolve("narrow.html"), "<div style=\"overflow-x: auto\"><p style=\"width: 400px\">");
    List<Path> pages = new BuiltSite(other).pages().stream().sorted().toList();

    assertThat(new Phone(Program.of("chromium"), own).tooWide(other, pages))
        .hasSize(2)
        .first()
        .asString()
        .startsWith("/wide.html has ");
  }

  @Test
  void loading_from_elsewhere_is_noticed(@TempDir Path other) throws IOException {
    write(
        other.resolve("index.html"),
        "<link rel=\"canonical\" href=\"https://a.example\"><a href=\"https://b.example\">b</a>",
        "<script src=\"//c.example/c.js\"></script><img src=\"d.png\"><a href=\"#e\">e</a>");
    write(other.resolve("f.css"), "@import 'https://f.example'; a { background: url(g.png) }");
    BuiltSite built = new BuiltSite(other);

    assertThat(built.loadedFromElsewhere())
        .containsExactly("index.html: //c.example/c.js", "f.css: https://f.example");
    assertThat(built.broken(other.resolve("index.html")))
        .containsExactly("index.html: d.png", "index.html: #e");
  }

  private static void write(Path file, String... lines) throws IOException {
    Files.write(file, List.of(lines), StandardCharsets.UTF_8);
  }
}
