package im.linnet.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.fleet.FleetHealth;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FleetBinderTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ToldFleet node = new ToldFleet();

  private double value(FleetMeter meter, String... tags) {
    Meter found = registry.get(meter.getName()).tags(tags).meter();
    Measurement only = found.measure().iterator().next();
    return only.getValue();
  }

  @Test
  void each_figure_of_the_node_is_read_when_the_registry_is() {
    new FleetBinder(node).bindTo(registry);
    assertThat(value(FleetMeter.SESSIONS, "session", "online")).isEqualTo(3);
    assertThat(value(FleetMeter.SESSIONS, "session", "offline")).isEqualTo(2);
    assertThat(value(FleetMeter.COPIES)).isEqualTo(7);
    assertThat(value(FleetMeter.STREAMS, "stream", "new")).isEqualTo(11);
    assertThat(value(FleetMeter.STREAMS, "stream", "resumed")).isEqualTo(13);
    assertThat(value(FleetMeter.MOVES, "move", "taken-up")).isEqualTo(17);
    assertThat(value(FleetMeter.MOVES, "move", "handed-over")).isEqualTo(19);
    assertThat(value(FleetMeter.COPIED)).isEqualTo(23);
    assertThat(value(FleetMeter.MOVES, "move", "fenced")).isEqualTo(29);
    assertThat(value(FleetMeter.REFUSED)).isEqualTo(31);
    assertThat(value(FleetMeter.UNCERTAIN)).isEqualTo(37);
    assertThat(value(FleetMeter.RECORDS)).isEqualTo(41);
    assertThat(value(FleetMeter.BATCHES)).isEqualTo(43);
    assertThat(value(FleetMeter.BYTES)).isEqualTo(47);
    assertThat(value(FleetMeter.WAITING)).isEqualTo(53);
  }

  @Test
  void the_health_of_the_node_is_shown_as_it_changes() {
    new FleetBinder(node).bindTo(registry);
    assertThat(value(FleetMeter.NODE, "node", "member")).isEqualTo(1);
    assertThat(value(FleetMeter.NODE, "node", "leaving")).isZero();
    assertThat(value(FleetMeter.COVERED)).isEqualTo(1);
    assertThat(value(FleetMeter.MEMBERS, "member", "answering")).isEqualTo(2);
    assertThat(value(FleetMeter.MEMBERS, "member", "silent")).isEqualTo(1);
    node.tell(new FleetHealth(FleetHealth.Status.LEAVING, List.of(), List.of(), null, false, 0, 0));
    assertThat(value(FleetMeter.NODE, "node", "member")).isZero();
    assertThat(value(FleetMeter.NODE, "node", "leaving")).isEqualTo(1);
    assertThat(value(FleetMeter.COVERED)).isZero();
  }

  /** All meters are documented, and their tags name nobody. */
  @Test
  void names_and_tags_are_those_of_the_enums() {
    new FleetBinder(node, Tags.of("group", "a")).bindTo(registry);
    assertThat(registry.getMeters().stream().map(meter -> meter.getId().getName()).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(FleetMeter.values()).map(FleetMeter::getName).toList());
    for (Meter meter : registry.getMeters()) {
      FleetMeter documented =
          Arrays.stream(FleetMeter.values())
              .filter(each -> each.getName().equals(meter.getId().getName()))
              .findFirst()
              .orElseThrow();
      assertThat(meter.getId().getType()).isEqualTo(documented.getType());
      assertThat(meter.getId().getTags()).contains(Tag.of("group", "a"));
      assertThat(
              meter.getId().getTags().stream()
                  .map(Tag::getKey)
                  .filter(key -> !key.equals("group"))
                  .collect(Collectors.toSet()))
          .isEqualTo(
              Arrays.stream(documented.getKeyNames())
                  .map(key -> key.asString())
                  .collect(Collectors.toSet()));
    }
    for (FleetKey key : FleetKey.values()) {
      assertThat(
              registry.getMeters().stream()
                  .map(meter -> meter.getId().getTag(key.asString()))
                  .filter(value -> value != null)
                  .collect(Collectors.toSet()))
          .containsExactlyInAnyOrderElementsOf(key.allowed());
    }
  }
}
