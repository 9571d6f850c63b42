package im.linnet.benchmarks.chaos;

import im.linnet.ClientResources;
import im.linnet.benchmarks.ProgressLine;
import im.linnet.jid.Jid;
import im.linnet.testkit.net.Cut;
import im.linnet.testkit.server.RealServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Devices of two users, all but one of them of the first. Their connections are cut, and each of
 * them must in the end have seen every message once.
 */
final class DevicesRun implements AutoCloseable {

  private static final int TICK_MILLIS = 100;
  private static final String FIRST = Party.user("a", 0);
  private static final String SECOND = Party.user("b", 0);

  private final String server;
  private final Settings settings;
  private final Jid first;
  private final Jid second;
  private final ClientResources resources = ClientResources.create();
  private final List<Device> devices = new ArrayList<>();
  private final ProgressLine progress = new ProgressLine();
  private long owed;
  private int outages;
  private int stuck;
  private long moved;
  private long still;

  DevicesRun(String name, RealServer server, Settings settings, int count) {
    this.server = name;
    this.settings = settings;
    this.first = Jid.of(FIRST + "@" + server.domain());
    this.second = Jid.of(SECOND + "@" + server.domain());
    for (int i = 1; i < count; i++) {
      devices.add(new Device("first" + i, FIRST, server, resources));
    }
    devices.add(new Device("second", SECOND, server, resources));
  }

  /** Runs to the end. {@return whether all is as it should be} */
  boolean run() throws InterruptedException {
    devices.forEach(device -> device.begin().orTimeout(30, TimeUnit.SECONDS).join());
    List<Faults> faults = IntStream.range(0, devices.size()).mapToObj(this::breaking).toList();
    long next = settings.longOutage();
    while (cuts() < settings.cuts() && !isStuck()) {
      if (settings.longOutage() > 0 && cuts() >= next) {
        next += settings.longOutage();
        keepAway(devices.get(outages++ % devices.size()));
      }
      sendSome();
      pause();
    }
    faults.forEach(Faults::end);
    while (!isComplete() && !isStuck()) {
      pause();
    }
    progress.end();
    return verdict();
  }

  /** Whether nothing was cut, sent or seen for as long as the settings allow. */
  private boolean isStuck() {
    long now =
        cuts()
            + sent()
            + devices.stream().mapToLong(device -> device.sights().texts().size()).sum();
    if (now != moved) {
      moved = now;
      still = 0;
    }
    return ++still > settings.patience().toMillis() / TICK_MILLIS;
  }

  private Faults breaking(int index) {
    Lines lines = devices.get(index).lines();
    Faults faults = Faults.of(settings.seed() * 31 + index, lines, settings.strangers());
    faults.breakOn(lines);
    return faults;
  }

  /** Longer than the server keeps its stream; the others go on talking. */
  private void keepAway(Device device) throws InterruptedException {
    device.lines().refuse();
    device.lines().cut(Cut.RST);
    long ticks = LongOutages.RESUMABLE.plusSeconds(2).toMillis() / TICK_MILLIS;
    for (long i = 0; i < ticks; i++) {
      sendSome();
      pause();
    }
    device.lines().listen();
  }

  /** As many as the rate asks for in a tick, by all devices. */
  private void sendSome() {
    owed += settings.rate();
    for (; owed >= 1000 / TICK_MILLIS; owed -= 1000 / TICK_MILLIS) {
      for (Device device : devices) {
        if (device.pending() < 64) {
          device.send(device.name().startsWith("first") ? second : first);
        }
      }
    }
  }

  private void pause() throws InterruptedException {
    progress.show(
        "chaos through %s, %d devices: %d of %d cuts, %d messages sent, %d streams resumed"
            .formatted(server, devices.size(), cuts(), settings.cuts(), sent(), resumed()));
    Thread.sleep(TICK_MILLIS);
  }

  private long cuts() {
    return devices.stream().mapToLong(device -> device.lines().broken()).sum();
  }

  private int sent() {
    return devices.stream().mapToInt(Device::sent).sum();
  }

  private long resumed() {
    return devices.stream().mapToLong(device -> device.losses().resumed()).sum();
  }

  private boolean isComplete() {
    return devices.stream().allMatch(device -> device.pending() == 0 && device.isUpToDate())
        && devices.stream().allMatch(device -> missing(device).isEmpty());
  }

  /** What all should have, and this one has not: what arrived at the server as far as known. */
  private Set<String> missing(Device device) {
    Set<String> all = new HashSet<>();
    for (Device sender : devices) {
      all.addAll(sender.delivered());
      sender.uncertain().stream()
          .filter(text -> devices.stream().anyMatch(d -> d != sender && d.sights().has(text)))
          .forEach(all::add);
    }
    all.removeAll(device.sights().texts());
    return all;
  }

  private boolean verdict() {
    int lost = 0;
    int duplicated = 0;
    for (Device device : devices) {
      Set<String> missing = missing(device);
      lost += missing.size();
      duplicated += device.sights().repeated();
      if (!missing.isEmpty() || device.pending() > 0 || !device.isUpToDate()) {
        stuck += device.pending() > 0 || !device.isUpToDate() ? 1 : 0;
        System.out.println(device.words(missing.isEmpty() ? null : missing.toString()));
        System.out.println(
            device.name() + ": the archive has of these " + archived(device, missing));
      }
      device.sights().report().forEach(line -> System.out.println(device.name() + ": " + line));
    }
    closeClients();
    int uncertain = devices.stream().mapToInt(device -> device.uncertain().size()).sum();
    System.out.printf(
        "%d connections broken in %d s, %d streams resumed, %d bound anew; %d times a device was"
            + " kept away longer than its stream lives; %d messages uncertain, %d gaps%n",
        cuts(),
        progress.taken().toSeconds(),
        resumed(),
        devices.stream().mapToLong(device -> device.losses().bound()).sum(),
        outages,
        uncertain,
        devices.stream().mapToInt(Device::gaps).sum());
    System.out.printf(
        "RESULT chaos server=%s devices=%d cuts=%d sent=%d lost=%d duplicated=%d stuck=%d%n",
        server, devices.size(), cuts(), sent(), lost, duplicated, stuck);
    return lost == 0 && duplicated == 0 && stuck == 0;
  }

  /** Whether what a device misses is the server's loss, too. */
  private static String archived(Device device, Set<String> missing) {
    try {
      return device.archived(missing).toString();
    } catch (CompletionException unreadable) {
      return "an unknown part: " + unreadable.getCause();
    }
  }

  private void closeClients() {
    for (Device device : devices) {
      try {
        device.client().shutdown().orTimeout(20, TimeUnit.SECONDS).join();
      } catch (CompletionException e) {
        stuck++;
        System.out.println(device.words(null) + " and does not close: " + e.getCause());
      }
    }
  }

  @Override
  public void close() {
    devices.forEach(Device::close);
    resources.close();
  }
}
