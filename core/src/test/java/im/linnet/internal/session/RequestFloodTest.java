package im.linnet.internal.session;

import static im.linnet.internal.session.EmbeddedSession.answer;
import static im.linnet.internal.session.EmbeddedSession.failure;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.RefusedException;
import im.linnet.internal.outgoing.Sender;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Many requests that are never answered. */
class RequestFloodTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final EmbeddedSession it = new EmbeddedSession();
  private int asked;

  private CompletableFuture<Iq> ask(String text) {
    asked++;
    CompletableFuture<Iq> answer =
        it.session
            .sender()
            .request(
                Iq.get(null, Element.of("query", "urn:example", text)).withId("q" + asked), LIMIT);
    if (asked % 1000 == 0) {
      send();
    }
    return answer;
  }

  /** Writes the requests, so that they do not wait in the outbox. */
  private void send() {
    it.channel.runPendingTasks();
    it.channel.releaseOutbound();
  }

  private List<CompletableFuture<Iq>> askAll(int number, String text) {
    List<CompletableFuture<Iq>> answers = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      answers.add(ask(text));
    }
    send();
    return answers;
  }

  private static void assertRefused(CompletableFuture<Iq> answer) {
    assertThat(failure(answer))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("Too much is asked at once");
  }

  @Test
  void is_refused_above_a_number() {
    List<CompletableFuture<Iq>> answers = askAll(Sender.MOST_REQUESTS, "");
    assertThat(answers).noneMatch(CompletableFuture::isDone);
    assertRefused(ask(""));
  }

  @Test
  void is_refused_above_a_weight_though_there_are_few() {
    String large = "x".repeat(1 << 20);
    List<CompletableFuture<Iq>> answers = askAll(20, large);
    assertThat(answers.get(0)).isNotDone();
    assertRefused(answers.get(19));
    assertThat(failure(answers.get(19))).hasMessageContaining("16 MiB");
  }

  @Test
  void may_ask_alone_what_weighs_more() {
    assertThat(ask("x".repeat(20 << 20))).isNotDone();
    assertRefused(ask(""));
  }

  @Test
  void makes_room_as_they_end_in_whatever_way() {
    List<CompletableFuture<Iq>> answers = askAll(Sender.MOST_REQUESTS, "");
    it.channel.writeInbound(answer("result", "q1", null).build());
    answers.get(1).cancel(false);
    answers.get(2).completeExceptionally(new IllegalStateException("by the user"));
    send();
    assertThat(answers.subList(0, 3)).allMatch(CompletableFuture::isDone);
    assertThat(askAll(3, "")).noneMatch(CompletableFuture::isDone);
    assertRefused(ask(""));
    it.pass(LIMIT);
    assertThat(answers).allMatch(CompletableFuture::isDone);
    assertThat(askAll(Sender.MOST_REQUESTS, "")).noneMatch(CompletableFuture::isDone);
  }
}
