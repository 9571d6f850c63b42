package im.linnet.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.linnet.failure.Phase;
import im.linnet.observe.Result;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dashboard asks for what Prometheus gets, and shows all of it. */
class DashboardTest {

  private static final Pattern SERIES = Pattern.compile("(linnet_\\w+)(?:\\{([^}]*)\\})?");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)(?:=~|!=|=)\"([^\"]*)\"");

  /** What Prometheus reads, with a value of each timer. */
  private static String scraped() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ClientMeters meters = ClientMeters.in(registry);
    meters.connected(Phase.SESSION, Result.SUCCEEDED, 1);
    meters.tried(Phase.SESSION, Result.SUCCEEDED, 1);
    meters.ended(Result.LOST, 1);
    meters.requested(Result.SUCCEEDED, 1);
    return registry.scrape();
  }

  private static Set<String> names(String scraped) {
    return scraped
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]")[0])
        .collect(Collectors.toSet());
  }

  private static JsonNode dashboard() throws Exception {
    try (InputStream file = ClientMeters.class.getResourceAsStream("grafana-dashboard.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(file));
    }
  }

  private static List<String> queries() throws Exception {
    List<String> queries = new ArrayList<>();
    dashboard().findValues("expr").forEach(node -> queries.add(node.asText()));
    dashboard().get("templating").findValues("query").forEach(node -> queries.add(node.asText()));
    return queries;
  }

  @Test
  void each_series_that_it_names_exists() throws Exception {
    Set<String> known = names(scraped());
    assertThat(queries()).hasSizeGreaterThan(15);
    for (String query : queries()) {
      for (MatchResult series : SERIES.matcher(query).results().toList()) {
        assertThat(known).as(query).contains(series.group(1));
      }
    }
  }

  @Test
  void each_label_that_it_names_exists_with_such_values() throws Exception {
    for (String query : queries()) {
      Matcher by = Pattern.compile("by \\(([^)]*)\\)").matcher(query);
      while (by.find()) {
        for (String label : by.group(1).split(", ")) {
          assertThat(scraped()).as(query).contains(label + "=\"");
        }
      }
      for (MatchResult matcher : MATCHER.matcher(query).results().toList()) {
        if (!matcher.group(1).equals("job")) {
          ClientKey key =
              Arrays.stream(ClientKey.values())
                  .filter(each -> each.asString().equals(matcher.group(1)))
                  .findFirst()
                  .orElseThrow();
          assertThat(key.allowed()).as(query).contains(matcher.group(2).split("\\|"));
        }
      }
    }
  }

  @Test
  void each_meter_is_shown() throws Exception {
    Set<String> shown = new HashSet<>();
    for (String query : queries()) {
      SERIES.matcher(query).results().forEach(series -> shown.add(series.group(1)));
    }
    for (ClientMeter meter : ClientMeter.values()) {
      String name = meter.getName().replace('.', '_');
      assertThat(shown).as(meter.getName()).anyMatch(each -> each.matches(name + "(_\\w+)?"));
    }
  }

  @Test
  void panels_have_numbers_and_places_of_their_own() throws Exception {
    List<JsonNode> panels = new ArrayList<>();
    dashboard().get("panels").forEach(panels::add);
    assertThat(panels).extracting(panel -> panel.get("id").asInt()).doesNotHaveDuplicates();
    assertThat(panels).extracting(panel -> panel.get("gridPos").toString()).doesNotHaveDuplicates();
    assertThat(panels).allMatch(panel -> !panel.get("description").asText().isEmpty());
  }
}
