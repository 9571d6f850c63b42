package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Presence;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** C28: real servers that restart or die under a connected client, which comes back by itself. */
@Tag("C28")
@Timeout(120)
@ExtendWith(NoLeaks.class)
class ReconnectIT {

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

  /** Does what roster and presence do: loads something, and says that it is there. */
  private static final class Loader implements Extension {

    private final XmppClient client;
    private final BlockingQueue<Iq> loaded = new LinkedBlockingQueue<>();

    Loader(XmppClient client) {
      this.client = client;
    }

    @Override
    public void bound(BoundStream stream) {
      client
          .request(Iq.get(client.account(), Element.of("query", "jabber:iq:roster")))
          .thenCompose(answer -> client.send(Presence.available()).thenApply(sent -> answer))
          .thenAccept(loaded::add);
    }

    Iq next() throws InterruptedException {
      Iq answer = loaded.poll(60, TimeUnit.SECONDS);
      assertThat(answer).as("what is loaded when a stream is bound").isNotNull();
      return answer;
    }
  }

  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class Against {

    @RegisterExtension final ServerExtension<RealServer> running;

    Against(RealServer.Builder settings) {
      running = ServerUser.serverWith(settings, "a");
    }

    @Test
    void comes_back_when_the_server_restarts() throws Exception {
      comesBackAfter(() -> running.server().restart());
    }

    @Test
    void comes_back_when_the_server_dies() throws Exception {
      comesBackAfter(
          () -> {
            running.server().crash();
            running.server().restart();
          });
    }

    private void comesBackAfter(Runnable fault) throws Exception {
      XmppClient client = client();
      List<ConnectionState> states = new CopyOnWriteArrayList<>();
      client.onState(states::add);
      client.connect().get(20, TimeUnit.SECONDS);
      Loader loader = client.get(Loader.class);
      loader.next();

      fault.run();
      assertThat(loader.next().type()).isEqualTo(Iq.Type.RESULT);
      assertThat(states).anyMatch(ConnectionState.Waiting.class::isInstance);
      assertThat(states).noneMatch(ConnectionState.Disconnected.class::isInstance);
      assertThat(states.stream().filter(ConnectionState.Connected.class::isInstance))
          .as("one stream before and one after: %s", states)
          .hasSize(2);
      client.shutdown().get(10, TimeUnit.SECONDS);
    }

    private XmppClient client() {
      return new ServerUser(running.server(), "a")
          .builder()
          .reconnect(
              ReconnectPolicy.standard().between(Duration.ofMillis(100), Duration.ofMillis(500)))
          .with(Loader::new)
          .build();
    }
  }
}
