package im.linnet.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The command line of a sample: {@code --name value} pairs and {@code --flag}s. */
final class Options {

  private final Map<String, String> values = new HashMap<>();

  private Options() {}

  /**
   * Reads a command line, and checks all values.
   *
   * @throws UsageException if one is not right
   */
  static Options of(List<Option> known, String... arguments) {
    Options options = new Options();
    for (int i = 0; i < arguments.length; i++) {
      Option option = known(known, arguments[i]);
      String value = "";
      Option.Check check = option.check();
      if (check != null) {
        i++;
        if (i == arguments.length || arguments[i].startsWith("--")) {
          throw new UsageException("--%s: a value is missing".formatted(option.name()));
        }
        value = arguments[i];
        String expected = check.expected(value);
        if (expected != null) {
          throw new UsageException(
              "--%s: “%s” (expected: %s)".formatted(option.name(), value, expected));
        }
      }
      if (options.values.put(option.name(), value) != null) {
        throw new UsageException("--%s is given twice".formatted(option.name()));
      }
    }
    return options;
  }

  private static Option known(List<Option> known, String argument) {
    return known.stream()
        .filter(option -> argument.equals("--" + option.name()))
        .findFirst()
        .orElseThrow(() -> new UsageException("“%s” is no option".formatted(argument)));
  }

  /**
   * Requires options.
   *
   * @throws UsageException if one was not given
   */
  Options needing(String... names) {
    for (String name : names) {
      if (!has(name)) {
        throw new UsageException("--%s is needed".formatted(name));
      }
    }
    return this;
  }

  /**
   * Refuses an option that has no effect alone.
   *
   * @throws UsageException if it was given and none of the others was
   */
  Options with(String name, String... others) {
    if (has(name) && List.of(others).stream().noneMatch(this::has)) {
      throw new UsageException(
          "--%s has no effect without --%s".formatted(name, String.join(" or --", others)));
    }
    return this;
  }

  /**
   * Refuses an option beside another.
   *
   * @throws UsageException if both were given
   */
  Options without(String name, String other) {
    if (has(name) && has(other)) {
      throw new UsageException("--%s and --%s exclude each other".formatted(name, other));
    }
    return this;
  }

  /**
   * Requires one of two options.
   *
   * @throws UsageException if none was given, or both
   */
  Options one(String name, String other) {
    if (!has(name) && !has(other)) {
      throw new UsageException("--%s or --%s is needed".formatted(name, other));
    }
    return without(name, other);
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
    return value == null ? otherwise : Integer.parseInt(value);
  }

  /**
   * As {@link #secret(String)} or, without the option, what an environment variable holds.
   *
   * @throws UsageException if there is none
   */
  String secret(String name, String variable) {
    String value = System.getenv(variable);
    if (has(name)) {
      return secret(name);
    }
    if (value == null || value.isBlank()) {
      throw new UsageException("--%s is needed or the variable %s".formatted(name, variable));
    }
    return value;
  }

  /**
   * The first line of the file that an option names: secrets are passed in files, not as arguments.
   *
   * @throws UsageException if there is none
   */
  String secret(String name) {
    String file = needing(name).get(name, "");
    String secret;
    try {
      secret = Files.readString(Path.of(file)).lines().findFirst().orElse("").strip();
    } catch (IOException e) {
      throw new UsageException("--%s: “%s” is no file of UTF-8 text".formatted(name, file));
    }
    if (secret.isEmpty()) {
      throw new UsageException(
          "--%s: “%s” begins with an empty line (expected: the secret)".formatted(name, file));
    }
    return secret;
  }
}
