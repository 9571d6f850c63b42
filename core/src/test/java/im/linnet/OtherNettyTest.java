package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.internal.netty.NettyVersions;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.TestCertificates;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another bill of materials puts Netty 4.1 beside this library, or parts of it. */
@Timeout(120)
class OtherNettyTest {

  /** Filled by the build. */
  private static final Path OLD = Path.of("target", "netty-4.1");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "buffer,codec,common,handler,handler-proxy,resolver,transport,transport-native-unix-common",
        "common",
        "buffer",
        "transport"
      })
  void is_named_with_the_version_that_is_needed_and_the_cure(String artifacts) throws Exception {
    String output = outputWith(List.of(artifacts.split(",")));

    assertThat(output)
        .contains("Netty 4.1.", "netty-" + artifacts.split(",")[0], "is on the class path")
        .contains("needs " + NettyVersions.NEEDED + " or later")
        .contains("import linnet-bom before it", "netty.version")
        .endsWith("exit code 1");
  }

  @Test
  void is_not_suspected_where_the_versions_are_right() throws Exception {
    assertThat(outputWith(List.of()))
        .isEqualToIgnoringNewLines("Connected as me@localhost/hereexit code 0");
  }

  private String outputWith(List<String> artifacts) throws Exception {
    TestCertificates authority = TestCertificates.create();
    Path trusted = folder.resolve("ca.pem");
    authority.writeTrustAnchor(trusted);
    try (ScriptedPeer peer =
        ScriptedPeer.listen()
            .withTls(authority.server("localhost").serverContext())
            .script(
                s ->
                    s.secureStream("localhost")
                        .signIn("localhost", "ANONYMOUS")
                        .bind("localhost", "me@localhost/here"))) {
      return run(classPath(artifacts), Integer.toString(peer.port()), trusted.toString());
    }
  }

  private static String run(String classPath, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-cp", classPath, OtherNetty.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return output + "exit code " + process.waitFor();
    } finally {
      process.destroyForcibly();
    }
  }

  /** The class path of these tests, with the older version of some artifacts. */
  private static String classPath(List<String> artifacts) throws IOException {
    String own =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> entries = new ArrayList<>();
    try (Stream<Path> old = Files.list(OLD)) {
      old.filter(jar -> artifacts.stream().anyMatch(each -> is(jar.toString(), each)))
          .forEach(jar -> entries.add(jar.toAbsolutePath().toString()));
    }
    Stream.of(own.split(File.pathSeparator))
        .filter(entry -> artifacts.stream().noneMatch(each -> is(entry, each)))
        .forEach(entries::add);
    return String.join(File.pathSeparator, entries);
  }

  private static boolean is(String jar, String artifact) {
    return Path.of(jar).getFileName().toString().matches("netty-" + artifact + "-4\\..*");
  }
}
