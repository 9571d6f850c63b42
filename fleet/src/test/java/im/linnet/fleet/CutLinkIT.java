package im.linnet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.testkit.net.FreePorts;
import im.linnet.testkit.server.ProsodyServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Links between nodes are cut, while all of them reach the server. */
@Timeout(240)
@EnabledIfSystemProperty(
    named = "linnet.long",
    matches = "true",
    disabledReason = "mostly waits for a node to be given up; run it by -Dlinnet.long=true")
class CutLinkIT extends ThreeJvms {

  private final List<LinkProxy> links = new ArrayList<>();

  CutLinkIT() {
    super(ProsodyServer.builder());
  }

  /**
   * The node is reached by way of a proxy, and connects to those of others from its own address.
   */
  @Override
  String engine(int port) {
    int behind = FreePorts.find(1).get(0);
    links.add(new LinkProxy(port, behind));
    return """
    pekko.remote.artery.bind.hostname = "127.0.0.1"
    pekko.remote.artery.bind.port = %d
    pekko.remote.artery.advanced.tcp.outbound-client-hostname = "%s"
    """
        .formatted(behind, address(ports.indexOf(port)));
  }

  private static String address(int index) {
    return "127.0.0." + (11 + index);
  }

  private void cut(int one, int other) {
    links.get(one).cut(address(other));
    links.get(other).cut(address(one));
  }

  @AfterEach
  void closeLinks() {
    links.forEach(LinkProxy::close);
  }

  @Test
  void a_node_that_is_cut_off_from_the_others_ends_and_they_go_on_with_its_streams()
      throws Exception {
    start();
    try (XmppClient driver = driver()) {
      ask(driver, 60);
      EchoProcess alone = nodes.get(2);
      List<String> its = online(alone);
      long began = System.nanoTime();
      cut(2, 0);
      cut(2, 1);
      ask(driver, 100);
      assertThat(alone.exitCode()).isEqualTo(255);
      until("all online", nodes.get(0), () -> online() == bots.size());
      ask(driver, 60);
      verify();
      verifyArrivals();
      assertThat(alone.since(began))
          .as("it does not connect again")
          .noneMatch(line -> line.text().startsWith("Bound["));
      assertThat(its)
          .isNotEmpty()
          .allSatisfy(account -> assertThat(resumed(account, began)).isOne());
      assertThat(total("resumed=false, taken=true")).isZero();
    }
  }

  /** How often an account's stream was resumed since then, by anyone. */
  private int resumed(String account, long began) {
    AtomicInteger count = new AtomicInteger();
    nodes.forEach(
        node ->
            node.since(began).stream()
                .filter(line -> line.text().startsWith("Bound[account=" + account + ","))
                .peek(line -> assertThat(line.text()).contains("resumed=true"))
                .forEach(line -> count.incrementAndGet()));
    return count.get();
  }

  /**
   * Nobody knows which of those two is right, so the third one goes on alone. As each has the
   * copies of another one, the streams of one of the two are lost.
   */
  @Test
  void two_nodes_that_lose_each_other_leave_their_accounts_to_the_third() throws Exception {
    start();
    try (XmppClient driver = driver()) {
      ask(driver, 60);
      cut(1, 2);
      EchoProcess third = nodes.get(0);
      until("the third has all", third, () -> holds(third) == bots.size());
      assertThat(nodes.get(1).exitCode()).isEqualTo(255);
      assertThat(nodes.get(2).exitCode()).isEqualTo(255);
      ask(driver, 60);
      until("the last sixty are answered", third, () -> answered(60, 120));
    }
  }

  /** Whether the questions with these numbers have been answered. */
  private boolean answered(int from, int to) {
    List<String> all = answered.values().stream().flatMap(List::stream).toList();
    return IntStream.range(from, to).allMatch(n -> all.contains("m" + n));
  }
}
