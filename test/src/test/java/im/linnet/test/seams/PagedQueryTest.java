package im.linnet.test.seams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.RequestOptions;
import im.linnet.XmppClient;
import im.linnet.connection.Subscription;
import im.linnet.failure.TransportException;
import im.linnet.routing.Claim;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Stanza;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.xml.Element;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A query as of an archive (XEP-0313): its results are messages, and the answer after them marks
 * the end. Awaited in order, the answer never completes before a result was delivered.
 */
@Timeout(300)
class PagedQueryTest {

  private static final int CHUNKINGS = 10_000;
  private static final int RESULTS = 3;
  private static final Claim CLAIM = Claim.payload("result", "test:archive").of(Message.class);

  /** Sends all results and the answer, cut at random places, each piece with a separate write. */
  private static void page(Script script, Random random) {
    script.expectLike("<iq type='get' id='{id}'><query xmlns='test:archive'/></iq>");
    for (int i = 0; i < RESULTS; i++) {
      byte[] xml =
          ("<message><result xmlns='test:archive'>" + i + "</result></message>")
              .getBytes(StandardCharsets.UTF_8);
      int from = 0;
      while (from < xml.length) {
        int to = Math.min(xml.length, from + 1 + random.nextInt(xml.length));
        script.sendRaw(Arrays.copyOfRange(xml, from, to));
        from = to;
      }
    }
    script.send("<iq type='result' id='{id}'><fin xmlns='test:archive'/></iq>");
  }

  private static CompletableFuture<List<String>> query(XmppClient client) {
    List<String> results = Collections.synchronizedList(new ArrayList<>());
    Subscription claim =
        client.claim(
            CLAIM,
            stanza -> {
              Element result = stanza.element().child("result", "test:archive");
              results.add(result == null ? "none" : result.text());
            });
    return client
        .request(
            Iq.get(null, Element.of("query", "test:archive")),
            RequestOptions.standard().inOrder(),
            answer -> List.copyOf(results))
        .whenComplete((all, failure) -> claim.close());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void is_never_complete_before_its_results(boolean filtered) throws Exception {
    Random random = new Random(filtered ? 1 : 2);
    int rounds = CHUNKINGS / 2;
    Filter slow =
        new Filter() {
          @Override
          public Verdict incoming(Stanza stanza) {
            return Verdict.later(CompletableFuture.supplyAsync(Verdict::pass));
          }
        };
    try (ScriptedClient it =
        ScriptedClient.builder()
            .client(c -> filtered ? c.filter(slow) : c)
            .endingAnyhow()
            .bound(s -> IntStream.range(0, rounds).forEach(i -> page(s, random)))) {
      List<String> all = IntStream.range(0, RESULTS).mapToObj(Integer::toString).toList();
      for (int i = 0; i < rounds; i++) {
        assertThat(query(it.client()).get(30, TimeUnit.SECONDS)).as("page %d", i).isEqualTo(all);
      }
      it.peer().await();
    }
  }

  /** A callback that waits for its own completion fails when the time limit is over. */
  @Test
  void ends_in_time_where_a_callback_waits_for_it() throws Exception {
    CompletableFuture<Object> outcome = new CompletableFuture<>();
    try (ScriptedClient it =
        ScriptedClient.builder()
            .endingAnyhow()
            .built(
                s ->
                    s.send("<message/>")
                        .expectLike("<iq type='get' id='{id}'><query xmlns='test:archive'/></iq>")
                        .send("<iq type='result' id='{id}'/>"))) {
      it.client()
          .onMessage(
              message ->
                  outcome.complete(
                      it.client()
                          .request(
                              Iq.get(null, Element.of("query", "test:archive")),
                              RequestOptions.standard().limit(Duration.ofMillis(100)).inOrder())
                          .handle((answer, failure) -> failure == null ? answer : failure)
                          .join()));
      it.client().connect().get(20, TimeUnit.SECONDS);
      assertThat(outcome.get(20, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              TransportException.class,
              late -> assertThat(late).hasMessageContaining("what came before it was not seen to"));
    }
  }

  @Test
  void may_be_cancelled_before_its_turn() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    try (ScriptedClient it =
        ScriptedClient.builder()
            .endingAnyhow()
            .bound(
                s ->
                    s.expectLike("<iq type='get' id='{id}'><query xmlns='test:archive'/></iq>")
                        .send("<message/>")
                        .send("<iq type='result' id='{id}'/>")
                        .expectLike("<iq type='get' id='{id}'><ping xmlns='test:ping'/></iq>")
                        .send("<iq type='result' id='{id}'/>"))) {
      it.client()
          .onMessage(
              message -> {
                try {
                  free.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      CompletableFuture<Iq> answer =
          it.client()
              .request(
                  Iq.get(null, Element.of("query", "test:archive")),
                  RequestOptions.standard().inOrder());
      it.client().request(Iq.get(null, Element.of("ping", "test:ping"))).get(20, TimeUnit.SECONDS);
      assertThat(answer).isNotDone();
      answer.cancel(false);
      assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
          .isInstanceOf(CancellationException.class);
      free.countDown();
    }
  }
}
