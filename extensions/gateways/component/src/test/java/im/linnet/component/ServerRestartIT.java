package im.linnet.component;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ConnectionState.Waiting;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A component stays with a server that is restarted or crashes. */
@Timeout(120)
class ServerRestartIT {

  private static final String HOST = "bots.localhost";
  private static final String SECRET = "handshake0secret";

  @Nested
  class Prosody extends Restarted {
    Prosody() {
      super(ProsodyServer.builder());
    }
  }

  @Nested
  class Ejabberd extends Restarted {
    Ejabberd() {
      super(EjabberdServer.builder());
    }
  }

  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class Restarted {

    @RegisterExtension final ServerExtension<RealServer> running;

    Restarted(RealServer.Builder settings) {
      running = ServerExtension.of(settings.component(HOST, SECRET));
    }

    private XmppClient component() {
      return Component.builder(HOST, SECRET, running.server().componentPort(HOST))
          .reconnect(
              ReconnectPolicy.standard()
                  .between(Duration.ofMillis(50), Duration.ofMillis(500))
                  .retryingFirst())
          .build();
    }

    private static void await(BlockingQueue<ConnectionState> states, Class<?> type)
        throws Exception {
      while (!type.isInstance(
          requireNonNull(states.poll(90, TimeUnit.SECONDS), "no further state"))) {
        // A state on the way.
      }
    }

    private static void assertServed(XmppClient component) throws Exception {
      Iq answer =
          component
              .request(Iq.get(Jid.of("localhost"), Element.of("ping", "urn:xmpp:ping")))
              .get(30, TimeUnit.SECONDS);
      assertThat(answer.from()).hasToString("localhost");
    }

    @Test
    void connects_again_by_itself() throws Exception {
      try (XmppClient component = component()) {
        BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
        component.onState(states::add);
        component.connect().get(30, TimeUnit.SECONDS);
        assertServed(component);

        running.server().stop();
        await(states, Waiting.class);
        running.server().restart();
        await(states, Connected.class);
        assertServed(component);

        running.server().crash();
        await(states, Waiting.class);
        running.server().restart();
        await(states, Connected.class);
        assertServed(component);
      }
    }

    @Test
    void may_be_started_before_the_server() throws Exception {
      running.server().stop();
      try (XmppClient component = component()) {
        BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
        component.onState(states::add);
        assertThat(component.connect()).failsWithin(Duration.ofSeconds(30));
        running.server().restart();
        await(states, Connected.class);
        assertServed(component);
      }
    }
  }
}
