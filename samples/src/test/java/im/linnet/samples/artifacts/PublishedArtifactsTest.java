package im.linnet.samples.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The poms: what a release consists of, and what Maven Central asks. */
class PublishedArtifactsTest {

  private static final Path ROOT = Path.of("..");

  private final Pom parent = Pom.read(ROOT.resolve("pom.xml"));
  private final Pom materials = Pom.read(ROOT.resolve("bom/pom.xml"));
  private final List<Pom> reactor = parent.reactor().toList();
  private final List<String> published =
      reactor.stream().filter(Pom::hasPublishedJar).map(Pom::artifact).sorted().toList();

  @Test
  void the_bill_of_materials_lists_each_published_artifact_and_nothing_else() {
    assertThat(published)
        .contains("linnet-core", "linnet-roster", "linnet-testkit")
        .doesNotContain("linnet-samples", "linnet-integration", "linnet-fixtures");
    assertThat(materials.managed()).isEqualTo(published);
  }

  @Test
  void the_bill_of_materials_has_the_version_and_the_netty_of_the_parent() {
    assertThat(materials.one("version")).isEqualTo(parent.one("version"));
    assertThat(materials.texts("properties", "netty.version").toList())
        .isEqualTo(parent.texts("properties", "netty.version").toList());
    assertThat(materials.at("dependencyManagement", "dependencies", "dependency"))
        .hasSize(published.size() + 1);
  }

  @Test
  void the_parent_manages_each_published_artifact() {
    assertThat(parent.managed()).containsAll(published);
  }

  @Test
  void the_readme_names_each_published_artifact() throws IOException {
    assertThat(Files.readString(ROOT.resolve("README.md"))).contains(published);
  }

  @Test
  void each_has_a_name_and_a_description_and_inherits_the_rest() {
    assertThat(reactor)
        .allSatisfy(
            pom -> {
              assertThat(pom.one("name")).as("%s", pom.file()).startsWith("Linnet");
              assertThat(pom.one("description")).as("%s", pom.file()).isNotBlank();
            })
        .filteredOn(Pom::hasPublishedJar)
        .allSatisfy(
            pom -> {
              assertThat(pom.texts("parent", "artifactId"))
                  .as("%s", pom.file())
                  .containsAnyOf("linnet-parent", "linnet-extensions");
              for (String inherited : List.of("url", "scm", "licenses", "developers")) {
                assertThat(pom.at(inherited)).as("%s of %s", inherited, pom.file()).isEmpty();
              }
            });
  }

  /** The two poms without a parent. */
  @Test
  void the_parent_and_the_bill_of_materials_say_who_made_it_under_which_licence() {
    assertThat(List.of(parent, materials))
        .allSatisfy(
            pom -> {
              assertThat(pom.one("url")).isEqualTo("https://linnet.im");
              assertThat(pom.texts("licenses", "license", "name")).containsExactly("Apache-2.0");
              assertThat(pom.texts("developers", "developer", "name"))
                  .containsExactly("The Linnet project");
              assertThat(pom.texts("scm", "connection").toList()).hasSize(1);
              assertThat(pom.texts("scm", "url").toList()).hasSize(1);
            });
  }

  @Test
  void no_pom_names_a_repository() {
    assertThat(reactor)
        .allSatisfy(
            pom -> {
              assertThat(pom.anywhere("repository")).as("%s", pom.file()).isEmpty();
              assertThat(pom.anywhere("pluginRepository")).as("%s", pom.file()).isEmpty();
              assertThat(pom.anywhere("distributionManagement")).as("%s", pom.file()).isEmpty();
            });
  }
}
