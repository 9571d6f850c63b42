package im.linnet.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A command line of {@code --name value} pairs and {@code --flag}s. */
public final class Arguments {

  private final Map<String, String> values = new HashMap<>();

  private Arguments() {}

  /**
   * Reads the arguments, or explains them and ends the program.
   *
   * @param arguments as given to {@code main}
   * @param flags the names without a value
   * @param names the names with one
   * @param usage what to print if anything else is given
   * @return the arguments
   */
  public static Arguments of(
      String[] arguments, Set<String> flags, Set<String> names, String usage) {
    Arguments read = new Arguments();
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
      if (flags.contains(name)) {
        read.values.put(name, "");
      } else if (names.contains(name) && i + 1 < arguments.length) {
        i++;
        read.values.put(name, arguments[i]);
      } else {
        System.err.println(usage);
        System.exit(name.equals("help") ? 0 : 2);
      }
    }
    return read;
  }

  /**
   * Whether a flag or a value was given.
   *
   * @param name its name
   * @return whether it was
   */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /**
   * A value.
   *
   * @param name its name
   * @param otherwise what holds if it was not given
   * @return the value
   */
  public String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /**
   * A number.
   *
   * @param name its name
   * @param otherwise what holds if it was not given
   * @return the number
   * @throws IllegalArgumentException if it is none, or negative
   */
  public long number(String name, long otherwise) {
    String value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("--%s: %s (expected: a number)".formatted(name, value));
    }
    return Long.parseLong(value);
  }
}
