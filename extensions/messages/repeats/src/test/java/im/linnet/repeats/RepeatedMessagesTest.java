package im.linnet.repeats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.Dropped;
import im.linnet.sasl.Sasl;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.ScriptedPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that come again, beyond connections too. */
@Timeout(120)
class RepeatedMessagesTest {

  private static final String HELLO =
      "<message from='romeo@localhost' id='1'><body>Hello</body></message>";
  private static final String GONE = "<presence from='romeo@localhost' type='unavailable'/>";
  private static final String NEXT = "<presence from='tybalt@localhost'/>";

  private final List<String> heard = new ArrayList<>();
  private final List<Dropped.Reason> dropped = new ArrayList<>();

  /** What is heard of two connections, each of which ends with {@link #NEXT}. */
  private void hear(int messages, String first, String second) throws Exception {
    CompletableFuture<Void> lost = new CompletableFuture<>();
    CompletableFuture<Void> firstRead = new CompletableFuture<>();
    CompletableFuture<Void> secondRead = new CompletableFuture<>();
    try (ScriptedPeer peer = ScriptedPeer.listen();
        XmppClient client =
            ScriptedClient.of(peer)
                .with(it -> new RepeatedMessages(it, messages))
                .closeLimit(Duration.ZERO)
                .build()) {
      peer.script(s -> ScriptedClient.login(s, "").send(first + NEXT).awaitCue("end").reset());
      peer.script(s -> ScriptedClient.login(s, "").send(second + NEXT).silence());
      client.onMessage(message -> heard.add(String.valueOf(message.body())));
      client.onDropped(it -> dropped.add(it.reason()));
      client.onPresence(
          presence -> {
            if (!presence.isUnavailable() && !firstRead.complete(null)) {
              secondRead.complete(null);
            }
          });
      client.onState(
          state -> {
            if (state instanceof ConnectionState.Disconnected) {
              lost.complete(null);
            }
          });
      client.connect().get(10, TimeUnit.SECONDS);
      firstRead.get(10, TimeUnit.SECONDS);
      peer.cue("end");
      lost.get(10, TimeUnit.SECONDS);
      client.connect().get(10, TimeUnit.SECONDS);
      secondRead.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  @DisplayName("C22: on the same connection and after another bind")
  void are_delivered_once() throws Exception {
    hear(1024, HELLO + HELLO, HELLO);
    assertThat(heard).containsExactly("Hello");
    assertThat(dropped).containsExactly(Dropped.Reason.FILTERED, Dropped.Reason.FILTERED);
  }

  @Test
  void are_delivered_as_often_as_they_come_if_nothing_is_remembered() throws Exception {
    hear(0, HELLO + HELLO, HELLO);
    assertThat(heard).containsExactly("Hello", "Hello", "Hello");
    assertThat(dropped).isEmpty();
  }

  @Test
  void are_new_ones_of_a_sender_that_went_offline() throws Exception {
    hear(1024, HELLO + GONE + HELLO, GONE + HELLO);
    assertThat(heard).containsExactly("Hello", "Hello", "Hello");
  }

  @Test
  void are_found_among_as_many_as_are_remembered() throws Exception {
    String other = HELLO.replace("'1'", "'2'");
    hear(1, HELLO + HELLO + other, HELLO);
    assertThat(heard).containsExactly("Hello", "Hello", "Hello");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 32_769, Integer.MIN_VALUE})
  void can_not_be_remembered_in_any_number(int messages) {
    assertThatThrownBy(
            () ->
                XmppClient.builder("juliet@localhost")
                    .sasl(Sasl.anonymous())
                    .with(client -> new RepeatedMessages(client, messages))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("messages: %d (expected: 0 to 32768)", messages);
  }
}
