package im.linnet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node gets SIGTERM. */
@Timeout(240)
class LeavingNodeIT {

  @Nested
  class Prosody extends Leaving {
    Prosody() {
      super(ProsodyServer.builder());
    }
  }

  @Nested
  class Ejabberd extends Leaving {
    Ejabberd() {
      super(EjabberdServer.builder());
    }
  }

  abstract static class Leaving extends ThreeJvms {

    Leaving(RealServer.Builder settings) {
      super(settings);
    }

    @Test
    void a_node_that_is_told_to_end_hands_its_sessions_over() throws Exception {
      start();
      try (XmppClient driver = driver()) {
        ask(driver, 60);
        EchoProcess leaving = nodes.get(1);
        leaving.signal("TERM");
        ask(driver, 200);
        assertThat(leaving.exitCode()).isEqualTo(143);
        until("all online", nodes.get(0), () -> online() == bots.size());
        ask(driver, 60);
        verify();
        assertThat(total("resumed=false, taken=true")).isZero();
        assertThat(answered.values().stream().mapToInt(List::size).sum()).isEqualTo(320);
      }
    }
  }
}
