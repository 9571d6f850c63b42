package im.linnet.fuzz;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What Jazzer calls; its argument is the name of a target. It finds the methods by their names. */
public final class JazzerEntry {

  private static @Nullable FuzzTarget target;
  private static final Watch WATCH = new Watch();

  private JazzerEntry() {}

  /**
   * Called once.
   *
   * @param arguments the name of the target
   */
  public static void fuzzerInitialize(String[] arguments) {
    Targets named = Targets.named(arguments[0]);
    FuzzTarget made = named.create();
    Seeds.of(named).values().forEach(seed -> warmUp(made, seed));
    target = made;
  }

  /** The first input takes long where all classes are changed as they are loaded. */
  private static void warmUp(FuzzTarget made, byte[] seed) {
    try {
      made.run(seed);
    } catch (Exception | Error broken) {
      // So it is when it is run in earnest.
    }
  }

  /**
   * Called for each input.
   *
   * @param input the input
   * @throws Exception if something does not hold
   */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    Objects.requireNonNull(target, "target").run(input);
    WATCH.check();
  }

  /** Called at the end. */
  public static void fuzzerTearDown() {
    Objects.requireNonNull(target, "target").close();
  }
}
