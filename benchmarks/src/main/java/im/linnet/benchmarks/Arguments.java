package im.linnet.benchmarks;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A command line of {@code --name value} pairs and {@code --flag}s. */
public final class Arguments {

  private final Map<String, String> values = new HashMap<>();

  private Arguments() {}

  /** A benchmark as a program. */
  @FunctionalInterface
  public interface Program {

    /**
     * Runs it.
     *
     * @param given the command line
     * @return the exit code
     * @throws Exception if it could not be run
     */
    int run(Arguments given) throws Exception;
  }

  /**
   * Reads the command line, runs a benchmark and ends the JVM: with 2, and one line that names the
   * fault, if the command line is wrong.
   *
   * @param arguments as given to {@code main}
   * @param usage what {@code --help} prints
   * @param flags the names without a value
   * @param names the names with one
   * @param program what to run
   * @throws Exception if it could not be run
   */
  public static void run(
      String[] arguments, String usage, Set<String> flags, Set<String> names, Program program)
      throws Exception {
    if (Arrays.asList(arguments).contains("--help")) {
      System.out.println(usage);
      System.exit(0);
    }
    try {
      System.exit(program.run(of(arguments, flags, names)));
    } catch (UsageException wrong) {
      System.err.println(wrong.getMessage() + "; --help tells the options");
      System.exit(2);
    }
  }

  /**
   * Reads a command line.
   *
   * @throws UsageException if an argument is unknown or a value is missing
   */
  static Arguments of(String[] arguments, Set<String> flags, Set<String> names) {
    Arguments read = new Arguments();
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
      String value = "";
      if (names.contains(name)) {
        i++;
        if (i == arguments.length || arguments[i].startsWith("--")) {
          throw new UsageException("--%s: a value is missing".formatted(name));
        }
        value = arguments[i];
      } else if (!flags.contains(name)) {
        throw new UsageException("“%s” is no option".formatted(arguments[i]));
      }
      if (read.values.put(name, value) != null) {
        throw new UsageException("--%s is given twice".formatted(name));
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
   * A text.
   *
   * @param name its name
   * @param otherwise the default
   * @return the text
   */
  public String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /**
   * One of some words.
   *
   * @param name its name
   * @param words the words; the first is the default
   * @return the word
   * @throws UsageException if it is none of them
   */
  public String oneOf(String name, String... words) {
    String value = values.getOrDefault(name, words[0]);
    if (!List.of(words).contains(value)) {
      throw unexpected(name, value, String.join(" or ", words));
    }
    return value;
  }

  /**
   * Some of several words, separated by commas.
   *
   * @param name its name
   * @param words the words; all of them are the default
   * @return the words given, in the order of all
   * @throws UsageException if one is none of them
   */
  public List<String> someOf(String name, List<String> words) {
    String given = values.get(name);
    if (given == null) {
      return words;
    }
    List<String> some = Arrays.asList(given.split(",", -1));
    for (String one : some) {
      if (!words.contains(one)) {
        throw unexpected(name, one, "some of " + String.join(", ", words));
      }
    }
    return words.stream().filter(some::contains).toList();
  }

  /**
   * A whole number.
   *
   * @param name its name
   * @param otherwise the default
   * @param least the least allowed
   * @param most the most allowed
   * @return the number
   * @throws UsageException if it is not a whole number, or out of bounds
   */
  public long number(String name, long otherwise, long least, long most) {
    String value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    boolean good =
        value.matches("[0-9]{1,18}")
            && Long.parseLong(value) >= least
            && Long.parseLong(value) <= most;
    if (!good) {
      throw unexpected(name, value, "a whole number from %d to %d".formatted(least, most));
    }
    return Long.parseLong(value);
  }

  /**
   * A whole number of the size of an int, as {@link #number}.
   *
   * @param name its name
   * @param otherwise the default
   * @param least the least allowed
   * @param most the most allowed
   * @return the number
   * @throws UsageException if it is not a whole number, or out of bounds
   */
  public int count(String name, int otherwise, int least, int most) {
    return (int) number(name, otherwise, least, most);
  }

  private static UsageException unexpected(String name, String value, String expected) {
    return new UsageException("--%s: “%s” (expected: %s)".formatted(name, value, expected));
  }
}
