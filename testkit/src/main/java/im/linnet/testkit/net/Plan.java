package im.linnet.testkit.net;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link FaultProxy} does to a connection. Immutable: each method gives a changed copy.
 *
 * <pre>{@code
 * Plan.CLEAN.cutAfter(Direction.TO_CLIENT, 512, Cut.RST).chunks(1, 2, 3)
 * }</pre>
 */
public final class Plan {
  /** Everything passes as it comes. */
  public static final Plan CLEAN = new Plan(Map.of(), List.of(), Duration.ZERO, false);

  private final Map<Direction, CutAfter> cuts;
  private final List<Integer> chunks;
  private final Duration delay;
  private final boolean hidesEnd;

  private Plan(
      Map<Direction, CutAfter> cuts, List<Integer> chunks, Duration delay, boolean hidesEnd) {
    this.cuts = Map.copyOf(cuts);
    this.chunks = List.copyOf(chunks);
    this.delay = delay;
    this.hidesEnd = hidesEnd;
  }

  /**
   * Lets exactly so many bytes pass in that direction, then breaks the connection.
   *
   * @param bytes how many; with 0, it breaks as soon as it is there
   */
  public Plan cutAfter(Direction direction, long bytes, Cut how) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes: " + bytes + " (expected: >= 0)");
    }
    Map<Direction, CutAfter> changed = new EnumMap<>(Direction.class);
    changed.putAll(cuts);
    changed.put(direction, new CutAfter(bytes, how));
    return new Plan(changed, chunks, delay, hidesEnd);
  }

  /**
   * Writes in pieces of these sizes, over and over, each with a write of its own. The network may
   * still join pieces that the receiver is slow to read.
   */
  public Plan chunks(int... sizes) {
    if (Arrays.stream(sizes).anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "sizes: " + Arrays.toString(sizes) + " (expected: each >= 1)");
    }
    return new Plan(cuts, Arrays.stream(sizes).boxed().toList(), delay, hidesEnd);
  }

  /** Waits before each piece that is passed on, in both directions. */
  public Plan delay(Duration value) {
    return new Plan(cuts, chunks, value, hidesEnd);
  }

  /** Keeps from each side that the other has closed or reset: the connection stays half open. */
  public Plan halfOpen() {
    return new Plan(cuts, chunks, delay, true);
  }

  @Nullable CutAfter cut(Direction direction) {
    return cuts.get(direction);
  }

  /** The size of the n-th piece, or no limit. */
  int chunk(long n) {
    return chunks.isEmpty() ? Integer.MAX_VALUE : chunks.get((int) (n % chunks.size()));
  }

  Duration delay() {
    return delay;
  }

  boolean hidesEnd() {
    return hidesEnd;
  }

  /** So many bytes pass, then the connection breaks. */
  record CutAfter(long bytes, Cut how) {}
}
