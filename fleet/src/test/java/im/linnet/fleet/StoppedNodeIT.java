package im.linnet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.testkit.server.ProsodyServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node gets SIGSTOP, and SIGCONT when others have its sessions. */
@Timeout(240)
class StoppedNodeIT extends ThreeJvms {

  StoppedNodeIT() {
    super(ProsodyServer.builder());
  }

  @Test
  void a_node_that_was_stopped_ends_itself_when_it_wakes_up() throws Exception {
    start();
    try (XmppClient driver = driver()) {
      ask(driver, 60);
      EchoProcess stopped = nodes.get(0);
      long its = holds(stopped);
      long before = total("resumed=true, taken=true");
      stopped.signal("STOP");
      ask(driver, 100);
      until("taken up", nodes.get(1), () -> total("resumed=true, taken=true") >= before + its);
      stopped.signal("CONT");
      ask(driver, 100);
      assertThat(stopped.exitCode()).isEqualTo(255);
      until("all online", nodes.get(1), () -> online() == bots.size());
      ask(driver, 60);
      verify();
      assertThat(total("resumed=false, taken=true")).isZero();
    }
  }
}
