package im.linnet.samples.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All published artifacts on one module path, and what is in their jars. */
class ModulesTest {

  private static final String PREFIX = "im.linnet.";

  /** For tests alone: JUnit's API is optional there. */
  private static final String TESTKIT = "im.linnet.testkit";

  /** They join libraries that are automatic modules: no image by jlink has them. */
  private static final Set<String> INTEGRATIONS =
      Set.of(
          "im.linnet.fleet",
          "im.linnet.micrometer",
          "im.linnet.reactor",
          "im.linnet.spring.boot.starter");

  private static final ModuleFinder PATH =
      ModuleFinder.of(
          Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
              .filter(entry -> !entry.endsWith("test-classes"))
              .map(Path::of)
              .filter(ModulesTest::isModule)
              .toArray(Path[]::new));
  private static Map<String, ModuleReference> own = Map.of();

  /** Some library of the tests may not even have a name that can be derived. */
  private static boolean isModule(Path entry) {
    try {
      return !ModuleFinder.of(entry).findAll().isEmpty();
    } catch (FindException notDerived) {
      return false;
    }
  }

  @BeforeAll
  static void find() {
    own =
        PATH.findAll().stream()
            .filter(module -> module.descriptor().name().startsWith(PREFIX))
            .filter(module -> !module.descriptor().name().equals("im.linnet.samples"))
            .filter(module -> !module.descriptor().isAutomatic())
            .collect(
                Collectors.toMap(
                    module -> module.descriptor().name(), module -> module, (a, b) -> a));
    assumeFalse(own.isEmpty(), "The classes have no module descriptors: compile with Maven");
  }

  @Test
  void each_published_artifact_is_a_module_named_after_it() {
    Set<String> expected =
        Pom.read(Path.of("../pom.xml"))
            .reactor()
            .filter(Pom::hasPublishedJar)
            .map(pom -> pom.artifact().replaceFirst("linnet-", PREFIX).replace('-', '.'))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(new TreeSet<>(own.keySet())).isEqualTo(expected);
  }

  /** An automatic module could not be linked into an image by jlink. */
  @Test
  void together_they_need_only_real_modules_and_share_no_package() {
    Set<String> roots = new TreeSet<>(own.keySet());
    roots.remove(TESTKIT);
    assertThat(roots.removeAll(INTEGRATIONS)).isTrue();
    Set<ResolvedModule> resolved =
        Configuration.resolve(
                PATH, List.of(ModuleLayer.boot().configuration()), ModuleFinder.ofSystem(), roots)
            .modules();
    assertThat(resolved)
        .extracting(module -> module.reference().descriptor())
        .noneMatch(ModuleDescriptor::isAutomatic)
        .extracting(ModuleDescriptor::name)
        .containsAll(roots);
  }

  /** What is not exported is internal: no other artifact may be let in either. */
  @Test
  void none_exports_an_internal_package_or_opens_anything() {
    assertThat(own.values())
        .extracting(ModuleReference::descriptor)
        .allSatisfy(
            module -> {
              assertThat(module.isOpen()).as(module.name()).isFalse();
              assertThat(module.opens()).as(module.name()).isEmpty();
              assertThat(module.exports())
                  .as(module.name())
                  .extracting(ModuleDescriptor.Exports::source)
                  .noneMatch(name -> name.contains("internal"));
            });
  }

  @Test
  void each_has_the_licence_and_the_notice() throws IOException {
    Map<String, List<String>> first = new TreeMap<>();
    for (Map.Entry<String, ModuleReference> module : own.entrySet()) {
      first.put(
          module.getKey(),
          List.of(
              line(module.getValue(), "META-INF/LICENSE"),
              line(module.getValue(), "META-INF/NOTICE")));
    }
    assertThat(first.values()).containsOnly(List.of("Apache License", "Linnet"));
  }

  private static String line(ModuleReference module, String file) throws IOException {
    try (ModuleReader reader = module.open();
        InputStream in = reader.open(file).orElseThrow()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.isBlank()).findFirst().orElseThrow().strip();
    }
  }
}
