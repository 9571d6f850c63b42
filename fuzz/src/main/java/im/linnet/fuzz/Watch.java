package im.linnet.fuzz;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong beside an input: a secret in a log, a buffer that was lost, an exception that
 * nobody catches. It belongs to the JVM.
 */
final class Watch {

  private static final AtomicReference<@Nullable AssertionError> SEEN = new AtomicReference<>();

  static {
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Leaks());
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> report("an exception that nobody catches", failure));
  }

  /** Reports something, which {@link #check} throws. */
  static void report(String what, @Nullable Throwable cause) {
    SEEN.compareAndSet(null, new AssertionError(what, cause));
  }

  /**
   * Fails if something was reported since the last call.
   *
   * @throws AssertionError what was reported
   */
  void check() {
    AssertionError seen = SEEN.getAndSet(null);
    if (seen != null) {
      throw seen;
    }
  }

  private static final class Leaks extends ResourceLeakDetectorFactory {
    @Override
    @SuppressWarnings("deprecation") // abstract, so it must be there
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
        Class<T> resource, int samplingInterval, long maxActive) {
      return newResourceLeakDetector(resource, samplingInterval);
    }

    @Override
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
        Class<T> resource, int samplingInterval) {
      return new Reporting<>(resource, samplingInterval);
    }
  }

  private static final class Reporting<T> extends ResourceLeakDetector<T> {
    Reporting(Class<T> resource, int samplingInterval) {
      super(resource, samplingInterval);
    }

    @Override
    protected boolean needReport() {
      return true;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
      report("LEAK of " + resourceType + records, null);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
      report("LEAK of " + resourceType, null);
    }
  }
}
