package im.linnet.samples;

import im.linnet.XmppClient;
import im.linnet.stanza.Presence;
import im.linnet.testkit.net.FreePorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The steps of {@link FleetDemo}. */
final class FleetWalk implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final FleetHost host;
  private final int nodes;
  private final int rate;
  private final Timeline timeline;
  private final List<FleetChild> children = new ArrayList<>();
  private final XmppClient asker;

  FleetWalk(FleetHost host, int nodes, int rate, Timeline timeline) {
    this.host = host;
    this.nodes = nodes;
    this.rate = rate;
    this.timeline = timeline;
    this.asker = host.asker().build();
  }

  void wholeWalk() throws Exception {
    startNodes();
    asker.connect().join();
    asker.deliver(Presence.available()).join();
    try (FleetQuestions questions = new FleetQuestions(asker, host.all())) {
      questions.begin();
      killed(children.get(nodes / 2));
      awaitCopies();
      left(children.get(nodes - 1));
      questions.end();
      await("the last answers", questions::isDone);
      timeline.note(questions.toString());
    }
    timeline.note("All nodes end");
    children.forEach(FleetChild::end);
  }

  private void startNodes() throws InterruptedException {
    List<Integer> ports = FreePorts.find(nodes);
    String seeds = ports.stream().map(String::valueOf).collect(Collectors.joining(","));
    for (int n = 0; n < nodes; n++) {
      children.add(
          FleetChild.start(
              "node " + (n + 1),
              List.of(
                  ports.get(n).toString(),
                  seeds,
                  Integer.toString(nodes),
                  host.server().domain(),
                  Integer.toString(host.server().starttlsPort()),
                  host.anchor().toString(),
                  Integer.toString(host.accounts()),
                  Integer.toString(rate))));
    }
    timeline.note(nodes + " nodes start; they hold sessions once all are there");
    awaitAll();
    awaitCopies();
    timeline.note("All accounts are online: " + places());
  }

  /** As when a machine loses its power. */
  private void killed(FleetChild child) throws InterruptedException {
    int held = child.figures().online();
    int resumed = resumed();
    long began = System.nanoTime();
    child.kill();
    timeline.note("Killed %s, which held %d sessions".formatted(child.name(), held));
    awaitAll();
    timeline.note(
        "All accounts are online again after %.1f s, %d streams resumed: %s"
            .formatted(seconds(began), resumed() - resumed, places()));
  }

  /** As in a deploy. */
  private void left(FleetChild child) throws Exception {
    int held = child.figures().online();
    int resumed = resumed();
    long began = System.nanoTime();
    timeline.note("Told %s to end, which holds %d sessions".formatted(child.name(), held));
    child.end().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    awaitAll();
    timeline.note(
        "All accounts are online elsewhere after %.1f s, %d streams resumed: %s"
            .formatted(seconds(began), resumed() - resumed, places()));
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private int resumed() {
    return children.stream().mapToInt(child -> child.figures().resumed()).sum();
  }

  private void awaitAll() throws InterruptedException {
    await("all accounts", () -> online() == host.accounts());
  }

  /** Until no node expects one that is gone, and each stream has a copy elsewhere. */
  private void awaitCopies() throws InterruptedException {
    List<FleetChild> alive = children.stream().filter(FleetChild::isAlive).toList();
    await(
        "copies of all streams",
        () ->
            alive.stream()
                .map(FleetChild::figures)
                .allMatch(each -> each.nodes() == alive.size() && each.covered()));
  }

  private int online() {
    return children.stream().mapToInt(child -> child.figures().online()).sum();
  }

  private void await(String what, BooleanSupplier done) throws InterruptedException {
    long began = System.nanoTime();
    long shown = began;
    while (!done.getAsBoolean()) {
      long now = System.nanoTime();
      if (now - began > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "Waited for %s for %s in vain: %s".formatted(what, PATIENCE, places()));
      }
      if (now - shown > Duration.ofSeconds(5).toNanos()) {
        shown = now;
        timeline.note("  %d of %d online".formatted(online(), host.accounts()));
      }
      Thread.sleep(50);
    }
  }

  private String places() {
    return children.stream()
        .map(child -> child.name() + " has " + child.figures().online())
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    children.forEach(FleetChild::close);
    asker.close();
  }
}
