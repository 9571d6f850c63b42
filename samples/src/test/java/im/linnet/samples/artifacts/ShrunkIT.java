package im.linnet.samples.artifacts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.linnet.samples.artifacts.user.Greeter;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.TestCertificates;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program that ProGuard has shrunk and obfuscated, by the rules in linnet-core's jar, which are
 * those for R8.
 */
@Timeout(300)
class ShrunkIT {

  private static final String DOMAIN = "localhost";
  private static final TestCertificates AUTHORITY = TestCertificates.create();
  private static final String RULES = "META-INF/proguard/linnet-core.pro";

  @TempDir private Path folder;

  private static final List<Path> PATH =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(Path::of)
          .toList();

  /** The artifacts of the program. */
  private static List<Path> own() {
    return jars(List.of("linnet-core-", "linnet-ping-"));
  }

  /** What they need, which is left as it is. */
  private static List<Path> libraries() {
    return jars(
        List.of("netty-", "dnsjava-", "scram-common-", "saslprep-", "stringprep-", "slf4j-api-"));
  }

  private static List<Path> jars(List<String> names) {
    return PATH.stream()
        .filter(entry -> entry.toString().endsWith(".jar"))
        .filter(jar -> names.stream().anyMatch(jar.getFileName().toString()::startsWith))
        .toList();
  }

  @Test
  void a_program_that_is_shrunk_and_obfuscated_signs_in() throws Exception {
    assumeTrue(own().size() == 2, "The artifacts are not packaged: run mvn verify");
    Path shrunk = folder.resolve("shrunk.jar");
    shrink(shrunk);
    try (JarFile jar = new JarFile(shrunk.toFile())) {
      List<String> left = jar.stream().map(ZipEntry::getName).toList();
      assertThat(left)
          .contains("im/linnet/samples/artifacts/user/Greeter.class")
          .doesNotContain("im/linnet/XmppClient.class", "im/linnet/xml/Element.class");
      assertThat(left).hasSizeLessThan(entries(own()) * 9 / 10);
    }
    assertThat(greeting(shrunk)).endsWith("juliet@localhost/shrunk");
  }

  private static int entries(List<Path> jars) throws IOException {
    int entries = 0;
    for (Path each : jars) {
      try (JarFile jar = new JarFile(each.toFile())) {
        entries += jar.size();
      }
    }
    return entries;
  }

  private void shrink(Path shrunk) throws Exception {
    Path program = folder.resolve("program/im/linnet/samples/artifacts/user");
    Files.createDirectories(program);
    copy(Greeter.class.getResourceAsStream("Greeter.class"), program.resolve("Greeter.class"));
    Path rules = folder.resolve("linnet-core.pro");
    copy(Greeter.class.getClassLoader().getResourceAsStream(RULES), rules);

    List<String> lines = new ArrayList<>();
    lines.add("-injars " + quoted(folder.resolve("program")));
    own().forEach(jar -> lines.add("-injars " + quoted(jar) + "(!META-INF/**,!module-info.class)"));
    lines.add("-outjars " + quoted(shrunk));
    for (String module : List.of("java.base", "java.logging", "java.naming", "jdk.unsupported")) {
      Path file = Path.of(System.getProperty("java.home"), "jmods", module + ".jmod");
      lines.add("-libraryjars " + quoted(file) + "(!**.jar;!module-info.class)");
    }
    libraries().forEach(jar -> lines.add("-libraryjars " + quoted(jar)));
    lines.add("-include " + quoted(rules));
    lines.add(
        "-keep public class " + Greeter.class.getName() + " { public static void main(...); }");
    lines.add("-dontoptimize");
    // Of the libraries: they may use others that are not there.
    lines.add("-dontwarn io.netty.**,org.xbill.**,org.slf4j.**,com.ongres.**");
    Path configuration = Files.write(folder.resolve("program.pro"), lines, UTF_8);
    run("-cp", System.getProperty("java.class.path"), "proguard.ProGuard", "@" + configuration);
  }

  private static String quoted(Path path) {
    return "'" + path.toAbsolutePath() + "'";
  }

  private static void copy(InputStream from, Path to) throws IOException {
    try (from) {
      Files.copy(from, to);
    }
  }

  private String greeting(Path shrunk) throws Exception {
    Path pem = folder.resolve("authority.pem");
    AUTHORITY.writeTrustAnchor(pem);
    List<String> path = new ArrayList<>(List.of(shrunk.toString()));
    libraries().forEach(jar -> path.add(jar.toString()));
    try (ScriptedPeer peer =
        ScriptedPeer.listen().withTls(AUTHORITY.server(DOMAIN).serverContext())) {
      peer.script(
          script ->
              script
                  .secureStream(DOMAIN)
                  .signIn(DOMAIN, "PLAIN")
                  .bind(DOMAIN, "juliet@localhost/shrunk")
                  .expectClose()
                  .close());
      String greeting =
          run(
              "-cp",
              String.join(File.pathSeparator, path),
              Greeter.class.getName(),
              Integer.toString(peer.port()),
              pem.toString());
      peer.await();
      return greeting;
    }
  }

  /** {@return what the program printed} */
  private String run(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
    command.addAll(List.of(arguments));
    Path printed = folder.resolve("printed");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    boolean over = process.waitFor(120, TimeUnit.SECONDS);
    process.destroyForcibly();
    String output = Files.readString(printed).strip();
    assertThat(over).as(output).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
