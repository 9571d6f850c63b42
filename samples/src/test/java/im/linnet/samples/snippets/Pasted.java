package im.linnet.samples.snippets;

import im.linnet.samples.JavaProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A snippet as its reader runs it: compiled alone, in a JVM of its own. */
final class Pasted {

  private Pasted() {}

  /** Compiles a snippet and starts it. */
  static JavaProcess start(Snippet snippet, Path folder, LocalDomain domain) throws IOException {
    SnippetCompiler.compile(snippet, folder);
    List<String> arguments = new ArrayList<>(domain.jvmOptions());
    arguments.addAll(List.of("-cp", folder + File.pathSeparator + SnippetCompiler.classPath()));
    arguments.add(snippet.className());
    return JavaProcess.start(folder, arguments);
  }

  /**
   * Runs a snippet to its end.
   *
   * @return all that it printed
   */
  static String run(Snippet snippet, Path folder, LocalDomain domain, int exitCode)
      throws Exception {
    try (JavaProcess program = start(snippet, folder, domain)) {
      program.endInput();
      program.assertEnds(exitCode);
      return String.join("\n", program.output());
    }
  }
}
