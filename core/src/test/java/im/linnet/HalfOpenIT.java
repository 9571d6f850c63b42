package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ConnectionState.Waiting;
import im.linnet.connection.KeepAlive;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.net.Direction;
import im.linnet.testkit.net.FaultProxy;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** C04: connections that are up and carry nothing, both ways or one way. */
@Tag("C04")
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class HalfOpenIT {

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

    private static final Duration SILENCE = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Duration NEVER = Duration.ofHours(1);

    @RegisterExtension final ServerExtension<RealServer> running;

    Against(RealServer.Builder settings) {
      running = ServerUser.serverWith(settings, "a");
    }

    /** Silent, and both with stream management and without. */
    @ParameterizedTest
    @CsvSource({
      "TO_SERVER TO_CLIENT, true",
      "TO_SERVER, true",
      "TO_CLIENT, true",
      "TO_SERVER TO_CLIENT, false",
      "TO_SERVER, false",
      "TO_CLIENT, false"
    })
    void are_noticed_and_made_anew(String ways, boolean managed) throws Exception {
      try (Watched it = new Watched(running.server(), KeepAlive.ping(SILENCE, LIMIT), managed)) {
        assertThat(it.connected().managed()).isEqualTo(managed);
        // An answer or an acknowledgement, so that it is not the login that goes wrong.
        it.client.deliver(Presence.available()).get(10, TimeUnit.SECONDS);
        it.silence(ways);
        assertDead(it.lost());
        assertThat(it.connected().resumed()).isEqualTo(managed);
      }
    }

    /** A sender that never pauses; the kernel would report the loss after a quarter of an hour. */
    @ParameterizedTest
    @CsvSource({"TO_SERVER TO_CLIENT", "TO_SERVER", "TO_CLIENT"})
    void are_noticed_by_who_keeps_sending(String ways) throws Exception {
      try (Watched it = new Watched(running.server(), KeepAlive.ping(NEVER, LIMIT), true)) {
        Jid self = it.connected().jid();
        it.silence(ways);
        for (int i = 0; i < 100; i++) {
          it.client.send(Message.chat(self, "into the void"));
        }
        assertDead(it.lost());
        assertThat(it.connected().resumed()).isTrue();
      }
    }

    @Test
    void are_noticed_in_seconds_after_a_change_of_network() throws Exception {
      try (Watched it = new Watched(running.server(), KeepAlive.ping(NEVER, NEVER), true)) {
        it.connected();
        it.silence("TO_SERVER TO_CLIENT");
        it.client.networkChanged();
        assertDead(it.lost());
        assertThat(it.connected().resumed()).isTrue();
      }
    }

    private static void assertDead(Waiting loss) {
      assertThat(loss.cause())
          .isInstanceOfSatisfying(
              TransportException.class,
              cause -> assertThat(cause.reason()).isEqualTo(Reason.TIMED_OUT))
          .hasMessageContaining("the connection is dead");
    }
  }

  /** A client whose connections pass a proxy, and what becomes of them. */
  private static final class Watched implements AutoCloseable {

    final FaultProxy line;
    final XmppClient client;
    private final BlockingQueue<BoundStream> streams = new LinkedBlockingQueue<>();
    private final BlockingQueue<Waiting> losses = new LinkedBlockingQueue<>();

    Watched(RealServer server, KeepAlive keepAlive, boolean managed) {
      line = FaultProxy.to(server.starttlsPort());
      client =
          new ServerUser(server, "a")
              .builder(line.port())
              .keepAlive(keepAlive)
              .reconnect(ReconnectPolicy.standard())
              .steps(steps -> managed ? steps : upToSession(steps))
              .build();
      client.onState(
          state -> {
            if (state instanceof ConnectionState.Connected now) {
              streams.add(now.stream());
            } else if (state instanceof Waiting loss) {
              losses.add(loss);
            }
          });
      client.connect();
    }

    private static <T> List<T> upToSession(List<T> steps) {
      return steps.stream()
          .takeWhile(step -> !step.getClass().getSimpleName().equals("StreamManagement"))
          .toList();
    }

    BoundStream connected() throws InterruptedException {
      BoundStream stream = streams.poll(30, TimeUnit.SECONDS);
      assertThat(stream).as("a stream").isNotNull();
      return stream;
    }

    Waiting lost() throws InterruptedException {
      Waiting loss = losses.poll(30, TimeUnit.SECONDS);
      assertThat(loss).as("a loss").isNotNull();
      return loss;
    }

    void silence(String ways) {
      for (String way : ways.split(" ")) {
        line.silence(Direction.valueOf(way));
      }
    }

    @Override
    public void close() {
      client.shutdown().join();
      line.close();
    }
  }
}
