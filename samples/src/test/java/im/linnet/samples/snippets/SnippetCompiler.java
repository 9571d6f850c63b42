package im.linnet.samples.snippets;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles snippets against the class path of the tests. */
final class SnippetCompiler {

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /** One for all snippets, as it reads the archives of the class path once; for one at a time. */
  private static final JavaFileManager FILES =
      COMPILER.getStandardFileManager(null, Locale.ENGLISH, StandardCharsets.UTF_8);

  private SnippetCompiler() {}

  /** The class path that the tests run with. */
  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /**
   * Compiles a program.
   *
   * @param snippet the snippet
   * @param folder where the classes go
   * @throws AssertionError if it does not compile, with what the compiler says
   */
  static synchronized void compile(Snippet snippet, Path folder) {
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    List<String> options =
        List.of("-proc:none", "--release", "17", "-cp", classPath(), "-d", folder.toString());
    List<Source> sources =
        Stream.concat(Pages.typesBefore(snippet), Stream.of(snippet)).map(Source::new).toList();
    if (!COMPILER.getTask(null, FILES, problems, options, null, sources).call()) {
      throw new AssertionError(
          problems.getDiagnostics().stream()
                  .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                  .map(each -> each.getMessage(Locale.ENGLISH))
                  .collect(Collectors.joining("\n", snippet + " does not compile:\n", "\n\n"))
              + snippet.text());
    }
  }

  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(Snippet snippet) {
      super(URI.create("string:///" + snippet.className() + ".java"), Kind.SOURCE);
      text = snippet.program();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
