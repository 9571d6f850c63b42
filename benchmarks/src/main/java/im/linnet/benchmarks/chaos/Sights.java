package im.linnet.benchmarks.chaos;

import im.linnet.timeline.Progress;
import im.linnet.timeline.TimelineEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a device's timeline has shown, and by which way: for the report on what it has shown twice.
 * Safe for use by several threads.
 */
final class Sights {

  private static final int SHOWN = 5;
  private static final int STEPS = 12;

  /** One entry of the timeline. */
  private record Sight(long millis, TimelineEntry entry) {

    @Override
    public String toString() {
      return "%s, id %s, of %s, at %d ms"
          .formatted(entry.way(), entry.archiveId(), entry.time(), millis);
    }
  }

  /** The timeline's progress from then on. */
  private record Step(long millis, Progress progress) {

    @Override
    public String toString() {
      return "%s at %d ms".formatted(progress, millis);
    }
  }

  private final long start = System.nanoTime();
  private final Map<String, List<Sight>> texts = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();

  private long now() {
    return (System.nanoTime() - start) / 1_000_000;
  }

  synchronized void saw(TimelineEntry entry) {
    String body = entry.message().body();
    if (body != null) {
      texts.computeIfAbsent(body, each -> new ArrayList<>(1)).add(new Sight(now(), entry));
    }
  }

  synchronized void progressed(Progress progress) {
    steps.add(new Step(now(), progress));
  }

  synchronized Set<String> texts() {
    return Set.copyOf(texts.keySet());
  }

  synchronized boolean has(String text) {
    return texts.containsKey(text);
  }

  /** How many entries were shown again. */
  synchronized int repeated() {
    return texts.values().stream().mapToInt(List::size).sum() - texts.size();
  }

  /** The first of them, and the progress around the first; nothing if there are none. */
  synchronized List<String> report() {
    List<Map.Entry<String, List<Sight>>> twice =
        texts.entrySet().stream()
            .filter(each -> each.getValue().size() > 1)
            .sorted(Comparator.comparing(each -> each.getValue().get(1).millis()))
            .toList();
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, List<Sight>> each : twice.subList(0, Math.min(SHOWN, twice.size()))) {
      lines.add("%s was shown twice: %s".formatted(each.getKey(), each.getValue()));
    }
    if (!twice.isEmpty()) {
      lines.add("the timeline was " + around(twice.get(0).getValue().get(1).millis()));
    }
    return lines;
  }

  private List<Step> around(long millis) {
    int at = 0;
    while (at < steps.size() && steps.get(at).millis() <= millis) {
      at++;
    }
    return steps.subList(Math.max(0, at - STEPS), Math.min(steps.size(), at + 2));
  }
}
