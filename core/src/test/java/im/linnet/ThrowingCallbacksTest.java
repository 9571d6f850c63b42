package im.linnet;

import static im.linnet.LiveSession.await;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.stanza.Iq;
import im.linnet.stanza.Reply;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What one callback throws affects neither the others nor the session. */
@Timeout(120)
class ThrowingCallbacksTest {

  private static final String MESSAGE = "<message from='romeo@localhost'><body>Hi</body></message>";
  private static final String PRESENCE = "<presence from='romeo@localhost'/>";
  private static final String DROPPED = "<message from='@@'/>";
  private static final String REQUEST =
      "<iq type='get' id='%s' from='romeo@localhost'><%s xmlns='urn:example'/></iq>";

  private final Set<String> thrown = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  static Stream<Throwable> failures() {
    return Stream.of(
        new IllegalStateException("thrown by a test"),
        new NoClassDefFoundError("thrown by a test"),
        new StackOverflowError("thrown by a test"),
        new OutOfMemoryError("thrown by a test"));
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable failure) throws E {
    throw (E) failure;
  }

  private void fail(String callback, Throwable failure) {
    thrown.add(callback);
    ThrowingCallbacksTest.<RuntimeException>sneak(failure);
  }

  @Tag("K05")
  @ParameterizedTest
  @MethodSource("failures")
  void keep_nobody_else_from_hearing(Throwable failure) throws Exception {
    String round = MESSAGE + PRESENCE + DROPPED;
    try (LiveSession it =
        LiveSession.of(
            b ->
                b.onWire(event -> fail("wire", failure))
                    .onProgress(where -> fail("progress", failure)),
            s ->
                s.send(round)
                    .send(REQUEST.formatted("q1", "broken"))
                    .expectLike("<iq type='error' id='q1'/>")
                    .send(round)
                    .send(REQUEST.formatted("q2", "whole"))
                    .expectLike("<iq type='result' id='q2'/>")
                    .mark("answered"))) {
      breakAll(it.client, failure);
      it.client.onMessage(message -> heard.add("message"));
      it.client.onPresence(presence -> heard.add("presence"));
      it.client.onDropped(dropped -> heard.add("dropped"));
      it.client.onRequest(Iq.Type.GET, "whole", "urn:example", request -> Reply.result().now());
      await(it.client.connect());
      it.peer.awaitMark("answered");
      for (int rounds = 0; rounds < 2; rounds++) {
        assertThat(next()).isEqualTo("message");
        assertThat(next()).isEqualTo("presence");
        assertThat(next()).isEqualTo("dropped");
      }
      assertThat(it.states(2)).containsExactly("Connecting", "Connected");
      assertThat(thrown)
          .containsExactlyInAnyOrder(
              "wire", "progress", "message", "presence", "dropped", "state", "request");
    }
  }

  private void breakAll(XmppClient client, Throwable failure) {
    client.onMessage(message -> fail("message", failure));
    client.onPresence(presence -> fail("presence", failure));
    client.onDropped(dropped -> fail("dropped", failure));
    client.onState(state -> fail("state", failure));
    client.onRequest(
        Iq.Type.GET,
        "broken",
        "urn:example",
        request -> {
          fail("request", failure);
          return Reply.result().now();
        });
  }

  private String next() throws InterruptedException {
    return requireNonNull(heard.poll(10, TimeUnit.SECONDS), "nothing came");
  }
}
