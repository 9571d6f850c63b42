package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.linnet.endpoint.Endpoint;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What real servers do on a port that is spoken to in the other way, and what is said of it: which
 * helps.
 */
@Timeout(120)
class WrongPortIT {

  @Nested
  class Prosody extends Against {
    Prosody() {
      super(ProsodyServer.builder());
    }
  }

  @Nested
  class Ejabberd extends Against {
    Ejabberd() {
      super(EjabberdServer.builder());
    }
  }

  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class Against {

    @RegisterExtension final ServerExtension<RealServer> running;

    Against(RealServer.Builder settings) {
      running = ServerUser.serverWith(settings, "a");
    }

    @Test
    void clear_text_to_a_port_for_direct_tls() throws Exception {
      int port = running.server().directTlsPort();
      advises(
          Endpoint.startTls("127.0.0.1", port),
          Endpoint.directTls("127.0.0.1", port),
          "Endpoint.directTls(\"127.0.0.1\", %d)".formatted(port));
    }

    @Test
    void tls_to_a_port_for_starttls() throws Exception {
      int port = running.server().starttlsPort();
      advises(
          Endpoint.directTls("127.0.0.1", port),
          Endpoint.startTls("127.0.0.1", port),
          "Endpoint.startTls(\"127.0.0.1\", %d)".formatted(port));
    }

    private void advises(Endpoint wrong, Endpoint right, String advice) throws Exception {
      XmppClient client = new ServerUser(running.server(), "a").builder(wrong).build();
      ExecutionException failure =
          catchThrowableOfType(
              ExecutionException.class, () -> client.connect().get(40, TimeUnit.SECONDS));
      assertThat(failure).hasMessageContaining("ClientBuilder.endpoint(" + advice + ")");
      client.shutdown().get(10, TimeUnit.SECONDS);
      try (XmppClient advised = new ServerUser(running.server(), "a").builder(right).build()) {
        advised.connect().get(40, TimeUnit.SECONDS);
      }
    }
  }
}
