package im.linnet.micrometer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/observability.md lists what the enums document. */
class PageTest {

  private static List<String> lines(String beginning) throws IOException {
    try (Stream<String> lines =
        Files.lines(Path.of("..", "..", "docs", "observability.md"), UTF_8)) {
      return lines.filter(line -> line.startsWith(beginning)).toList();
    }
  }

  private static String keys(KeyName[] keys) {
    return Arrays.stream(keys)
        .map(key -> "`" + key.asString() + "`")
        .collect(Collectors.joining(", "));
  }

  private static String row(MeterDocumentation meter, String meaning) {
    return "| `%s` | %s | %s | %s |"
        .formatted(
            meter.getName(),
            meter.getType().name().toLowerCase(Locale.ROOT),
            meaning,
            keys(meter.getKeyNames()));
  }

  private static String row(KeyName key, List<String> allowed) {
    return "| tag `%s` | %s |"
        .formatted(
            key.asString(),
            allowed.stream().map("`%s`"::formatted).collect(Collectors.joining(", ")));
  }

  @Test
  void meters() throws IOException {
    assertThat(
            lines("| `linnet.").stream()
                .filter(line -> line.matches(".*` \\| (gauge|counter|timer) \\| .*")))
        .containsExactlyElementsOf(
            Stream.concat(
                    Arrays.stream(ClientMeter.values()).map(meter -> row(meter, meter.meaning())),
                    Arrays.stream(FleetMeter.values()).map(meter -> row(meter, meter.meaning())))
                .toList());
  }

  @Test
  void observations() throws IOException {
    assertThat(lines("| `linnet.client."))
        .containsExactlyElementsOf(
            Arrays.stream(ClientObservation.values())
                .map(
                    observation ->
                        "| `%s` | %s | %s |"
                            .formatted(
                                observation.getName(),
                                observation.meaning(),
                                keys(observation.getLowCardinalityKeyNames())))
                .toList());
  }

  @Test
  void tags() throws IOException {
    assertThat(lines("| tag `"))
        .containsExactlyElementsOf(
            Stream.concat(
                    Arrays.stream(ClientKey.values()).map(key -> row(key, key.allowed())),
                    Arrays.stream(FleetKey.values()).map(key -> row(key, key.allowed())))
                .toList());
  }
}
