package im.linnet.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Fuzzes targets for long, one after the other, each in a JVM of its own with Jazzer. */
public final class Fuzz {

  private static final int WRONG_USAGE = 2;

  private Fuzz() {}

  /**
   * Runs it and ends the JVM: with 1 if there are findings.
   *
   * @param arguments the command line
   * @throws Exception if it could not be run
   */
  public static void main(String[] arguments) throws Exception {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) throws Exception {
    if (List.of(arguments).contains("--help")) {
      System.out.print(usage());
      return 0;
    }
    Options options;
    try {
      options = Options.of(arguments);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage() + "; --help tells the options");
      return WRONG_USAGE;
    }
    Path replayed = options.replay();
    if (replayed != null) {
      return replay(options.targets().get(0), replayed);
    }
    return options.seed() == null ? fuzz(options) : change(options, options.seed());
  }

  /** Without Jazzer: stops at the first finding of a target. */
  private static int change(Options options, long seed) {
    Duration share = options.time().dividedBy(options.targets().size());
    int findings = 0;
    for (Targets target : options.targets()) {
      try {
        long done = new FuzzLoop(target).run(seed, Long.MAX_VALUE, share);
        System.out.printf(Locale.ROOT, "%s: %,d executions%n", target.text(), done);
      } catch (AssertionError finding) {
        findings++;
        System.out.println("FINDING " + finding.getMessage());
        finding.printStackTrace();
      }
    }
    System.out.printf("RESULT fuzz targets=%d findings=%d%n", options.targets().size(), findings);
    return findings == 0 ? 0 : 1;
  }

  private static String usage() {
    return """
    Usage: fuzz/run [--minutes N] [--target NAMES] [--folder FOLDER]
                    [--seed N] [--replay FILE]
      --minutes N       how long in all, 10 by default; the targets share it
      --target NAMES    some of: %s; separated by commas
      --folder FOLDER   for inputs and findings, fuzz/target/inputs by default; a run goes on with
                        the inputs of earlier ones
      --seed N          without Jazzer, where it does not run: changes the seeds at random, the
                        same way for the same number
      --replay FILE     runs one input, of one target
    Prints executions and findings of each target, and fails if there are findings.
    """
        .formatted(String.join(", ", Targets.names()));
  }

  private static int replay(Targets target, Path file) throws Exception {
    try (FuzzTarget each = target.create()) {
      each.run(Files.readAllBytes(file));
      new Watch().check();
    }
    System.out.println("Nothing is broken by " + file);
    return 0;
  }

  private static int fuzz(Options options) throws IOException, InterruptedException {
    Duration share = options.time().dividedBy(options.targets().size());
    List<TargetRun> runs = new ArrayList<>();
    for (Targets target : options.targets()) {
      TargetRun run = new TargetRun(target, options.folder().resolve(target.text()));
      run.go(share);
      runs.add(run);
    }
    System.out.println("| target | executions | CPU minutes | inputs kept | findings |");
    System.out.println("|---|--:|--:|--:|--:|");
    runs.forEach(run -> System.out.println(run.row()));
    List<String> findings = runs.stream().flatMap(run -> run.findings().stream()).toList();
    findings.forEach(System.out::println);
    System.out.printf(
        Locale.ROOT, "RESULT fuzz targets=%d findings=%d%n", runs.size(), findings.size());
    return findings.isEmpty() ? 0 : 1;
  }

  /**
   * The command line.
   *
   * @param time how long in all
   * @param targets what to fuzz
   * @param folder for inputs and findings
   * @param seed of the changes without Jazzer, or null
   * @param replay one input to run instead, or null
   */
  record Options(
      Duration time,
      List<Targets> targets,
      Path folder,
      @Nullable Long seed,
      @Nullable Path replay) {

    private static final int DEFAULT = 10;
    private static final int MOST = 100_000;

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if it is wrong
     */
    static Options of(String[] arguments) {
      Options read =
          new Options(
              Duration.ofMinutes(DEFAULT),
              List.of(Targets.values()),
              Path.of("fuzz", "target", "inputs"),
              null,
              null);
      for (int i = 0; i < arguments.length; i += 2) {
        String value = i + 1 < arguments.length ? arguments[i + 1] : "";
        if (value.isEmpty() || value.startsWith("--")) {
          throw new IllegalArgumentException(arguments[i] + ": a value is missing");
        }
        read = read.with(arguments[i], value);
      }
      if (read.replay != null && read.targets.size() != 1) {
        throw new IllegalArgumentException("--replay: which --target?");
      }
      return read;
    }

    private Options with(String name, String value) {
      return switch (name) {
        case "--minutes" -> new Options(minutes(value), targets, folder, seed, replay);
        case "--target" -> new Options(time, targets(value), folder, seed, replay);
        case "--folder" -> new Options(time, targets, Path.of(value), seed, replay);
        case "--seed" -> new Options(time, targets, folder, number(value), replay);
        case "--replay" -> new Options(time, targets, folder, seed, Path.of(value));
        default -> throw new IllegalArgumentException("“%s” is no option".formatted(name));
      };
    }

    private static long number(String value) {
      if (!value.matches("[0-9]{1,18}")) {
        throw new IllegalArgumentException(
            "--seed: “%s” (expected: a whole number)".formatted(value));
      }
      return Long.parseLong(value);
    }

    private static Duration minutes(String value) {
      if (!value.matches("[0-9]{1,6}")
          || Integer.parseInt(value) < 1
          || Integer.parseInt(value) > MOST) {
        throw new IllegalArgumentException(
            "--minutes: “%s” (expected: a whole number from 1 to %d)".formatted(value, MOST));
      }
      return Duration.ofMinutes(Integer.parseInt(value));
    }

    private static List<Targets> targets(String names) {
      return List.of(names.split(",", -1)).stream().map(Targets::named).toList();
    }
  }
}
