package im.linnet.spring.boot.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootVersion;

/** README.md says what is tested here. */
class PageTest {

  private static final Path PAGE = Path.of("README.md");
  private static final Path BOT =
      Path.of("src/test/java/im/linnet/spring/boot/starter/example/EchoBot.java");

  @Test
  void the_application_is_the_one_of_the_tests() throws IOException {
    String source = Files.readString(BOT);
    assertThat(Files.readString(PAGE))
        .contains("```java\n" + source.substring(source.indexOf("import ")) + "```\n");
  }

  @Test
  void the_properties_are_those_that_editors_know() throws IOException {
    List<String> rows = new ArrayList<>();
    for (JsonNode property : Metadata.properties()) {
      String standard = property.path("defaultValue").asText();
      rows.add(
          "| `%s` | %s | %s|"
              .formatted(
                  property.get("name").asText(),
                  property.get("description").asText(),
                  standard.isEmpty() ? "" : "`" + standard + "` "));
    }
    assertThat(Files.readAllLines(PAGE))
        .filteredOn(line -> line.matches("\\| `(linnet|management)\\..*"))
        .containsExactlyElementsOf(rows);
  }

  @Test
  void the_versions_are_those_of_the_tests() throws IOException {
    String three;
    try (Stream<Path> jars = Files.list(Path.of("target", "boot-3"))) {
      three =
          jars.map(jar -> jar.getFileName().toString())
              .filter(jar -> jar.matches("spring-boot-3.*"))
              .findFirst()
              .orElseThrow()
              .replaceAll("spring-boot-|\\.jar", "");
    }
    assertThat(Files.readString(PAGE))
        .contains("Tested with %s and %s".formatted(SpringBootVersion.getVersion(), three))
        .contains("<version>" + three + "</version>");
  }
}
