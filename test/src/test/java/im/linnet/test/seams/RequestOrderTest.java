package im.linnet.test.seams;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.failure.XmppException;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Stanza;
import im.linnet.test.ScriptedClient;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The order of requests that pass filters. */
@Timeout(120)
class RequestOrderTest extends FilteredClient {

  private static final int MANY = 500;

  private static Iq question(String name) {
    return Iq.get(ROMEO, Element.of(name, "test:q"));
  }

  private static boolean asks(Stanza stanza, String name) {
    return stanza instanceof Iq iq && iq.payload() != null && iq.payload().is(name, "test:q");
  }

  @Test
  void requests_of_one_thread_keep_their_order() throws Exception {
    try (ScriptedClient it =
        with(
            s -> {
              for (int i = 0; i < MANY; i++) {
                s.expectLike("<iq type='get' id='{id}'><q%d xmlns='test:q'/></iq>".formatted(i))
                    .send("<iq type='result' id='{id}' from='romeo@example.net'/>");
              }
            },
            outgoing(stanza -> Verdict.pass()))) {
      List<CompletableFuture<Iq>> answers = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        answers.add(it.client().request(question("q" + i)));
      }
      for (CompletableFuture<Iq> answer : answers) {
        answer.get(60, TimeUnit.SECONDS);
      }
      it.peer().await();
    }
  }

  @Test
  void a_request_held_by_a_filter_lets_others_by() throws Exception {
    CompletableFuture<Verdict> decision = new CompletableFuture<>();
    try (ScriptedClient it =
        with(
            s ->
                s.expectLike("<iq type='get' id='{two}'><two xmlns='test:q'/></iq>")
                    .send("<iq type='result' id='{two}' from='romeo@example.net'/>")
                    .expectLike("<iq type='get' id='{one}'><one xmlns='test:q'/></iq>")
                    .send("<iq type='result' id='{one}' from='romeo@example.net'/>"),
            outgoing(s -> asks(s, "one") ? Verdict.later(decision) : Verdict.pass()))) {
      CompletableFuture<Iq> one = it.client().request(question("one"));
      it.client().request(question("two")).get(20, TimeUnit.SECONDS);
      assertThat(one).isNotDone();
      decision.complete(Verdict.pass());
      one.get(20, TimeUnit.SECONDS);
    }
  }

  /** How a filter waits for a request of its own before it decides on another. */
  @SuppressWarnings("ImmutableEnumChecker") // functions
  private enum Waiting {
    HERE(client -> client.request(question("key"))),
    ON_ANOTHER_THREAD(
        client -> CompletableFuture.supplyAsync(() -> client.request(question("key")).join()));

    private final Function<XmppClient, CompletableFuture<Iq>> way;

    Waiting(Function<XmppClient, CompletableFuture<Iq>> way) {
      this.way = way;
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_filter_may_wait_for_a_request_with_join(Waiting waiting) throws Exception {
    CompletableFuture<XmppClient> client = new CompletableFuture<>();
    Filter asking =
        outgoing(
            s -> {
              if (asks(s, "one")) {
                waiting.way.apply(client.join()).join();
              }
              return Verdict.pass();
            });
    try (ScriptedClient it =
        with(
            s ->
                s.expectLike("<iq type='get' id='{key}'><key xmlns='test:q'/></iq>")
                    .send("<iq type='result' id='{key}' from='romeo@example.net'/>")
                    .expectLike("<iq type='get' id='{one}'><one xmlns='test:q'/></iq>")
                    .send("<iq type='result' id='{one}' from='romeo@example.net'/>"),
            asking)) {
      client.complete(it.client());
      it.client().request(question("one")).get(20, TimeUnit.SECONDS);
    }
  }

  /** What waits for a filter behind one that waits still ends when the client is closed. */
  @Test
  void requests_behind_a_waiting_filter_end_with_the_client() throws Exception {
    CompletableFuture<Void> never = new CompletableFuture<>();
    try (ScriptedClient it =
        with(
            s -> {},
            outgoing(
                s -> {
                  never.join();
                  return Verdict.pass();
                }))) {
      List<CompletableFuture<Iq>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(it.client().request(question("q" + i)));
      }
      it.client().shutdown().get(20, TimeUnit.SECONDS);
      never.complete(null);
      for (CompletableFuture<Iq> answer : answers) {
        assertThat(failure(answer)).isInstanceOf(XmppException.class);
      }
    }
  }
}
