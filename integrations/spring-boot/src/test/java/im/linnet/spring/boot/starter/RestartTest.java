package im.linnet.spring.boot.starter;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.TestCertificates;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real application in Boot 4 and in Boot 3: it starts, stops and starts again. */
@Timeout(300)
class RestartTest {

  private static final Path BOOT_3 = Path.of("target", "boot-3");
  private static final Path OLD_NETTY = Path.of("target", "netty-4.1");
  private static final String SM = " xmlns='urn:xmpp:sm:3'";
  private static final String R = "<r" + SM + "/>";
  private static final String FEATURES =
      "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm" + SM + "/>";

  @TempDir private Path folder;

  @Test
  void resumes_the_same_stream_in_boot_4() throws Exception {
    List<String> said = new CopyOnWriteArrayList<>();
    try (ScriptedPeer server = server()) {
      RestartedProgram.run(said::add, properties(server));
      server.await();
    }
    assertThat(said.get(0)).startsWith("Boot 4.1.");
    assertTold(said);
  }

  @Test
  void resumes_the_same_stream_in_boot_3() throws Exception {
    try (ScriptedPeer server = server()) {
      List<String> said = forked(RestartedProgram.class, List.of(), properties(server));
      assertThat(said).anyMatch(line -> line.startsWith("Boot 3.5."));
      assertTold(said);
      server.await();
    }
  }

  private static void assertTold(List<String> said) {
    assertThat(said)
        .as(() -> String.join("\n", said))
        .containsSubsequence(
            "health UP",
            "resumed 0",
            "stopped true",
            "file rw-------",
            "health UP",
            "resumed 1",
            "stopped true",
            "file rw-------");
  }

  /** Boot 3 manages a Netty that is too old. */
  @Test
  void shows_in_boot_3_which_netty_it_needs() throws Exception {
    List<Path> old;
    try (Stream<Path> jars = Files.list(OLD_NETTY)) {
      old = jars.toList();
    }
    List<String> said = forked(RestartedProgram.class, old, "--linnet.account=juliet@localhost");
    assertThat(String.join("\n", said))
        .contains("APPLICATION FAILED TO START")
        .contains("Netty 4.1.", "needs 4.2.15.Final or later")
        .contains("Set the property netty.version");
  }

  private String[] properties(ScriptedPeer server) {
    return new String[] {
      "--linnet.account=juliet@localhost",
      "--linnet.password=secret",
      "--linnet.endpoints=127.0.0.1:" + server.port(),
      "--linnet.ssl.bundle=server",
      "--linnet.start=required",
      "--linnet.suspend-file=" + folder.resolve("stream"),
      "--spring.ssl.bundle.pem.server.truststore.certificate=file:" + folder.resolve("ca.pem"),
      "--spring.main.banner-mode=off"
    };
  }

  /** The second connection begins with what the first one left without an acknowledgement. */
  private ScriptedPeer server() throws IOException {
    TestCertificates authority = TestCertificates.create();
    authority.writeTrustAnchor(folder.resolve("ca.pem"));
    return ScriptedPeer.listen()
        .withTls(authority.server("localhost").serverContext())
        .script(
            s ->
                s.secureStream("localhost")
                    .signInByScram("localhost", "secret")
                    .openStream("localhost", FEATURES)
                    .expectLike("<iq type='set' id='{bind}'/>")
                    .send(
                        "<iq type='result' id='{bind}'><bind"
                            + " xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                            + "<jid>juliet@localhost/here</jid></bind></iq>")
                    .expect("<enable" + SM + " resume='true'/>")
                    .send("<enabled" + SM + " id='some-id' resume='true' max='300'/>")
                    .then(RestartTest::sayOne)
                    .send("<a" + SM + " h='1'/>")
                    .then(RestartTest::sayStop)
                    .expectEnd())
        .script(
            s ->
                s.secureStream("localhost")
                    .signInByScram("localhost", "secret")
                    .openStream("localhost", FEATURES)
                    .expect("<resume" + SM + " h='2' previd='some-id'/>")
                    .send("<resumed" + SM + " h='1' previd='some-id'/>")
                    .expectLike("<message id='{stop}'><body>stop</body></message>")
                    .expect(R)
                    .send("<a" + SM + " h='2'/>")
                    .then(RestartTest::sayOne)
                    .send("<a" + SM + " h='3'/>")
                    .then(RestartTest::sayStop)
                    .expectEnd());
  }

  private static void sayOne(Script script) {
    say(script, "one", "one");
  }

  private static void sayStop(Script script) {
    say(script, "stop", "stop");
  }

  /** Each echo is awaited, with the request to acknowledge it. */
  private static void say(Script script, String body, String id) {
    script
        .send("<message from='romeo@localhost'><body>" + body + "</body></message>")
        .expectLike("<message id='{" + id + "}'><body>" + body + "</body></message>")
        .expect(R);
  }

  /** Runs a program with the class path of Boot 3, after another Netty. */
  private static List<String> forked(Class<?> program, List<Path> first, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    String signIn = System.getProperty("linnet.signin");
    if (signIn != null) {
      command.add("-Dlinnet.signin=" + signIn);
    }
    command.addAll(List.of("-cp", classPath(first), program.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return output.lines().toList();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String classPath(List<Path> first) throws IOException {
    List<String> entries = new ArrayList<>();
    first.forEach(jar -> entries.add(jar.toAbsolutePath().toString()));
    try (Stream<Path> jars = Files.list(BOOT_3)) {
      jars.forEach(jar -> entries.add(jar.toAbsolutePath().toString()));
    }
    String own =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String replaced =
        first.isEmpty()
            ? "(spring-|micrometer-|commons-logging-).*"
            : "(spring-|micrometer-|commons-logging-|netty-common-).*";
    Stream.of(own.split(File.pathSeparator))
        .filter(entry -> !Path.of(entry).getFileName().toString().matches(replaced))
        .forEach(entries::add);
    return String.join(File.pathSeparator, entries);
  }
}
