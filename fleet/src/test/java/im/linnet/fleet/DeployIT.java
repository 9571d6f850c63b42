package im.linnet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.testkit.server.ProsodyServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** All nodes are replaced, one after the other, and a node is lost together with its copies. */
@Timeout(600)
@EnabledIfSystemProperty(
    named = "linnet.long",
    matches = "true",
    disabledReason = "takes minutes, most of which it waits; run it by -Dlinnet.long=true")
class DeployIT extends ThreeJvms {

  DeployIT() {
    super(ProsodyServer.builder());
  }

  @Test
  void all_nodes_are_replaced_and_nothing_is_lost() throws Exception {
    start();
    try (XmppClient driver = driver()) {
      for (int i = 2; i >= 0; i--) {
        ask(driver, 40);
        EchoProcess leaving = nodes.get(i);
        leaving.signal("TERM");
        ask(driver, 40);
        assertThat(leaving.exitCode()).isEqualTo(143);
        until("all online", nodes.get(i == 2 ? 0 : 2), () -> online() == bots.size());
        restart(i);
        ask(driver, 40);
      }
      verify();
      assertThat(total("resumed=false, taken=true")).isZero();
      assertThat(answered.values().stream().mapToInt(List::size).sum()).isEqualTo(360);
    }
  }

  /**
   * The streams of the first are lost, as the second had their copies; those of the second are not.
   */
  @Test
  void of_a_node_that_is_lost_with_its_copies_all_sessions_begin_anew() throws Exception {
    start(5);
    try (XmppClient driver = driver()) {
      ask(driver, 40);
      until("all are answered", nodes.get(0), () -> answers() == 40);
      EchoProcess owner = nodes.get(1);
      EchoProcess vault = vaultOf(owner);
      vaultOf(vault);
      List<String> owned = online(owner);
      List<String> kept = online(vault);
      long began = System.nanoTime();
      owner.signal("KILL");
      vault.signal("KILL");
      assertThat(owner.exitCode()).isEqualTo(137);
      assertThat(vault.exitCode()).isEqualTo(137);
      EchoProcess left = nodes.stream().filter(EchoProcess::isAlive).findFirst().orElseThrow();
      until("all online", left, () -> online() == bots.size());
      int before = answers();
      until(
          "they answer again",
          left,
          () -> {
            ask(driver, bots.size());
            return answers() >= before + bots.size();
          });
      assertThat(owned)
          .isNotEmpty()
          .allSatisfy(account -> assertThat(bound(account, began)).contains("resumed=false"));
      assertThat(kept)
          .isNotEmpty()
          .allSatisfy(
              account -> assertThat(bound(account, began)).contains("resumed=true, taken=true"));
    }
  }

  /** What is asked before a new session has said that it is there goes to the lost stream. */
  private int answers() {
    return answered.values().stream().mapToInt(List::size).sum();
  }

  /** How an account's session came online first since then. */
  private String bound(String account, long began) {
    return nodes.stream()
        .flatMap(node -> node.since(began).stream())
        .map(EchoProcess.Line::text)
        .filter(line -> line.startsWith("Bound[account=" + account + ","))
        .findFirst()
        .orElse("never");
  }
}
