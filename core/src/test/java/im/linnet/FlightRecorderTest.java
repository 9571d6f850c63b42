package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.TestCertificates;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What the JDK's flight recorder shows of a client, and a client where there is no recorder. */
@Isolated
@Timeout(120)
class FlightRecorderTest {

  /** In this order by what happened. */
  private static final List<String> NAMES =
      List.of(
          "ConnectionAttempt",
          "StreamBound",
          "EndpointAttempt",
          "StanzaDropped",
          "StreamEnded",
          "Reconnect");

  @TempDir private Path folder;

  @Test
  void records_the_life_of_a_client() throws Exception {
    Heard heard = new Heard();
    Path file = folder.resolve("client.jfr");
    try (Recording recording = new Recording();
        LiveSession it =
            LiveSession.of(
                b ->
                    b.listener(heard)
                        .reconnect(outage -> Duration.ofHours(1))
                        .slowCallbacks(Duration.ofNanos(1)),
                s -> s.send("<iq type='result' id='unasked'/>").awaitCue("seen").reset())) {
      NAMES.forEach(name -> recording.enable("im.linnet." + name));
      recording.enable("im.linnet.SlowCallback");
      recording.start();
      it.connect();
      heard.await("dropped UNASKED");
      heard.await("slowCallback");
      it.peer.cue("seen");
      heard.await("reconnecting after 1");
      it.client.shutdown(Duration.ZERO).join();
      recording.stop();
      recording.dump(file);
    }
    List<String> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().startsWith("im.linnet."))
            .sorted(java.util.Comparator.comparing(event -> event.getStartTime()))
            .map(event -> event.getEventType().getName().replace("im.linnet.", ""))
            .toList();
    assertThat(events).containsSubsequence(NAMES).contains("SlowCallback");
  }

  /** As on a Java runtime that was made without it. */
  @Test
  void a_client_runs_without_the_module() throws Exception {
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
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx64m",
                  "--limit-modules",
                  "java.base,java.logging,java.naming,java.xml,jdk.unsupported,jdk.crypto.ec",
                  "-cp",
                  classPath(),
                  OtherNetty.class.getName(),
                  Integer.toString(peer.port()),
                  trusted.toString())
              .redirectErrorStream(true)
              .start();
      try {
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .isEqualToIgnoringNewLines("Connected as me@localhost/here");
        assertThat(process.waitFor()).isZero();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static String classPath() {
    String own =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(own.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .reduce((a, b) -> a + File.pathSeparator + b)
        .orElseThrow();
  }
}
