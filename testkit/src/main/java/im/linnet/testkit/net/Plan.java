package im.linnet.testkit.net;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link FaultProxy} does to a connection. Immutable: each method returns a changed copy.
 *
 * <pre>{@code
 * Plan plan = Plan.CLEAN.cutAfter(Direction.TO_CLIENT, 512, Cut.RST).chunks(1, 2, 3);
 * }</pre>
 */
public final class Plan {
  /** Everything passes unchanged. */
  public static final Plan CLEAN = new Plan(Map.of(), List.of(), Duration.ZERO, false, null);

  private final Map<Direction, Way> ways;
  private final List<Integer> chunks;
  private final Duration delay;
  private final boolean hidesEnd;
  private final @Nullable Stranger stranger;

  private Plan(
      Map<Direction, Way> ways,
      List<Integer> chunks,
      Duration delay,
      boolean hidesEnd,
      @Nullable Stranger stranger) {
    this.ways = Map.copyOf(ways);
    this.chunks = List.copyOf(chunks);
    this.delay = delay;
    this.hidesEnd = hidesEnd;
    this.stranger = stranger;
  }

  /**
   * Passes exactly that many bytes in that direction, then breaks the connection.
   *
   * @param bytes the number of bytes; with 0, the connection breaks as soon as it is open
   */
  public Plan cutAfter(Direction direction, long bytes, Cut how) {
    Way way = way(direction);
    return with(direction, new Way(new CutAfter(checked(bytes), how), way.stall, way.silence));
  }

  /**
   * Passes exactly that many bytes in that direction and discards all later ones. The other
   * direction is not affected: a half-open link.
   *
   * @param bytes the number of bytes
   */
  public Plan silentAfter(Direction direction, long bytes) {
    Way way = way(direction);
    return with(direction, new Way(way.cut, way.stall, checked(bytes)));
  }

  /**
   * Passes that many bytes in that direction, then holds back later ones for a time, once. The
   * other direction is not affected.
   *
   * @param bytes the number of bytes
   */
  public Plan stallAfter(Direction direction, long bytes, Duration time) {
    Way way = way(direction);
    return with(
        direction, new Way(way.cut, new StallAfter(checked(bytes), checked(time)), way.silence));
  }

  /**
   * Writes in pieces of these sizes, repeatedly, each with a separate write. The network may still
   * join pieces that the receiver is slow to read.
   */
  public Plan chunks(int... sizes) {
    if (Arrays.stream(sizes).anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "sizes: " + Arrays.toString(sizes) + " (expected: each >= 1)");
    }
    return new Plan(ways, Arrays.stream(sizes).boxed().toList(), delay, hidesEnd, stranger);
  }

  /** Waits before each piece that is passed on, in both directions. */
  public Plan delay(Duration value) {
    return new Plan(ways, chunks, checked(value), hidesEnd, stranger);
  }

  /** Hides from each side that the other has closed or reset: the connection stays half open. */
  public Plan halfOpen() {
    return new Plan(ways, chunks, delay, true, stranger);
  }

  /** Lets a stranger answer; nothing of the connection reaches the server. */
  public Plan answeredBy(Stranger somebody) {
    return new Plan(ways, chunks, delay, hidesEnd, somebody);
  }

  Way way(Direction direction) {
    return ways.getOrDefault(direction, Way.OPEN);
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

  /** The stranger who answers in place of the server, or null. */
  @Nullable Stranger stranger() {
    return stranger;
  }

  private Plan with(Direction direction, Way way) {
    Map<Direction, Way> changed = new EnumMap<>(Direction.class);
    changed.putAll(ways);
    changed.put(direction, way);
    return new Plan(changed, chunks, delay, hidesEnd, stranger);
  }

  private static long checked(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes: " + bytes + " (expected: >= 0)");
    }
    return bytes;
  }

  private static Duration checked(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time: " + time + " (expected: >= 0)");
    }
    return time;
  }

  /** {@return the plan in words, for logs} */
  @Override
  public String toString() {
    return stranger != null
        ? "Plan[answered by %s]".formatted(stranger)
        : "Plan[%s, chunks %s, delay %s%s]"
            .formatted(ways, chunks, delay, hidesEnd ? ", ends hidden" : "");
  }

  /** The plan for one direction; positions are in bytes passed. */
  record Way(@Nullable CutAfter cut, @Nullable StallAfter stall, @Nullable Long silence) {
    static final Way OPEN = new Way(null, null, null);

    /** The number of bytes that may be passed in one piece before the next event. */
    long room(long passed) {
      long room = Long.MAX_VALUE;
      if (cut != null) {
        room = cut.bytes - passed;
      }
      if (stall != null && stall.bytes > passed) {
        room = Math.min(room, stall.bytes - passed);
      }
      if (silence != null) {
        room = Math.min(room, silence - passed);
      }
      return room;
    }
  }

  /** The connection breaks after that many bytes. */
  record CutAfter(long bytes, Cut how) {}

  /** The direction stalls for a time after that many bytes. */
  record StallAfter(long bytes, Duration time) {}
}
