package im.linnet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.testkit.server.EjabberdServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node gets SIGKILL. */
@Timeout(240)
class KilledNodeIT extends ThreeJvms {

  KilledNodeIT() {
    super(EjabberdServer.builder());
  }

  @Test
  void the_sessions_of_a_killed_node_are_resumed_by_others() throws Exception {
    start();
    try (XmppClient driver = driver()) {
      ask(driver, 60);
      EchoProcess killed = nodes.get(2);
      long its = holds(killed);
      killed.signal("KILL");
      ask(driver, 200);
      until("all online", nodes.get(0), () -> online() == bots.size());
      ask(driver, 60);
      verify();
      assertThat(total("resumed=false, taken=true")).isZero();
      assertThat(total("resumed=true, taken=true")).isGreaterThanOrEqualTo(its);
    }
  }
}
