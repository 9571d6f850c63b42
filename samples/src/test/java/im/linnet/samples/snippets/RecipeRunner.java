package im.linnet.samples.snippets;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;

/**
 * Runs programs in one JVM: each line of standard input names one, which begins at once. It prints
 * a line when one ends, and a stack trace if it fails. Programs that stay are left alone.
 */
final class RecipeRunner {

  static final String ENDED = "== ended: ";
  static final String FAILED = "== failed: ";

  private RecipeRunner() {}

  /**
   * Reads names until there are no more.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) throws IOException {
    BufferedReader names =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String name = names.readLine(); name != null; name = names.readLine()) {
      String program = name;
      Thread thread = new Thread(() -> run(program), program);
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void run(String program) {
    try {
      Class.forName(program).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
      System.out.println(ENDED + program);
    } catch (InvocationTargetException failure) {
      System.out.println(FAILED + program);
      failure.printStackTrace(System.out);
    } catch (ReflectiveOperationException absent) {
      System.out.println(FAILED + program + ": " + absent);
    }
  }
}
