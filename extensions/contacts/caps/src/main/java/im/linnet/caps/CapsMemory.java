package im.linnet.caps;

import im.linnet.disco.DiscoInfo;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A bounded store in memory. Safe for use by any thread; the lock is held for map operations. */
final class CapsMemory implements CapsStore {

  private record Kept(DiscoInfo info, long weight) {}

  private final int answers;
  private final long characters;

  /** The least recently used one first. */
  private final Map<CapsHash, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

  private long total;

  CapsMemory(int answers, long characters) {
    this.answers = answers;
    this.characters = characters;
  }

  @Override
  public synchronized CompletableFuture<Optional<DiscoInfo>> find(CapsHash hash) {
    return CompletableFuture.completedFuture(Optional.ofNullable(kept.get(hash)).map(Kept::info));
  }

  @Override
  public void store(CapsHash hash, DiscoInfo info) {
    Kept entry = new Kept(info, info.toElement().weight());
    synchronized (this) {
      Kept before = kept.put(hash, entry);
      total += entry.weight - (before == null ? 0 : before.weight);
      Iterator<Kept> oldest = kept.values().iterator();
      while (kept.size() > answers || total > characters) {
        total -= oldest.next().weight;
        oldest.remove();
      }
    }
  }

  /** All answers, the least recently used one first. */
  synchronized Map<CapsHash, DiscoInfo> all() {
    Map<CapsHash, DiscoInfo> all = new LinkedHashMap<>();
    kept.forEach((hash, entry) -> all.put(hash, entry.info));
    return all;
  }

  synchronized int size() {
    return kept.size();
  }
}
