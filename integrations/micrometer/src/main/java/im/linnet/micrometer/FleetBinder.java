package im.linnet.micrometer;

import im.linnet.fleet.Fleet;
import im.linnet.fleet.FleetHealth;
import im.linnet.fleet.FleetMeters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The meters of one node of a fleet: {@link FleetMeter} lists them. For programs that have {@code
 * linnet-fleet}.
 *
 * <pre>{@code
 * import im.linnet.fleet.Fleet;
 *
 * static void watch(Fleet fleet, MeterRegistry registry) {
 *   new FleetBinder(fleet).bindTo(registry);
 * }
 * }</pre>
 *
 * <p>Each value is read from the node when the registry is. Does not keep the node from being
 * collected. The clients of its sessions have meters of their own: watch them by {@link
 * ClientMeters} in {@code FleetBuilder.sessions}.
 */
@SuppressWarnings("exports") // The fleet is required only by users of this class.
public final class FleetBinder implements MeterBinder {

  private final Fleet fleet;
  private final Tags common;

  /**
   * Meters without further tags.
   *
   * @param fleet the node
   */
  public FleetBinder(Fleet fleet) {
    this(fleet, Tags.empty());
  }

  /**
   * Meters with tags that tell several nodes in one registry apart.
   *
   * @param fleet the node
   * @param tags tags of each meter; their values must not name users
   */
  public FleetBinder(Fleet fleet, Iterable<Tag> tags) {
    this.fleet = fleet;
    common = Tags.of(tags);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    health(registry);
    sessions(registry);
    counters(registry);
  }

  private void health(MeterRegistry registry) {
    for (FleetHealth.Status status : FleetHealth.Status.values()) {
      Tags tags = tags(FleetKey.NODE, ClientKey.word(status));
      gauge(registry, FleetMeter.NODE, tags, it -> it.health().status() == status ? 1 : 0);
    }
    gauge(registry, FleetMeter.COVERED, common, it -> it.health().covered() ? 1 : 0);
    gauge(registry, FleetMeter.MEMBERS, tags(FleetKey.MEMBER, "answering"), FleetBinder::answering);
    gauge(
        registry,
        FleetMeter.MEMBERS,
        tags(FleetKey.MEMBER, "silent"),
        it -> it.health().silent().size());
  }

  private static double answering(Fleet fleet) {
    FleetHealth health = fleet.health();
    return health.nodes().stream().filter(node -> !health.silent().contains(node)).count();
  }

  private void sessions(MeterRegistry registry) {
    gauge(
        registry,
        FleetMeter.SESSIONS,
        tags(FleetKey.SESSION, "online"),
        it -> it.meters().online());
    gauge(registry, FleetMeter.SESSIONS, tags(FleetKey.SESSION, "offline"), FleetBinder::offline);
    gauge(registry, FleetMeter.COPIES, common, it -> it.meters().copies());
    gauge(registry, FleetMeter.WAITING, common, it -> it.meters().waiting());
  }

  /** The two are counted one after the other, so for a moment there may be more online than all. */
  private static double offline(Fleet fleet) {
    FleetMeters meters = fleet.meters();
    return Math.max(0, meters.sessions() - meters.online());
  }

  private void counters(MeterRegistry registry) {
    counter(registry, FleetMeter.STREAMS, tags(FleetKey.STREAM, "new"), FleetMeters::bound);
    counter(registry, FleetMeter.STREAMS, tags(FleetKey.STREAM, "resumed"), FleetMeters::resumed);
    counter(registry, FleetMeter.MOVES, tags(FleetKey.MOVE, "taken-up"), FleetMeters::takenUp);
    counter(
        registry, FleetMeter.MOVES, tags(FleetKey.MOVE, "handed-over"), FleetMeters::handedOver);
    counter(registry, FleetMeter.MOVES, tags(FleetKey.MOVE, "fenced"), FleetMeters::fenced);
    counter(registry, FleetMeter.COPIED, common, FleetMeters::copied);
    counter(registry, FleetMeter.REFUSED, common, FleetMeters::refused);
    counter(registry, FleetMeter.UNCERTAIN, common, FleetMeters::uncertain);
    counter(registry, FleetMeter.RECORDS, common, FleetMeters::records);
    counter(registry, FleetMeter.BATCHES, common, FleetMeters::batches);
    counter(registry, FleetMeter.BYTES, common, FleetMeters::bytes);
  }

  private Tags tags(FleetKey key, String value) {
    return common.and(key.asString(), value);
  }

  private void gauge(
      MeterRegistry registry, FleetMeter meter, Tags tags, ToDoubleFunction<Fleet> value) {
    Gauge.builder(meter.getName(), fleet, value)
        .description(meter.meaning())
        .baseUnit(meter.getBaseUnit())
        .tags(tags)
        .register(registry);
  }

  private void counter(
      MeterRegistry registry, FleetMeter meter, Tags tags, ToLongFunction<FleetMeters> value) {
    FunctionCounter.builder(meter.getName(), fleet, it -> value.applyAsLong(it.meters()))
        .description(meter.meaning())
        .baseUnit(meter.getBaseUnit())
        .tags(tags)
        .register(registry);
  }
}
