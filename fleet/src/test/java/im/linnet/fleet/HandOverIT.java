package im.linnet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.testkit.server.ProsodyServer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A node that holds a hundred sessions or so gets SIGTERM. */
@Timeout(240)
@EnabledIfSystemProperty(
    named = "linnet.long",
    matches = "true",
    disabledReason = "three hundred sign-ins; run it by -Dlinnet.long=true")
class HandOverIT extends ThreeJvms {

  HandOverIT() {
    super(ProsodyServer.builder(), 300);
  }

  /** Nothing waits for a time limit: each stream goes on from the last word of who left it. */
  @Test
  void a_hundred_sessions_are_handed_over_with_their_streams() throws Exception {
    start();
    try (XmppClient driver = driver()) {
      ask(driver, 100);
      EchoProcess leaving = nodes.get(2);
      long its = holds(leaving);
      long began = System.nanoTime();
      leaving.signal("TERM");
      ask(driver, 100);
      assertThat(leaving.exitCode()).isEqualTo(143);
      until("all online", nodes.get(0), () -> online() == bots.size());
      print(its, began);
      ask(driver, 100);
      verify();
      assertThat(leaving.lines())
          .filteredOn(line -> line.startsWith("LEFT "))
          .singleElement()
          .asString()
          .contains("handedOver=" + its + ",", "copied=0,");
      assertThat(total("resumed=true, taken=true")).isGreaterThanOrEqualTo(its);
      assertThat(total("resumed=false, taken=true")).isZero();
      assertThat(answered.values().stream().mapToInt(List::size).sum()).isEqualTo(300);
    }
  }

  private void print(long its, long began) {
    List<EchoProcess> others = nodes.subList(0, 2);
    System.out.printf(
        Locale.ROOT,
        "RESULT hand-over sessions=%d left=%.1fs taken=%.1fs online=%.1fs exit=%.1fs%n",
        its,
        last(List.of(nodes.get(2)), "state=Leaving", began),
        last(others, "state=Connecting", began),
        last(others, "state=Online", began),
        last(List.of(nodes.get(2)), "LEFT", began));
  }

  /** When such a line was printed for the last time, in seconds. */
  private static double last(List<EchoProcess> by, String part, long began) {
    Stream<EchoProcess.Line> lines = by.stream().flatMap(node -> node.since(began).stream());
    return lines
            .filter(line -> line.text().contains(part))
            .mapToLong(line -> line.nanos() - began)
            .max()
            .orElse(0)
        / 1e9;
  }
}
