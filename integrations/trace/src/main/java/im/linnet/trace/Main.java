package im.linnet.trace;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Makes a page from a trace, on the command line. */
public final class Main {

  private static final String USAGE =
      """
      Usage: samples/run trace FILE [PAGE], or java -jar linnet-trace.jar FILE [PAGE]
      Makes a page of HTML, FILE.html unless PAGE says otherwise, from a trace that
      TraceFile has written, for instance by samples/run messenger --trace FILE.
      Open the page in a browser. It shows the texts of messages, but no secrets.\
      """;

  private Main() {}

  /**
   * Runs the program. Exit codes: 0 the page is written, 1 it is not, 2 the command line is wrong.
   *
   * @param arguments the trace and, if wanted, the page
   */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  static int run(List<String> arguments, PrintStream output, PrintStream errors) {
    if (arguments.contains("--help")) {
      output.println(USAGE);
      return 0;
    }
    if (arguments.isEmpty()
        || arguments.size() > 2
        || arguments.stream().anyMatch(each -> each.isEmpty() || each.startsWith("--"))) {
      errors.println("One file is expected, or two; --help tells which");
      return 2;
    }
    try {
      Path trace = Path.of(arguments.get(0));
      Path page = Path.of(arguments.size() == 2 ? arguments.get(1) : trace + ".html");
      if (!Files.exists(trace)) {
        errors.println("There is no file " + trace);
        return 1;
      }
      TracePage.write(trace, page);
      output.println("Open " + page.toAbsolutePath() + " in a browser");
      return 0;
    } catch (FileSystemException problem) {
      errors.println(problem.getMessage());
    } catch (IOException | InvalidPathException problem) {
      errors.println("The page could not be made: " + problem.getMessage());
    }
    return 1;
  }
}
