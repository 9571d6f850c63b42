package im.linnet.micrometer;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.connection.Backlog;
import im.linnet.connection.Dropped;
import im.linnet.failure.Phase;
import im.linnet.observe.Result;
import im.linnet.observe.StanzaKind;
import im.linnet.observe.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The meters of a program's clients in one registry: {@link ClientMeter} lists them.
 *
 * <pre>{@code
 * ClientMeters meters = ClientMeters.in(new SimpleMeterRegistry());
 * ClientBuilder builder = XmppClient.builder("romeo@example.com").with(meters::watch);
 * }</pre>
 *
 * <p>Make one for each registry and watch all clients with it: each meter sums them up. To
 * distinguish groups of clients, make one for each group, with tags of its own. Does not keep
 * clients from being collected. Thread-safe.
 */
public final class ClientMeters {

  private final MeterRegistry registry;
  private final Tags common;
  private final Map<Status, AtomicInteger> clients = new EnumMap<>(Status.class);
  private final AtomicInteger paused = new AtomicInteger();
  private final Set<XmppClient> watched =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
  private final Map<StanzaKind, Counter> received = new EnumMap<>(StanzaKind.class);
  private final Map<StanzaKind, Counter> sent = new EnumMap<>(StanzaKind.class);
  private final Map<Dropped.Reason, Counter> dropped = new EnumMap<>(Dropped.Reason.class);
  private final Counter fresh;
  private final Counter resumed;
  private final Counter reconnects;
  private final Timer pause;
  private final Timer slow;
  private final Timers connect = new Timers(ClientMeter.CONNECT);
  private final Timers endpoint = new Timers(ClientMeter.ENDPOINT);
  private final Timers session = new Timers(ClientMeter.SESSION);
  private final Timers request = new Timers(ClientMeter.REQUEST);

  private ClientMeters(MeterRegistry registry, Tags common) {
    this.registry = registry;
    this.common = common;
    for (StanzaKind kind : StanzaKind.values()) {
      Tags tags = tags(ClientKey.STANZA, ClientKey.word(kind));
      received.put(kind, counter(ClientMeter.RECEIVED, tags));
      sent.put(kind, counter(ClientMeter.SENT, tags));
    }
    for (Dropped.Reason reason : Dropped.Reason.values()) {
      dropped.put(
          reason, counter(ClientMeter.DROPPED, tags(ClientKey.REASON, ClientKey.word(reason))));
    }
    fresh = counter(ClientMeter.STREAMS, tags(ClientKey.STREAM, ClientKey.stream(false)));
    resumed = counter(ClientMeter.STREAMS, tags(ClientKey.STREAM, ClientKey.stream(true)));
    reconnects = counter(ClientMeter.RECONNECTS, common);
    pause = timer(ClientMeter.PAUSE, common);
    slow = timer(ClientMeter.SLOW_CALLBACK, common);
    gauges();
  }

  /**
   * Registers the meters.
   *
   * @param registry where to
   * @return the meters, for all clients of the program
   */
  public static ClientMeters in(MeterRegistry registry) {
    return in(registry, Tags.empty());
  }

  /**
   * Registers the meters with tags that distinguish a group of clients.
   *
   * @param registry where to
   * @param group tags of each meter; their values must not name users
   * @return the meters, for the clients of that group
   */
  public static ClientMeters in(MeterRegistry registry, Iterable<Tag> group) {
    return new ClientMeters(registry, Tags.of(group));
  }

  /**
   * Watches a client, as an extension of it.
   *
   * @param client the client
   * @return the extension, for {@link im.linnet.ClientBuilder#with}
   */
  public Extension watch(XmppClient client) {
    watched.add(client);
    return new MeteredClient(this);
  }

  private void gauges() {
    for (Status status : Status.values()) {
      AtomicInteger count = new AtomicInteger();
      clients.put(status, count);
      if (status != Status.CLOSED) {
        gauge(ClientMeter.CLIENTS, count::get, tags(ClientKey.STATUS, ClientKey.word(status)));
      }
    }
    gauge(ClientMeter.PAUSED, paused::get, common);
    gauge(ClientMeter.BACKLOG, () -> sum(Backlog::stanzas), common);
    gauge(ClientMeter.BACKLOG_SIZE, () -> sum(Backlog::bytes), common);
  }

  private long sum(ToLongFunction<Backlog> part) {
    synchronized (watched) {
      return watched.stream().map(XmppClient::backlog).mapToLong(part).sum();
    }
  }

  private Tags tags(ClientKey key, String value) {
    return common.and(key.asString(), value);
  }

  private void gauge(ClientMeter meter, Supplier<Number> value, Tags tags) {
    Gauge.builder(meter.getName(), value)
        .description(meter.meaning())
        .baseUnit(meter.getBaseUnit())
        .tags(tags)
        .register(registry);
  }

  private Counter counter(ClientMeter meter, Tags tags) {
    return Counter.builder(meter.getName())
        .description(meter.meaning())
        .tags(tags)
        .register(registry);
  }

  private Timer timer(ClientMeter meter, Tags tags) {
    return Timer.builder(meter.getName())
        .description(meter.meaning())
        .tags(tags)
        .register(registry);
  }

  /** A client has changed its state; null before the first change, and closed ones don't count. */
  void moved(Status from, Status to) {
    count(from).decrementAndGet();
    count(to).incrementAndGet();
  }

  /** A client has entered its first state. */
  void began(Status first) {
    count(first).incrementAndGet();
  }

  private AtomicInteger count(Status status) {
    return known(clients, status);
  }

  private static <K extends Enum<K>, V> V known(Map<K, V> all, K key) {
    V value = all.get(key);
    if (value == null) {
      throw new IllegalArgumentException("key: " + key + " (expected: one of its kind)");
    }
    return value;
  }

  /** A client pauses reading, or resumes. */
  void reading(boolean now) {
    paused.addAndGet(now ? -1 : 1);
  }

  Counter received(StanzaKind kind) {
    return known(received, kind);
  }

  Counter sent(StanzaKind kind) {
    return known(sent, kind);
  }

  Counter dropped(Dropped.Reason reason) {
    return known(dropped, reason);
  }

  Counter streams(boolean isResumed) {
    return isResumed ? resumed : fresh;
  }

  Counter reconnects() {
    return reconnects;
  }

  Timer pause() {
    return pause;
  }

  Timer slowCallback() {
    return slow;
  }

  void connected(Phase phase, Result result, long nanos) {
    connect.of(phase, result).record(nanos, TimeUnit.NANOSECONDS);
  }

  void tried(Phase phase, Result result, long nanos) {
    endpoint.of(phase, result).record(nanos, TimeUnit.NANOSECONDS);
  }

  void ended(Result why, long nanos) {
    session.of(why).record(nanos, TimeUnit.NANOSECONDS);
  }

  void requested(Result result, long nanos) {
    request.of(result).record(nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * The timers of one meter. Most results never occur, so each is registered when it does, which
   * takes the registry's lock that one time.
   */
  private final class Timers {

    private final ClientMeter meter;
    private final Map<Result, Timer> made = new ConcurrentHashMap<>();
    private final Map<Result, Map<Phase, Timer>> madeOfPhases = new ConcurrentHashMap<>();

    Timers(ClientMeter meter) {
      this.meter = meter;
    }

    Timer of(Result result) {
      Timer known = made.get(result);
      return known == null ? made.computeIfAbsent(result, key -> timer(meter, tags(key))) : known;
    }

    Timer of(Phase phase, Result result) {
      return madeOfPhases
          .computeIfAbsent(result, key -> new ConcurrentHashMap<>())
          .computeIfAbsent(
              phase,
              key ->
                  timer(meter, tags(result).and(ClientKey.PHASE.asString(), ClientKey.word(key))));
    }

    private Tags tags(Result result) {
      return ClientMeters.this.tags(ClientKey.RESULT, ClientKey.word(result));
    }
  }
}
