package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;

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
import im.linnet.testkit.net.Plan;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Connections that break off at any byte of what the client sends at once, which fills several TLS
 * records. Prosody reads a resumed stream with the parser of the stream's last connection: see
 * docs/reliability.md.
 */
@Timeout(120)
class CutStanzaIT {

  private static final int MANY = 60;

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

  @Nested
  class ModernProsody extends Against {
    ModernProsody() {
      super(ProsodyServer.modern());
    }
  }

  @Nested
  class ModernEjabberd extends Against {
    ModernEjabberd() {
      super(EjabberdServer.modern());
    }
  }

  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class Against {

    @RegisterExtension final ServerExtension<RealServer> running;

    Against(RealServer.Builder settings) {
      running = ServerUser.serverWith(settings, "a", "b");
    }

    private ServerUser user(String name) {
      return new ServerUser(running.server(), name);
    }

    @ParameterizedTest
    @ValueSource(ints = {24_000, 38_000, 52_000})
    void stanzas_that_fit_into_a_record_arrive(int bytes) throws Exception {
      String filling = "x".repeat(1_500);
      try (Line line = new Line(bytes)) {
        IntStream.range(0, MANY)
            .mapToObj(n -> line.deliver(n + " " + filling))
            .toList()
            .forEach(delivered -> assertThat(delivered).succeedsWithin(Duration.ofMinutes(1)));
        Set<Integer> missing = IntStream.range(0, MANY).boxed().collect(Collectors.toSet());
        while (!missing.isEmpty()) {
          String body = line.received.poll(20, TimeUnit.SECONDS);
          assertThat(body).as("missing: %s", missing).isNotNull();
          missing.remove(Integer.valueOf(body.substring(0, body.indexOf(' '))));
        }
      }
    }

    /** Prosody takes what comes then for more of the stanza, and answers nothing any more. */
    @ParameterizedTest
    @ValueSource(ints = 45_000)
    void a_larger_stanza_arrives_or_is_known_to_be_uncertain(int bytes) throws Exception {
      try (Line line = new Line(bytes)) {
        String large = "x".repeat(60_000);
        try {
          line.deliver(large).get(60, TimeUnit.SECONDS);
          assertThat(line.received.poll(20, TimeUnit.SECONDS)).isEqualTo(large);
        } catch (ExecutionException failed) {
          assertThat(failed.getCause())
              .isInstanceOfSatisfying(
                  TransportException.class,
                  failure -> assertThat(failure.reason()).isEqualTo(Reason.UNCERTAIN));
          line.sender.connect().get(20, TimeUnit.SECONDS);
          line.deliver("after").get(20, TimeUnit.SECONDS);
          assertThat(line.received.poll(20, TimeUnit.SECONDS)).isEqualTo("after");
        }
      }
    }

    /** A sender whose first connection brings so many bytes to the server, and who gets them. */
    private final class Line implements AutoCloseable {

      final FaultProxy proxy = FaultProxy.to(running.server().starttlsPort());
      final BlockingQueue<String> received = new LinkedBlockingQueue<>();
      final XmppClient sender;
      private final XmppClient recipient = user("b").builder().build();
      private final Jid to;

      Line(int bytes) throws Exception {
        proxy.planNext(Plan.CLEAN.silentAfter(Direction.TO_SERVER, bytes));
        recipient.onMessage(message -> received.add(String.valueOf(message.body())));
        to = recipient.connect().get(20, TimeUnit.SECONDS).jid();
        recipient.deliver(Presence.available()).get(20, TimeUnit.SECONDS);
        sender =
            user("a")
                .builder(proxy.port())
                .keepAlive(KeepAlive.ping(Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .reconnect(
                    ReconnectPolicy.standard()
                        .between(Duration.ofMillis(1), Duration.ofMillis(100)))
                .build();
        sender.connect().get(20, TimeUnit.SECONDS);
      }

      CompletableFuture<Void> deliver(String body) {
        return sender.deliver(Message.chat(to, body));
      }

      @Override
      public void close() {
        assertThat(CompletableFuture.allOf(sender.shutdown(), recipient.shutdown()))
            .succeedsWithin(Duration.ofSeconds(20));
        proxy.close();
      }
    }
  }
}
