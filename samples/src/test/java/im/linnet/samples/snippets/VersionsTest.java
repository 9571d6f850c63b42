package im.linnet.samples.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.internal.netty.NettyVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the poms, the bill of materials and the pages say of versions is the same. */
class VersionsTest {

  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>[^<]*</groupId>\\s*<artifactId>([^<]*)</artifactId>"
              + "\\s*<version>([^<]*)</version>");

  private final String parent = text("pom.xml");
  private final String bom = text("bom/pom.xml");

  @Test
  void the_bill_of_materials_manages_the_netty_that_linnet_is_built_with() {
    assertThat(property(bom, "netty.version")).isEqualTo(property(parent, "netty.version"));
    assertThat(bom).contains("<artifactId>netty-bom</artifactId>");
  }

  @Test
  void the_bill_of_materials_manages_all_that_is_deployed() throws IOException {
    List<String> deployed;
    try (Stream<Path> poms = Files.walk(Pages.ROOT, 4)) {
      deployed =
          poms.filter(file -> file.endsWith("pom.xml"))
              .map(file -> text(Pages.ROOT.relativize(file).toString()))
              .filter(pom -> pom.contains("<parent>") && !pom.contains("<packaging>pom<"))
              .filter(pom -> !pom.contains("<maven.deploy.skip>true<"))
              .map(pom -> pom.substring(pom.indexOf("</parent>")))
              .map(pom -> first(pom, "<artifactId>([^<]*)<"))
              .toList();
    }
    assertThat(deployed).contains("linnet-core", "linnet-roster");
    assertThat(deployed).allSatisfy(name -> assertThat(bom).contains(">" + name + "</artifactId>"));
  }

  @Test
  void the_build_refuses_the_netty_that_does_not_start() {
    assertThat(parent).contains("io.netty:*:(," + NettyVersions.NEEDED + ")");
  }

  @Test
  void the_pages_name_the_versions_that_linnet_is_built_with() {
    for (String page : List.of("README.md", "docs/first-message.md", "docs/getting-started.md")) {
      List<MatchResult> named = DEPENDENCY.matcher(text(page)).results().toList();
      assertThat(named).as(page).isNotEmpty();
      for (MatchResult dependency : named) {
        assertThat(dependency.group(2))
            .as(page + ": " + dependency.group(1))
            .isEqualTo(
                dependency.group(1).startsWith("slf4j")
                    ? property(parent, "slf4j.version")
                    : first(parent, "<version>([^<]*)<"));
      }
    }
    assertThat(text("docs/getting-started.md")).contains(property(parent, "netty.version"));
  }

  private static String property(String pom, String name) {
    return first(pom, "<%s>([^<]*)</%s>".formatted(Pattern.quote(name), Pattern.quote(name)));
  }

  private static String first(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + pattern));
  }

  private static String text(String file) {
    try {
      return Files.readString(Pages.ROOT.resolve(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
