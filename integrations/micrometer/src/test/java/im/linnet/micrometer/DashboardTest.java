package im.linnet.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.linnet.failure.Phase;
import im.linnet.observe.Result;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dashboards ask for what Prometheus gets, and show all of it. */
class DashboardTest {

  private static final Pattern SERIES = Pattern.compile("(linnet_\\w+)(?:\\{([^}]*)\\})?");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)(?:=~|!=|=)\"([^\"]*)\"");

  /**
   * A dashboard.
   *
   * @param file its name
   * @param scraped what Prometheus reads
   * @param meters what it shows
   * @param values what each key may be
   */
  private record Dashboard(
      String file,
      String scraped,
      List<MeterDocumentation> meters,
      Map<String, List<String>> values) {

    JsonNode read() {
      try (InputStream text = ClientMeters.class.getResourceAsStream(file)) {
        return new ObjectMapper().readTree(Objects.requireNonNull(text));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    List<String> queries() {
      List<String> queries = new ArrayList<>();
      read().findValues("expr").forEach(node -> queries.add(node.asText()));
      read().get("templating").findValues("query").forEach(node -> queries.add(node.asText()));
      return queries;
    }

    Set<String> names() {
      return scraped
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("[{ ]")[0])
          .collect(Collectors.toSet());
    }

    @Override
    public String toString() {
      return file;
    }
  }

  private static Stream<Dashboard> dashboards() {
    return Stream.of(
        new Dashboard(
            "grafana-dashboard.json",
            ofClients(),
            List.of(ClientMeter.values()),
            values(ClientKey.values(), ClientKey::allowed)),
        new Dashboard(
            "grafana-fleet-dashboard.json",
            ofFleet(),
            List.of(FleetMeter.values()),
            values(FleetKey.values(), FleetKey::allowed)));
  }

  private static <K extends KeyName> Map<String, List<String>> values(
      K[] keys, Function<K, List<String>> allowed) {
    return Arrays.stream(keys).collect(Collectors.toMap(KeyName::asString, allowed));
  }

  /** With a value of each timer. */
  private static String ofClients() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ClientMeters meters = ClientMeters.in(registry);
    meters.connected(Phase.SESSION, Result.SUCCEEDED, 1);
    meters.tried(Phase.SESSION, Result.SUCCEEDED, 1);
    meters.ended(Result.LOST, 1);
    meters.requested(Result.SUCCEEDED, 1);
    return registry.scrape();
  }

  private static String ofFleet() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ToldFleet fleet = new ToldFleet();
    new FleetBinder(fleet).bindTo(registry);
    String scraped = registry.scrape();
    // A registry does not keep what it reads from.
    assertThat(fleet.health().covered()).isTrue();
    return scraped;
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void each_series_that_it_names_exists(Dashboard dashboard) {
    Set<String> known = dashboard.names();
    assertThat(dashboard.queries()).hasSizeGreaterThan(10);
    for (String query : dashboard.queries()) {
      for (MatchResult series : SERIES.matcher(query).results().toList()) {
        assertThat(known).as(query).contains(series.group(1));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void each_label_that_it_names_exists_with_such_values(Dashboard dashboard) {
    for (String query : dashboard.queries()) {
      Matcher by = Pattern.compile("by \\(([^)]*)\\)").matcher(query);
      while (by.find()) {
        for (String label : by.group(1).split(", ")) {
          assertThat(dashboard.scraped()).as(query).contains(label + "=\"");
        }
      }
      for (MatchResult matcher : MATCHER.matcher(query).results().toList()) {
        if (!matcher.group(1).equals("job")) {
          assertThat(dashboard.values()).as(query).containsKey(matcher.group(1));
          assertThat(dashboard.values().get(matcher.group(1)))
              .as(query)
              .contains(matcher.group(2).split("\\|"));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void each_meter_is_shown(Dashboard dashboard) {
    Set<String> shown = new HashSet<>();
    for (String query : dashboard.queries()) {
      SERIES.matcher(query).results().forEach(series -> shown.add(series.group(1)));
    }
    for (MeterDocumentation meter : dashboard.meters()) {
      String name = meter.getName().replace('.', '_');
      assertThat(shown).as(meter.getName()).anyMatch(each -> each.matches(name + "(_\\w+)?"));
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panels_have_numbers_and_places_of_their_own(Dashboard dashboard) {
    List<JsonNode> panels = new ArrayList<>();
    dashboard.read().get("panels").forEach(panels::add);
    assertThat(panels).extracting(panel -> panel.get("id").asInt()).doesNotHaveDuplicates();
    assertThat(panels).extracting(panel -> panel.get("gridPos").toString()).doesNotHaveDuplicates();
    assertThat(panels).allMatch(panel -> !panel.get("description").asText().isEmpty());
  }
}
