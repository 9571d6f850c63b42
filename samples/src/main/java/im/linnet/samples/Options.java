package im.linnet.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The command line of a sample: {@code --name value} pairs and {@code --flag}s. */
final class Options {

  private final Map<String, String> values = new HashMap<>();

  /** Reads the arguments, or explains them and ends the program. */
  static Options of(String[] arguments, Set<String> flags, Set<String> names, String usage) {
    Options options = new Options();
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
      if (flags.contains(name)) {
        options.values.put(name, "");
      } else if (names.contains(name) && i + 1 < arguments.length) {
        i++;
        options.values.put(name, arguments[i]);
      } else {
        System.err.println(usage);
        System.exit(name.equals("help") ? 0 : 2);
      }
    }
    return options;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  @Nullable String get(String name) {
    return values.get(name);
  }

  String get(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  int number(String name, int otherwise) {
    String value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--" + name + ": a number is expected", e);
    }
  }

  /**
   * The first line of the file that an option names: how a secret gets in, not by the arguments.
   */
  String secret(String name) {
    String file = values.get(name);
    if (file == null) {
      throw new IllegalArgumentException(
          "--" + name + " FILE is needed: the secret is its first line");
    }
    try {
      return Files.readString(Path.of(file)).lines().findFirst().orElse("").strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + file + ": " + e.getMessage(), e);
    }
  }
}
