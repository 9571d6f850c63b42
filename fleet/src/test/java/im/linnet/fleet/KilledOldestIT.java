package im.linnet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.testkit.server.ProsodyServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The node that coordinates the others gets SIGKILL: the first of the seeds, which founded them.
 */
@Timeout(240)
@EnabledIfSystemProperty(
    named = "linnet.long",
    matches = "true",
    disabledReason = "mostly waits for a node to be given up; run it by -Dlinnet.long=true")
class KilledOldestIT extends ThreeJvms {

  KilledOldestIT() {
    super(ProsodyServer.builder());
  }

  @Test
  void the_sessions_of_the_oldest_node_are_resumed_by_others() throws Exception {
    start();
    try (XmppClient driver = driver()) {
      ask(driver, 60);
      EchoProcess killed = nodes.get(0);
      long its = holds(killed);
      vaultOf(killed);
      killed.signal("KILL");
      ask(driver, 200);
      until("all online", nodes.get(1), () -> online() == bots.size());
      ask(driver, 60);
      verify();
      verifyArrivals();
      assertThat(total("resumed=false, taken=true")).isZero();
      assertThat(total("resumed=true, taken=true")).isGreaterThanOrEqualTo(its);
    }
  }
}
