package im.linnet.spring.boot.starter;

import im.linnet.observe.Health;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the health endpoint shows of a client: no secret, no stanza and no address but in the words
 * of the last failure.
 *
 * @param code Boot's word for it
 * @param details shown to those the application allows to see them
 */
record HealthReport(String code, Map<String, Object> details) {

  /** As a name: where the class is absent, the condition could not be read by reflection. */
  static final String BOOT_3 = "org.springframework.boot.actuate.health.HealthIndicator";

  /** The same of Boot 4. */
  static final String BOOT_4 = "org.springframework.boot.health.contributor.HealthIndicator";

  /** Boot's own condition is another class in each generation. */
  static final String ENABLED =
      "${management.health.xmpp.enabled:${management.health.defaults.enabled:true}}";

  static HealthReport of(Health health) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("status", health.status().name().toLowerCase(Locale.ROOT));
    details.put("since", health.since().toString());
    if (health.failure() != null && health.failedAt() != null) {
      details.put("failure", String.valueOf(health.failure().getMessage()));
      details.put("failedAt", health.failedAt().toString());
    }
    details.put("backlog", health.backlog().stanzas());
    details.put("paused", health.backlog().paused());
    details.put("dropped", health.dropped());
    return new HealthReport(code(health), details);
  }

  private static String code(Health health) {
    return switch (health.status()) {
      case CONNECTED -> "UP";
      case CLOSING, CLOSED -> "OUT_OF_SERVICE";
      // Nobody has asked it to connect yet.
      case DISCONNECTED -> health.failure() == null ? "UNKNOWN" : "DOWN";
      case WAITING, CONNECTING -> "DOWN";
    };
  }
}
