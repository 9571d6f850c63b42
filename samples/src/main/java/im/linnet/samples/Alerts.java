package im.linnet.samples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What Alertmanager (webhook, version 4) and Grafana (unified alerting) report, as a text.
 * Grafana's JSON is Alertmanager's with more in it, such as a title.
 */
final class Alerts {

  private static final int MAX_SHOWN = 20;
  private static final int MAX_FIELD = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Alerts() {}

  /**
   * Reads a report.
   *
   * @throws IllegalArgumentException if it is none
   */
  static String text(byte[] json) {
    JsonNode report;
    try {
      report = JSON.readTree(json);
    } catch (IOException malformed) {
      throw new IllegalArgumentException("The body is no JSON", malformed);
    }
    JsonNode alerts = report.path("alerts");
    if (!alerts.isArray() || alerts.isEmpty()) {
      throw new IllegalArgumentException("The body has no “alerts”");
    }
    List<String> lines = new ArrayList<>();
    lines.add(title(report, alerts.size()));
    for (int i = 0; i < alerts.size() && i < MAX_SHOWN; i++) {
      lines.add(line(alerts.get(i)));
    }
    if (alerts.size() > MAX_SHOWN) {
      lines.add("and %d more".formatted(alerts.size() - MAX_SHOWN));
    }
    String link = field(report, "externalURL");
    if (!link.isEmpty()) {
      lines.add(link);
    }
    return String.join("\n", lines);
  }

  private static String title(JsonNode report, int number) {
    String title = field(report, "title");
    return title.isEmpty()
        ? "[%s:%d] %s"
            .formatted(
                field(report, "status").toUpperCase(Locale.ROOT),
                number,
                field(report.path("commonLabels"), "alertname"))
            .strip()
        : title;
  }

  /** Such as {@code firing: HighLoad, web1, critical: load is 12}. */
  private static String line(JsonNode alert) {
    JsonNode labels = alert.path("labels");
    String what =
        Stream.of("alertname", "instance", "severity")
            .map(name -> field(labels, name))
            .filter(value -> !value.isEmpty())
            .reduce((one, other) -> one + ", " + other)
            .orElse("an alert");
    JsonNode annotations = alert.path("annotations");
    String why =
        Stream.of("summary", "description", "message")
            .map(name -> field(annotations, name))
            .filter(value -> !value.isEmpty())
            .findFirst()
            .orElse("");
    String line = "%s: %s".formatted(field(alert, "status"), what);
    return why.isEmpty() ? line : line + ": " + why;
  }

  /** A text of one line; empty if there is none. */
  private static String field(JsonNode parent, String name) {
    String value = parent.path(name).asText("").replaceAll("\\s+", " ").strip();
    return value.length() > MAX_FIELD ? value.substring(0, MAX_FIELD) + "…" : value;
  }
}
