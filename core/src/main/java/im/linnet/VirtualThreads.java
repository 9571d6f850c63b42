package im.linnet;

import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Access to virtual threads (JEP 444), which are cheap while blocked, on JDK 21 and later. Uses
 * reflection, as Linnet is compiled for JDK 17.
 */
final class VirtualThreads {

  private VirtualThreads() {}

  /**
   * An executor that runs each task on a virtual thread of its own.
   *
   * @param prefix the prefix of the threads' names
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
