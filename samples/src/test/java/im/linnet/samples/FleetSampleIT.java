package im.linnet.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.linnet.testkit.server.ProsodyServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several JVMs of which one is killed and one leaves, as users run it. */
@Timeout(300)
class FleetSampleIT {

  @Test
  void loses_nothing_when_a_node_is_killed_and_another_leaves() throws Exception {
    Optional<String> reason = ProsodyServer.reasonToSkip();
    assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
    String lib = System.getProperty("linnet.samples.lib", "");
    try (JavaProcess sample =
        JavaProcess.start(
            Path.of(""),
            List.of(
                "-cp",
                Path.of(lib, "*").toString(),
                "im.linnet.samples.FleetDemo",
                "--accounts",
                "9"))) {
      assertThat(sample.await(line -> line.contains("All accounts are online:")))
          .contains("node 1 has", "node 2 has", "node 3 has");
      assertThat(sample.await(line -> line.contains("online again"))).contains("node 2 has 0");
      assertThat(sample.await(line -> line.contains("online elsewhere")))
          .contains("node 1 has 9, node 2 has 0, node 3 has 0");
      assertThat(sample.await(line -> line.contains(" questions, ")))
          .contains(" 0 lost, 0 answered twice");
      sample.assertEnds(0);
    }
  }
}
