package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that leaves a buffer of Netty's unreleased, and one that leaves a thread of
 * ours running. Only as good as the detector's level, which the build sets to paranoid.
 */
final class NoLeaks implements BeforeAllCallback, AfterAllCallback {

  private static final int ROUNDS = 10;

  private final List<String> leaks = new CopyOnWriteArrayList<>();
  private Set<Thread> before = Set.of();

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    assertThat(ResourceLeakDetector.getLevel())
        .as("-Dio.netty.leakDetection.level")
        .isEqualTo(ResourceLeakDetector.Level.PARANOID);
    // What others have leaked before is theirs.
    before = threads();
    collect();
    listenTo((type, records) -> leaks.add(type + ": " + records));
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    List<String> found = leaks();
    listenTo(null);
    assertThat(found).as("buffers that were never released").isEmpty();
    assertThat(threadsSince(before)).as("threads left").isEmpty();
  }

  /** What was leaked so far. */
  List<String> leaks() {
    collect();
    return List.copyOf(leaks);
  }

  /** The library's threads that run now. */
  static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("linnet-"))
        .collect(Collectors.toSet());
  }

  /**
   * The names of the library's threads that began after those and do not end within a while, all
   * together.
   */
  static List<String> threadsSince(Set<Thread> others) throws InterruptedException {
    Set<Thread> ours = new HashSet<>(threads());
    ours.removeAll(others);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    for (Thread thread : ours) {
      TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
    }
    return ours.stream().filter(Thread::isAlive).map(Thread::getName).toList();
  }

  /** The detector finds out what was lost when the next buffer is allocated after a collection. */
  private static void collect() {
    for (int i = 0; i < ROUNDS; i++) {
      System.gc();
      System.runFinalization();
      for (ByteBuf buffer :
          List.of(
              ByteBufAllocator.DEFAULT.heapBuffer(16), ByteBufAllocator.DEFAULT.directBuffer(16))) {
        buffer.release();
      }
    }
  }

  private static void listenTo(ResourceLeakDetector.@Nullable LeakListener listener)
      throws Exception {
    Field detector =
        Class.forName("io.netty.buffer.AbstractByteBuf").getDeclaredField("leakDetector");
    detector.setAccessible(true);
    ((ResourceLeakDetector<?>) detector.get(null)).setLeakListener(listener);
  }
}
