package im.linnet;

import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Virtual threads (JEP 444), which cost next to nothing while they wait: JDK 21 and later have
 * them. By reflection, as Linnet is compiled for JDK 17, and here alone.
 */
final class VirtualThreads {

  private VirtualThreads() {}

  /**
   * An executor that gives each task a thread of its own.
   *
   * @param prefix how the threads' names begin
   * @return the executor, or null where there are no virtual threads
   */
  static @Nullable ExecutorService executor(String prefix) {
    try {
      Class<?> builders = Class.forName("java.lang.Thread$Builder");
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Object named =
          builders.getMethod("name", String.class, long.class).invoke(builder, prefix, 1L);
      Object factory = builders.getMethod("factory").invoke(named);
      Method executor = Executors.class.getMethod("newThreadPerTaskExecutor", ThreadFactory.class);
      return (ExecutorService) executor.invoke(null, factory);
    } catch (ReflectiveOperationException olderJdk) {
      return null;
    }
  }
}
