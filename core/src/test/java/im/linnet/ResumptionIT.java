package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.connection.SavedStream;
import im.linnet.connection.WireEvent;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.net.Cut;
import im.linnet.testkit.net.FaultProxy;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Connections that are cut in the midst of messages both ways, and go on (XEP-0198, section 5). The
 * client sends again exactly what the server has not counted; see docs/reliability.md for what
 * ejabberd 23.01 does with it.
 */
@Timeout(120)
class ResumptionIT {

  private static final int ROUNDS = 6;

  /**
   * As many as Prosody reads at once, which is 8 KB: after a reset it drops what it has not read,
   * in the middle of a stanza if there is more, and goes on there when the stream is resumed.
   */
  private static final int EACH = 40;

  @Nested
  class Prosody extends Against {
    Prosody() {
      super(ProsodyServer.builder());
    }

    @Override
    boolean keepsOrderAndCount() {
      return true;
    }
  }

  @Nested
  class Ejabberd extends Against {
    Ejabberd() {
      super(EjabberdServer.builder());
    }

    /**
     * It passes on what its old process still had when the new one has begun to deliver. The old
     * one also continues with what it has read, after the new one has said that it was not
     * received.
     */
    @Override
    boolean keepsOrderAndCount() {
      return false;
    }
  }

  /** By a token, and within the sign-in. */
  @Nested
  class ModernProsody extends Against {
    ModernProsody() {
      super(ProsodyServer.modern());
    }

    @Override
    boolean keepsOrderAndCount() {
      return true;
    }
  }

  /** By a token, and within the sign-in. */
  @Nested
  class ModernEjabberd extends Against {
    ModernEjabberd() {
      super(EjabberdServer.modern());
    }

    @Override
    boolean keepsOrderAndCount() {
      return false;
    }
  }

  /** A client with what it received. */
  private record User(
      XmppClient client, BlockingQueue<String> received, BlockingQueue<Disconnected> losses) {

    static User of(ClientBuilder builder) {
      XmppClient client = builder.build();
      BlockingQueue<String> received = new LinkedBlockingQueue<>();
      BlockingQueue<Disconnected> losses = new LinkedBlockingQueue<>();
      client.onMessage(message -> received.add(String.valueOf(message.body())));
      client.onState(
          state -> {
            if (state instanceof Disconnected loss) {
              losses.add(loss);
            }
          });
      return new User(client, received, losses);
    }

    List<CompletableFuture<Void>> deliver(Jid to, int round, int from) {
      return IntStream.range(round * EACH + from, (round + 1) * EACH)
          .mapToObj(n -> client.deliver(Message.chat(to, Integer.toString(n))))
          .toList();
    }
  }

  /** Compares what a client sends again, as its wire shows it, with the server's counts. */
  private static final class SentAgain {

    private static final Pattern STANZA = Pattern.compile("<(message|presence|iq)[ />]");
    private static final Pattern BODY = Pattern.compile("<body>(.*)</body>");
    private static final Pattern RESUMED = Pattern.compile("<resumed[^>]* h=\"(\\d+)\"");

    private final List<String> counted = new ArrayList<>();
    private final List<String> again = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private boolean counting;
    private int next;

    synchronized void see(WireEvent event) {
      Matcher resumed = RESUMED.matcher(event.xml());
      if (event.outgoing() && event.xml().contains("<enable ")) {
        counting = true;
      } else if (!event.outgoing() && resumed.find()) {
        next = Integer.parseInt(resumed.group(1));
      } else if (event.outgoing() && counting && STANZA.matcher(event.xml()).lookingAt()) {
        sent(event.xml());
      }
    }

    private void sent(String stanza) {
      if (next == counted.size()) {
        counted.add(stanza);
      } else if (counted.get(next).equals(stanza)) {
        again.add(stanza);
      } else {
        wrong.add("%s instead of %s".formatted(stanza, counted.get(next)));
      }
      next++;
    }

    /** What differs from the stanzas after the server's count, in order. */
    synchronized List<String> beyondWhatWasAsked() {
      return List.copyOf(wrong);
    }

    synchronized List<String> bodies() {
      return again.stream()
          .map(BODY::matcher)
          .filter(Matcher::find)
          .map(body -> body.group(1))
          .toList();
    }
  }

  abstract static class Against {

    @RegisterExtension final ServerExtension<RealServer> running;

    Against(RealServer.Builder settings) {
      running = ServerUser.serverWith(settings, "a", "b");
    }

    /**
     * Whether the server keeps the order of what it sends to a client that resumes, and does not
     * continue with stanzas that the client is to send again.
     */
    abstract boolean keepsOrderAndCount();

    @ParameterizedTest
    @EnumSource(
        value = Cut.class,
        names = {"FIN", "RST"})
    void loses_and_doubles_nothing(Cut how) throws Exception {
      try (FaultProxy line = FaultProxy.to(running.server().starttlsPort())) {
        SentAgain sentAgain = new SentAgain();
        User a = User.of(user("a").builder(line.port()).onWire(sentAgain::see));
        User b = User.of(user("b").builder());
        Jid addressA = a.client.connect().get(20, TimeUnit.SECONDS).jid();
        Jid addressB = b.client.connect().get(20, TimeUnit.SECONDS).jid();
        b.client.deliver(Presence.available()).get(10, TimeUnit.SECONDS);
        a.client.deliver(Presence.available()).get(10, TimeUnit.SECONDS);
        for (int round = 0; round < ROUNDS; round++) {
          List<CompletableFuture<Void>> fromA = a.deliver(addressB, round, 0);
          List<CompletableFuture<Void>> fromB = b.deliver(addressA, round, 0);
          if (round % 2 == 0) {
            b.client.deliver(Presence.available()).get(10, TimeUnit.SECONDS);
          }
          line.cut(how);
          assertThat(a.losses.poll(10, TimeUnit.SECONDS)).as("a loss").isNotNull();
          assertThat(a.client.connect().get(20, TimeUnit.SECONDS).resumed()).isTrue();
          allOf(a.deliver(addressB, round, sent(fromA)));
          allOf(fromB);
        }
        List<String> byB = received(a, addressB, b);
        assertThat(sentAgain.beyondWhatWasAsked()).isEmpty();
        if (!keepsOrderAndCount()) {
          sentAgain.bodies().forEach(body -> removeSecond(byB, body));
        }
        assertThat(byB).isEqualTo(all());
        List<String> byA = received(b, addressA, a);
        if (keepsOrderAndCount()) {
          assertThat(byA).isEqualTo(all());
        } else {
          assertThat(byA).containsExactlyInAnyOrderElementsOf(all());
        }
        CompletableFuture.allOf(a.client.shutdown(), b.client.shutdown()).get(10, TimeUnit.SECONDS);
      }
    }

    @Test
    void resumes_what_a_client_before_has_left() throws Exception {
      User a = User.of(user("a").builder());
      User b = User.of(user("b").builder());
      Jid addressA = a.client.connect().get(20, TimeUnit.SECONDS).jid();
      b.client.connect().get(20, TimeUnit.SECONDS);
      a.client.deliver(Presence.available()).get(10, TimeUnit.SECONDS);
      byte[] left = a.client.suspend().get(10, TimeUnit.SECONDS).toBytes();
      b.client.deliver(Message.chat(addressA, "meanwhile")).get(10, TimeUnit.SECONDS);

      BlockingQueue<String> received = new LinkedBlockingQueue<>();
      XmppClient anew =
          user("a")
              .builder()
              .resume(SavedStream.of(left), stanza -> received.add("uncertain"))
              .build();
      anew.onMessage(message -> received.add(String.valueOf(message.body())));
      BoundStream stream = anew.connect().get(20, TimeUnit.SECONDS);
      assertThat(stream.resumed()).isTrue();
      assertThat(stream.jid()).isEqualTo(addressA);
      b.client.deliver(Message.chat(addressA, "after")).get(10, TimeUnit.SECONDS);
      assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("meanwhile");
      assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("after");
      CompletableFuture.allOf(anew.shutdown(), b.client.shutdown()).get(10, TimeUnit.SECONDS);
    }

    private ServerUser user(String name) {
      return new ServerUser(running.server(), name);
    }

    /** How many were delivered; later ones were never sent, and their futures failed. */
    private static int sent(List<CompletableFuture<Void>> deliveries) throws Exception {
      for (int n = 0; n < EACH; n++) {
        try {
          deliveries.get(n).get(20, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
          assertThat(failed.getCause())
              .isInstanceOfSatisfying(
                  TransportException.class,
                  failure ->
                      assertThat(failure.reason())
                          .as("%s, caused by %s", failure, failure.getCause())
                          .isEqualTo(Reason.NOT_SENT));
          assertThat(deliveries.subList(n, EACH))
              .allSatisfy(later -> assertThat(later).failsWithin(Duration.ofSeconds(10)));
          return n;
        }
      }
      return EACH;
    }

    private static void allOf(List<CompletableFuture<Void>> all) throws Exception {
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
    }

    private static void removeSecond(List<String> bodies, String body) {
      if (Collections.frequency(bodies, body) > 1) {
        bodies.remove(bodies.lastIndexOf(body));
      }
    }

    private static List<String> all() {
      return IntStream.range(0, ROUNDS * EACH).mapToObj(Integer::toString).toList();
    }

    /** What came before one more message, which shows that nothing comes after it. */
    private static List<String> received(User from, Jid address, User to) throws Exception {
      from.client.deliver(Message.chat(address, "end")).get(10, TimeUnit.SECONDS);
      List<String> received = new ArrayList<>();
      String next = to.received.poll(20, TimeUnit.SECONDS);
      while (next != null && !next.equals("end")) {
        received.add(next);
        next = to.received.poll(20, TimeUnit.SECONDS);
      }
      assertThat(next).as("after %s", received).isEqualTo("end");
      return received;
    }
  }
}
