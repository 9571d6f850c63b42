package im.linnet.benchmarks.guard;

import im.linnet.benchmarks.ChildJvm;
import im.linnet.benchmarks.connections.ConnectionsContest;
import im.linnet.benchmarks.peers.Target;
import im.linnet.testkit.server.ProsodyServer;
import java.util.List;

/** The heap of idle TLS sessions with Prosody. */
final class IdleSessions {

  private static final List<String> JVM = List.of("-Xmx512m", "-XX:+UseSerialGC");

  /** What the first one loads is not counted. */
  private static final int FIRST = 50;

  private static final int MORE = 500;
  private static final double KB = 1024;

  private IdleSessions() {}

  /** How much heap each of several hundred sessions adds, in KB. */
  static double heapKilobytes() {
    try (ProsodyServer server =
            ProsodyServer.builder()
                .user("romeo", Target.PASSWORD)
                .without("mam", "carbons", "csi_simple")
                .start();
        ChildJvm child =
            ChildJvm.start(
                ConnectionsContest.class,
                JVM,
                "linnet",
                String.valueOf(server.starttlsPort()),
                server.trustAnchorFile().toString())) {
      child.ask("grow " + FIRST);
      double before = child.ask("memory")[0];
      child.ask("grow " + (FIRST + MORE));
      return (child.ask("memory")[0] - before) / KB / MORE;
    }
  }
}
