package im.linnet;

import static im.linnet.LiveSession.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.testkit.peer.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that come again, beyond connections too. */
@Timeout(30)
class RepeatedMessagesTest {

  private static final String HELLO =
      "<message from='romeo@localhost' id='1'><body>Hello</body></message>";

  private static List<String> heard(UnaryOperator<ClientBuilder> change) throws Exception {
    try (LiveSession it =
        LiveSession.of(
            change, s -> s.send(HELLO).send(HELLO).send("<presence/>").awaitCue("end").reset())) {
      List<String> heard = new ArrayList<>();
      it.client.onMessage(message -> heard.add(String.valueOf(message.body())));
      CompletableFuture<Void> first = new CompletableFuture<>();
      CompletableFuture<Void> second = new CompletableFuture<>();
      it.client.onPresence(presence -> (presence.from() == null ? first : second).complete(null));
      it.connect();
      await(first);
      it.peer.cue("end");
      await(it.lost);
      it.peer.script(
          (Script s) ->
              s.then(LiveSession::login).send(HELLO).send("<presence from='romeo@localhost'/>"));
      it.connect();
      await(second);
      return heard;
    }
  }

  @Test
  @DisplayName("C22: on the same connection and after another bind")
  void are_delivered_once() throws Exception {
    assertThat(heard(builder -> builder)).containsExactly("Hello");
  }

  @Test
  void are_delivered_as_often_as_they_come_if_nothing_is_remembered() throws Exception {
    assertThat(heard(builder -> builder.remember(0))).containsExactly("Hello", "Hello", "Hello");
  }

  /** A sender that went away may count its ids from 1 again when it is back. */
  @ParameterizedTest
  @CsvSource({
    "<presence type='unavailable' from='romeo@localhost/a'/>, 2",
    "<presence from='romeo@localhost/a'><show>away</show></presence>, 1",
    "<presence type='unavailable' from='romeo@localhost/b'/>, 1",
    "<presence type='unavailable' from='nurse@localhost/a'/>, 1"
  })
  void are_new_ones_once_their_sender_has_gone_away(String between, int times) throws Exception {
    String hello = HELLO.replace("romeo@localhost", "romeo@localhost/a");
    try (LiveSession it =
        LiveSession.of(
            s -> s.send(hello).send(between).send(hello).send(hello).send("<presence/>"))) {
      List<String> heard = new ArrayList<>();
      CompletableFuture<Void> last = new CompletableFuture<>();
      it.client.onMessage(message -> heard.add(String.valueOf(message.body())));
      it.client.onPresence(
          presence -> {
            if (presence.from() == null) {
              last.complete(null);
            }
          });
      it.connect();
      await(last);
      assertThat(heard).hasSize(times).containsOnly("Hello");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 32_769, Integer.MIN_VALUE})
  void can_not_be_remembered_in_any_number(int messages) {
    assertThatThrownBy(() -> LiveSession.builder(1).remember(messages))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("messages: %d (expected: 0 to 32768)", messages);
  }
}
