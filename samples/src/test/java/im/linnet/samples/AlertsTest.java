package im.linnet.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertsTest {

  /** In the form of Alertmanager's documentation of webhooks. */
  static final String ALERTMANAGER =
      """
      {"version": "4", "groupKey": "{}:{alertname=\\"HighLoad\\"}", "truncatedAlerts": 0,
       "status": "firing", "receiver": "xmpp", "groupLabels": {"alertname": "HighLoad"},
       "commonLabels": {"alertname": "HighLoad"}, "commonAnnotations": {},
       "externalURL": "http://alerts.example.com:9093",
       "alerts": [
         {"status": "firing",
          "labels": {"alertname": "HighLoad", "instance": "web1", "severity": "critical"},
          "annotations": {"summary": "The load is 12", "description": "much more"},
          "startsAt": "2026-11-29T10:00:00Z", "endsAt": "0001-01-01T00:00:00Z",
          "generatorURL": "http://prometheus.example.com/graph", "fingerprint": "c0ffee"},
         {"status": "resolved", "labels": {"alertname": "HighLoad", "instance": "web2"},
          "annotations": {}}]}
      """;

  /** In the form of Grafana's documentation of webhooks. */
  private static final String GRAFANA =
      """
      {"receiver": "xmpp", "status": "firing", "orgId": 1, "version": "1", "state": "alerting",
       "title": "[FIRING:1] Disk (web1)", "message": "**Firing** ...",
       "externalURL": "https://grafana.example.com/", "truncatedAlerts": 0,
       "alerts": [
         {"status": "firing", "labels": {"alertname": "Disk", "grafana_folder": "Hosts"},
          "annotations": {"description": "The disk\\nis   full"},
          "values": {"B": 97.5}, "valueString": "[ var='B' value=97.5 ]",
          "dashboardURL": "https://grafana.example.com/d/1", "panelURL": "", "imageURL": ""}]}
      """;

  @Test
  void shows_what_alertmanager_reports() {
    assertThat(text(ALERTMANAGER).split("\n"))
        .containsExactly(
            "[FIRING:2] HighLoad",
            "firing: HighLoad, web1, critical: The load is 12",
            "resolved: HighLoad, web2",
            "http://alerts.example.com:9093");
  }

  @Test
  void shows_what_grafana_reports() {
    assertThat(text(GRAFANA).split("\n"))
        .containsExactly(
            "[FIRING:1] Disk (web1)",
            "firing: Disk: The disk is full",
            "https://grafana.example.com/");
  }

  @Test
  void shows_so_many_alerts_as_can_be_read_and_counts_the_others() {
    String alerts = "{\"status\":\"firing\"},".repeat(30) + "{}";
    assertThat(text("{\"alerts\":[" + alerts + "]}").split("\n"))
        .hasSize(22)
        .startsWith("[:31]", "firing: an alert")
        .endsWith("and 11 more");
  }

  @Test
  void cuts_what_is_too_long_and_takes_everything_as_text() {
    String summary = "x".repeat(10_000);
    assertThat(
            text(
                "{\"alerts\":[{\"status\":7,\"labels\":[1],\"annotations\":{\"summary\":\"%s\"}}]}"
                    .formatted(summary)))
        .isEqualTo("[:1]\n7: an alert: " + "x".repeat(500) + "…");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "{}",
        "{\"alerts\":[]}",
        "{\"alerts\":{}}",
        "{\"alerts\":\"x\"}",
        "{\"alerts\":[",
        "<alerts/>"
      })
  void refuses_what_is_no_report(String json) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> text(json))
        .withMessageStartingWith("The body ");
  }

  @Test
  void refuses_what_is_nested_too_deep() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> text("{\"alerts\":" + "[".repeat(100_000)))
        .withMessage("The body is no JSON");
  }

  private static String text(String json) {
    return Alerts.text(json.getBytes(StandardCharsets.UTF_8));
  }
}
