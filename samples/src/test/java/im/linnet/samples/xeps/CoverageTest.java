package im.linnet.samples.xeps;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.samples.snippets.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;

/** The pages about specifications say what docs/xeps.json says, and that names what exists. */
class CoverageTest {

  private static final boolean WRITE = "write".equals(System.getProperty("linnet.xeps"));

  private final Coverage coverage = Coverage.read(Pages.ROOT.resolve("docs/xeps.json"));

  /** The files of test classes by the names of these; of several with one name the first. */
  private final Map<String, String> tests =
      Pages.files(file -> file.matches(".*/src/test/java/.*(Test|IT)\\.java")).stream()
          .collect(Collectors.toMap(CoverageTest::name, Path::toString, (one, two) -> one));

  private static String name(Path file) {
    return String.valueOf(file.getFileName()).replace(".java", "");
  }

  @Test
  void the_page_says_what_the_source_says() throws IOException {
    compare("docs/xeps.md", new CoveragePage(coverage, tests).text());
  }

  @Test
  void the_description_of_the_project_says_what_the_source_says()
      throws IOException, XMLStreamException {
    compare("docs/linnet.doap", new Doap(coverage).text());
  }

  private static void compare(String page, String expected) throws IOException {
    Path file = Pages.ROOT.resolve(page);
    if (WRITE) {
      Files.writeString(file, expected);
    }
    assertThat(Files.readString(file))
        .as("%s; if docs/xeps.json is right, write it with -Dlinnet.xeps=write", page)
        .isEqualTo(expected);
  }

  @Test
  void each_specification_is_there_once() {
    Set<String> ids = new HashSet<>();
    assertThat(coverage.specifications())
        .allSatisfy(each -> assertThat(ids.add(each.id())).as(each.id()).isTrue());
  }

  @Test
  void each_xep_has_a_version_and_each_specification_a_test_and_an_artifact() {
    Set<String> artifacts =
        Pages.files(file -> file.endsWith("pom.xml")).stream()
            .filter(pom -> pom.getNameCount() > 1)
            .map(pom -> pom.getName(pom.getNameCount() - 2).toString())
            .collect(Collectors.toSet());
    assertThat(coverage.specifications())
        .allSatisfy(
            each -> {
              assertThat(each.isXep()).as(each.id()).isEqualTo(each.version() != null);
              assertThat(each.tests()).as(each.id()).isNotEmpty().isSubsetOf(tests.keySet());
              assertThat(each.artifacts()).as(each.id()).isNotEmpty().isSubsetOf(artifacts);
            });
  }
}
