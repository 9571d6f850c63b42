package im.linnet;

import static im.linnet.LiveSession.await;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.WireEvent;
import im.linnet.failure.Phase;
import im.linnet.failure.Where;
import im.linnet.observe.ClientListener;
import im.linnet.observe.WireListener;
import im.linnet.testkit.events.EventLog;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a listener is shown of the wire, and when. */
@Timeout(120)
class WireListenerTest {

  /** Notes XML and phases. */
  private static final class Shown implements WireListener {
    private final EventLog<String> log = new EventLog<>();
    private final EventLog<Where> places = new EventLog<>();
    private final Set<Thread> callers = ConcurrentHashMap.newKeySet();

    @Override
    public void wire(WireEvent event) {
      callers.add(Thread.currentThread());
      log.add((event.outgoing() ? "> " : "< ") + event.xml());
    }

    @Override
    public void reached(Where where) {
      callers.add(Thread.currentThread());
      places.add(where);
      log.add("- " + where.phase());
    }

    private void await(String part) {
      log.await(part, 1, line -> line.contains(part), Duration.ofSeconds(40));
    }
  }

  private final Shown shown = new Shown();

  @Test
  void is_shown_the_xml_between_the_phases_on_the_event_loop() throws Exception {
    try (LiveSession session = LiveSession.of(b -> b.listener(shown), s -> s.awaitCue("never"))) {
      session.connected();
      assertThat(shown.log.all())
          .startsWith(
              "- RESOLVING",
              "- CONNECTING",
              "- OPENING",
              "> <stream:stream to='localhost'>",
              "< <stream:stream>")
          .containsSubsequence("- AUTHENTICATING", "- OPENING", "- BINDING")
          .anyMatch(line -> line.matches("> <auth .*mechanism=\"ANONYMOUS\".*"));
      assertThat(shown.places.all())
          .filteredOn(where -> where.phase() == Phase.BINDING)
          .allSatisfy(where -> assertThat(String.valueOf(where.endpoint())).contains("127.0.0.1"));
      assertThat(shown.callers).hasSize(1).doesNotContain(Thread.currentThread());
    }
  }

  /** The watcher of onWire gets the same in its turn. */
  @Test
  void is_shown_what_arrives_while_a_callback_hangs() throws Exception {
    CountDownLatch hung = new CountDownLatch(1);
    CompletableFuture<Void> end = new CompletableFuture<Void>().orTimeout(60, TimeUnit.SECONDS);
    EventLog<String> watched = new EventLog<>();
    try (LiveSession session =
        LiveSession.of(
            b -> b.listener(shown).onWire(event -> watched.add(event.xml())),
            s -> s.send("<message id='1'/>").awaitCue("hung").send("<message id='2'/>"))) {
      session.client.onMessage(
          message -> {
            hung.countDown();
            end.join();
          });
      session.connected();
      hung.await();
      session.peer.cue("hung");
      shown.await("id=\"2\"");
      assertThat(watched.all()).noneMatch(xml -> xml.contains("id=\"2\""));
      end.complete(null);
      watched.await("2", 1, xml -> xml.contains("id=\"2\""), Duration.ofSeconds(40));
    }
  }

  @Test
  void what_it_throws_disturbs_nothing() throws Exception {
    WireListener failing =
        new WireListener() {
          @Override
          public void wire(WireEvent event) {
            throw new IllegalStateException("wire");
          }

          @Override
          public void reached(Where where) {
            throw new IllegalStateException("reached");
          }
        };
    try (LiveSession session =
        LiveSession.of(
            b -> b.listener(failing).with(client -> new Extra(shown)), s -> s.awaitCue("never"))) {
      await(session.client.connect());
      shown.await("> <iq");
    }
  }

  /** An extension that brings a listener. */
  private record Extra(WireListener listener) implements Extension {
    @Override
    public List<ClientListener> listeners() {
      return List.of(listener);
    }
  }
}
