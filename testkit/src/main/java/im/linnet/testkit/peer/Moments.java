package im.linnet.testkit.peer;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Named events, each of which happens once and can be awaited by any thread, before or after. */
final class Moments {
  private final Map<String, CompletableFuture<Void>> moments = new ConcurrentHashMap<>();

  void happen(String name) {
    of(name).complete(null);
  }

  /** Releases all waiting threads. */
  void cancel() {
    moments.values().forEach(moment -> moment.cancel(false));
  }

  CompletableFuture<Void> of(String name) {
    return moments.computeIfAbsent(name, unused -> new CompletableFuture<>());
  }
}
