package im.linnet.samples.operations;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import im.linnet.samples.snippets.Pages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Reads what went wrong, and what to do, from the enums of failures of all artifacts. */
final class FailureSources {

  /** The names by which such enums are known. */
  private static final Pattern NAME = Pattern.compile("Reason|Condition|\\w+(Problem|Error)");

  /** The enum of the parser is what a {@code StreamException} has in other words. */
  private static final Pattern WITHOUT = Pattern.compile(".*/StreamParseException\\.java");

  private static final Pattern SOURCE =
      Pattern.compile(
          "(?!testkit/|samples/|benchmarks/|fuzz/|races/|test/).*/src/main/java/(?!.*/internal/).*\\.java");

  private FailureSources() {}

  /** All of them: those of core first, then by artifact. */
  static List<FailureKind> all() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Path> files =
        Pages.files(file -> SOURCE.matcher(file).matches() && !WITHOUT.matcher(file).matches())
            .stream()
            .filter(FailureSources::hasOne)
            .map(Pages.ROOT::resolve)
            .toList();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      List<FailureKind> found = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        found.addAll(new Scan(DocTrees.instance(task), unit).kinds());
      }
      found.sort(
          Comparator.comparing(FailureSources::isOfAnArtifact)
              .thenComparing(FailureKind::artifact));
      return found;
    }
  }

  private static boolean isOfAnArtifact(FailureKind kind) {
    return !kind.artifact().equals("linnet-core");
  }

  /** Parsing all sources would take a while. */
  private static boolean hasOne(Path file) {
    return Pages.lines(file).stream()
        .anyMatch(line -> line.matches(" *(public )?enum (" + NAME + ").*"));
  }

  /** Finds the enums of one file. */
  private static final class Scan extends TreePathScanner<@Nullable Void, @Nullable Void> {

    private final DocTrees docs;
    private final CompilationUnitTree unit;
    private final List<FailureKind> found = new ArrayList<>();

    Scan(DocTrees docs, CompilationUnitTree unit) {
      this.docs = docs;
      this.unit = unit;
    }

    List<FailureKind> kinds() {
      scan(unit, null);
      return found;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      if (type.getKind() == Tree.Kind.ENUM && NAME.matcher(type.getSimpleName()).matches()) {
        found.add(kind(type));
      }
      return super.visitClass(type, null);
    }

    private FailureKind kind(ClassTree type) {
      Path source = Pages.ROOT.relativize(Path.of(unit.getSourceFile().toUri()));
      TreePath outer = getCurrentPath().getParentPath();
      boolean nested = outer.getLeaf() instanceof ClassTree;
      String about = comment(nested ? outer : getCurrentPath()).first();
      String name = type.getSimpleName().toString();
      return new FailureKind(
          source,
          "linnet-" + source.subpath(0, depth(source)).getFileName(),
          nested ? ((ClassTree) outer.getLeaf()).getSimpleName() + "." + name : name,
          about,
          type.getMembers().stream()
              .filter(VariableTree.class::isInstance)
              .map(VariableTree.class::cast)
              .filter(Scan::isConstant)
              .map(this::meaning)
              .collect(Collectors.toList()));
    }

    private static int depth(Path source) {
      return (int)
          StreamSupport.stream(source.spliterator(), false)
              .takeWhile(part -> !part.toString().equals("src"))
              .count();
    }

    /** Constants are fields of the enum's type, made by its constructor. */
    private static boolean isConstant(VariableTree member) {
      return member.getModifiers().getFlags().contains(Modifier.STATIC)
          && member.getInitializer() instanceof NewClassTree
          && !member.getModifiers().getFlags().contains(Modifier.PRIVATE);
    }

    private Meaning meaning(VariableTree constant) {
      DocText comment = comment(new TreePath(getCurrentPath(), constant));
      String said = comment.remedy();
      return new Meaning(
          constant.getName().toString(),
          comment.meaning(),
          said.isEmpty() ? advice((NewClassTree) constant.getInitializer()) : said);
    }

    /**
     * Some enums have their advice for programs, too: it is the text that a constant is made of.
     */
    private static String advice(NewClassTree made) {
      return made.getArguments().stream()
          .filter(Scan::isText)
          .map(argument -> String.valueOf(((LiteralTree) argument).getValue()))
          .filter(text -> text.contains(" "))
          .findFirst()
          .orElse("");
    }

    private static boolean isText(ExpressionTree argument) {
      return argument.getKind() == Tree.Kind.STRING_LITERAL;
    }

    private DocText comment(TreePath path) {
      return DocText.of(docs.getDocComment(path));
    }
  }
}
