package im.linnet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.TestCertificates;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program on linnet-core with a Java runtime of its own, as {@code jlink} makes it. */
@Timeout(180)
class LinkedImageIT {

  private static final String DOMAIN = "localhost";
  private static final TestCertificates AUTHORITY = TestCertificates.create();

  private static final String DESCRIPTOR = "module hello { requires im.linnet.core; }";
  private static final String PROGRAM =
      """
      package hello;

      import im.linnet.XmppClient;
      import im.linnet.endpoint.Endpoint;
      import im.linnet.jid.Jid;
      import im.linnet.sasl.Sasl;
      import im.linnet.stanza.Message;
      import im.linnet.tls.TlsPolicy;
      import java.nio.file.Path;
      import java.time.Duration;

      public class Main {
        public static void main(String[] arguments) {
          XmppClient client =
              XmppClient.builder("juliet@localhost")
                  .sasl(Sasl.password("secret").allowPlain())
                  .endpoint(Endpoint.startTls("127.0.0.1", Integer.parseInt(arguments[0])))
                  .tls(TlsPolicy.builder().trust(Path.of(arguments[1])).build())
                  .build();
          try {
            client.connect().join();
            client.send(Message.chat(Jid.of("r\\u00F6meo@localhost"), "Hello")).join();
            System.out.println("sent");
          } catch (RuntimeException e) {
            System.out.println(e.getCause().getMessage());
          }
          client.shutdown(Duration.ofSeconds(2)).join();
        }
      }
      """;

  @TempDir private Path folder;
  private Path core = Path.of("");
  private final List<Path> libraries = new ArrayList<>();

  @BeforeEach
  void findJars() throws IOException {
    List<Path> own = new ArrayList<>();
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(Path.of("target"), "linnet-core-*.jar")) {
      jars.forEach(own::add);
    } catch (java.nio.file.NoSuchFileException notPackaged) {
      // As below.
    }
    assumeTrue(own.size() == 1, "linnet-core is not packaged: run mvn verify");
    core = own.get(0);
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (path.endsWith(".jar")) {
        libraries.add(Path.of(path));
      }
    }
  }

  /** What linnet-core needs at run time, and nothing else of the tests' class path. */
  private Set<ResolvedModule> resolved() {
    Path[] path = Stream.concat(Stream.of(core), libraries.stream()).toArray(Path[]::new);
    return Configuration.resolve(
            ModuleFinder.of(path),
            List.of(ModuleLayer.boot().configuration()),
            ModuleFinder.ofSystem(),
            Set.of("im.linnet.core"))
        .modules();
  }

  private Stream<Path> ownJars() {
    return resolved().stream()
        .map(module -> module.reference().location().orElseThrow())
        .filter(location -> location.getScheme().equals("file"))
        .map(LinkedImageIT::path);
  }

  private static boolean isJspecify(Path jar) {
    return jar.getFileName().toString().startsWith("jspecify-");
  }

  private static Path path(URI location) {
    return Path.of(location);
  }

  private static String joined(Stream<Path> paths) {
    return paths.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void all_that_linnet_core_needs_are_real_modules() {
    assertThat(resolved())
        .extracting(module -> module.reference().descriptor())
        .noneMatch(ModuleDescriptor::isAutomatic)
        .extracting(ModuleDescriptor::name)
        .contains("im.linnet.core", "io.netty.handler", "org.dnsjava", "com.ongres.scram.common");
  }

  @Test
  void a_program_that_is_linked_signs_in_over_tls_and_sends() throws Exception {
    String path = joined(ownJars());
    // The compiler wants what is only needed by it as well: the annotations about null.
    String compiled =
        joined(Stream.concat(ownJars(), libraries.stream().filter(LinkedImageIT::isJspecify)));
    Path classes = compile("--module-path", compiled, source("module-info", DESCRIPTOR));
    Path image = folder.resolve("image");
    run(
        "jlink",
        "--module-path",
        classes + File.pathSeparator + path,
        "--add-modules",
        "hello",
        "--output",
        image.toString());
    assertThat(launch(image, true, "-m", "hello/hello.Main")).isEqualTo("sent");
  }

  /** From JDK 22 on no image lacks elliptic curves. */
  @Test
  void an_image_without_elliptic_curves_says_what_it_lacks() throws Exception {
    assumeTrue(Runtime.version().feature() < 22);
    String path = joined(ownJars());
    Path classes = compile("--class-path", path);
    Path image = folder.resolve("image");
    run(
        "jlink",
        "--add-modules",
        "java.base,java.logging,java.naming,java.xml,jdk.unsupported",
        "--output",
        image.toString());
    String classPath = classes + File.pathSeparator + path;
    assertThat(launch(image, false, "-cp", classPath, "hello.Main"))
        .contains("module jdk.crypto.ec is missing");
  }

  private Path source(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name + ".java"), text);
  }

  private Path compile(String option, String path, Path... more) throws IOException {
    Path classes = folder.resolve("classes");
    List<String> arguments = new ArrayList<>(List.of(option, path, "-d", classes.toString()));
    arguments.add(source("Main", PROGRAM).toString());
    Stream.of(more).map(Path::toString).forEach(arguments::add);
    run("javac", arguments.toArray(String[]::new));
    return classes;
  }

  private static void run(String tool, String... arguments) {
    StringWriter output = new StringWriter();
    PrintWriter out = new PrintWriter(output);
    int exit = ToolProvider.findFirst(tool).orElseThrow().run(out, out, arguments);
    assertThat(exit).as("%s: %s", tool, output).isZero();
  }

  /** {@return the last line that the program printed} */
  private String launch(Path image, boolean served, String... arguments) throws Exception {
    Path pem = folder.resolve("authority.pem");
    AUTHORITY.writeTrustAnchor(pem);
    try (ScriptedPeer peer =
        ScriptedPeer.listen().withTls(AUTHORITY.server(DOMAIN).serverContext())) {
      peer.script(
          script ->
              script
                  .secureStream(DOMAIN)
                  .signIn(DOMAIN, "PLAIN")
                  .bind(DOMAIN, "juliet@localhost/x")
                  .expectLike("<message to='r\u00F6meo@localhost'/>")
                  .expectClose()
                  .close());
      List<String> command = new ArrayList<>(List.of(image.resolve("bin/java").toString()));
      command.addAll(List.of(arguments));
      command.addAll(List.of(Integer.toString(peer.port()), pem.toString()));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(printed).isTrue();
      if (served) {
        peer.await();
      }
      return printed.substring(printed.lastIndexOf('\n') + 1);
    }
  }
}
