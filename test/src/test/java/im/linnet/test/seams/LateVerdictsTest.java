package im.linnet.test.seams;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ClientResources;
import im.linnet.XmppClient;
import im.linnet.failure.FilterException;
import im.linnet.failure.XmppException;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.test.ScriptedClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Filters that decide later, or never, and what they hold up meanwhile. */
@Timeout(120)
class LateVerdictsTest extends FilteredClient {

  @Test
  void hold_up_what_comes_behind_and_let_requests_by() throws Exception {
    CompletableFuture<Verdict> decision = new CompletableFuture<>();
    Filter slow =
        outgoing(s -> of(s, m -> "1".equals(m.body()) ? Verdict.later(decision) : Verdict.pass()));
    try (ScriptedClient it =
        with(
            s ->
                s.expectLike("<iq type='get' id='{id}'><q xmlns='test:q'/></iq>")
                    .send("<iq type='result' id='{id}' from='romeo@example.net'/>")
                    .expectLike(sent("1"))
                    .expectLike("<presence/>")
                    .expectLike(sent("2")),
            slow)) {
      CompletableFuture<Void> one = it.client().deliver(chat("1"));
      CompletableFuture<Void> presence = it.client().send(Presence.available());
      CompletableFuture<Void> two = it.client().send(chat("2"));
      it.client().request(Iq.get(ROMEO, QUERY)).get(20, TimeUnit.SECONDS);
      assertThat(List.of(one, presence, two)).noneMatch(CompletableFuture::isDone);
      decision.complete(Verdict.pass());
      CompletableFuture.allOf(one, presence, two).get(20, TimeUnit.SECONDS);
      it.peer().await();
    }
  }

  /** Like an encryption that has to fetch a key first. */
  @Test
  void ask_before_they_decide() throws Exception {
    CompletableFuture<XmppClient> client = new CompletableFuture<>();
    Filter asking =
        outgoing(
            s ->
                of(
                    s,
                    m ->
                        Verdict.later(
                            client
                                .join()
                                .request(Iq.get(ROMEO, QUERY), answer -> Verdict.pass()))));
    try (ScriptedClient it =
        with(
            s ->
                s.expectLike("<iq type='get' id='{id}'><q xmlns='test:q'/></iq>")
                    .send("<iq type='result' id='{id}' from='romeo@example.net'/>")
                    .expectLike(sent("x")),
            asking)) {
      client.complete(it.client());
      it.client().send(chat("x")).get(20, TimeUnit.SECONDS);
      it.peer().await();
    }
  }

  @Test
  void hold_up_what_arrives() throws Exception {
    CompletableFuture<Verdict> decision = new CompletableFuture<>();
    Filter slow =
        incoming(s -> of(s, m -> "1".equals(m.body()) ? Verdict.later(decision) : Verdict.pass()));
    try (ScriptedClient it =
        with(
            s ->
                s.send(received("1"))
                    .send("<presence from='romeo@example.net'/>")
                    .send(received("2"))
                    .expectLike("<iq type='get' id='{id}'><q xmlns='test:q'/></iq>")
                    .send("<iq type='result' id='{id}' from='romeo@example.net'/>"),
            slow)) {
      it.client().request(Iq.get(ROMEO, QUERY)).get(20, TimeUnit.SECONDS);
      assertThat(heard).isEmpty();
      decision.complete(Verdict.pass());
      assertThat(List.of(next(), next(), next()))
          .containsExactly("1", "presence romeo@example.net", "2");
    }
  }

  private enum Fault {
    THROWS,
    LATE,
    FAILS,
    NULL,
    NULL_LATER,
    OTHER_CLASS,
    NO_REQUEST;

    Verdict show() {
      return switch (this) {
        case THROWS -> throw new IllegalStateException("thrown by a test");
        case LATE -> Verdict.later(new CompletableFuture<>());
        case FAILS ->
            Verdict.later(
                CompletableFuture.failedFuture(new IllegalStateException("thrown by a test")));
        case NULL -> nothing();
        case NULL_LATER -> Verdict.later(CompletableFuture.completedFuture(nothing()));
        case OTHER_CLASS -> Verdict.replace(Presence.available());
        case NO_REQUEST -> Verdict.answer(Iq.get(null, QUERY).withId("1").result(null));
      };
    }

    // A filter written in Kotlin or without null checks may do so.
    @SuppressWarnings({"NullAway", "DataFlowIssue"})
    private static Verdict nothing() {
      return null;
    }
  }

  @ParameterizedTest
  @EnumSource
  void let_nothing_through_when_they_fail(Fault fault) throws Exception {
    Filter broken =
        new Filter() {
          @Override
          public Verdict outgoing(Stanza stanza) {
            return of(stanza, m -> "bad".equals(m.body()) ? fault.show() : Verdict.pass());
          }

          @Override
          public Verdict incoming(Stanza stanza) {
            return outgoing(stanza);
          }
        };
    try (ScriptedClient it =
        ScriptedClient.builder()
            .client(c -> c.filter(broken).filterLimit(Duration.ofMillis(50)))
            .endingAnyhow()
            .built(s -> s.send(received("bad")).send(received("good")).expectLike(sent("good")))) {
      it.client().onMessage(message -> heard.add(String.valueOf(message.body())));
      it.client().onDropped(dropped -> heard.add(dropped.reason().name()));
      it.client().connect().join();
      assertThat(failure(it.client().send(chat("bad"))))
          .isInstanceOfSatisfying(
              FilterException.class,
              failure -> assertThat(failure.retryable()).isEqualTo(fault == Fault.LATE));
      it.client().send(chat("good")).get(20, TimeUnit.SECONDS);
      assertThat(List.of(next(), next())).containsExactly("FILTERED", "good");
      it.peer().await();
    }
  }

  @Test
  void forget_what_was_cancelled_while_they_held_it() throws Exception {
    CompletableFuture<Verdict> decision = new CompletableFuture<>();
    Filter slow =
        outgoing(s -> of(s, m -> "1".equals(m.body()) ? Verdict.later(decision) : Verdict.pass()));
    try (ScriptedClient it = with(s -> s.expectLike(sent("2")), slow)) {
      CompletableFuture<Void> one = it.client().send(chat("1"));
      CompletableFuture<Void> two = it.client().send(chat("2"));
      one.cancel(false);
      decision.complete(Verdict.pass());
      two.get(20, TimeUnit.SECONDS);
      it.peer().await();
    }
  }

  @Test
  void end_what_they_hold_when_the_client_is_closed() throws Exception {
    Filter never = outgoing(stanza -> Verdict.later(new CompletableFuture<>()));
    ScriptedClient it = with(s -> {}, never);
    List<CompletableFuture<?>> held =
        List.of(
            it.client().send(chat("1")),
            it.client().deliver(chat("2")),
            it.client().request(Iq.get(ROMEO, QUERY)));
    it.client().shutdown(Duration.ZERO).get(20, TimeUnit.SECONDS);
    for (CompletableFuture<?> future : held) {
      assertThat(failure(future)).isInstanceOf(XmppException.class);
    }
    it.close();
  }

  @Test
  void finish_before_the_client_is_closed() throws Exception {
    CompletableFuture<Verdict> decision = new CompletableFuture<>();
    Filter slow = outgoing(stanza -> of(stanza, m -> Verdict.later(decision)));
    try (ScriptedClient it =
        ScriptedClient.builder()
            .client(c -> c.filter(slow).closeLimit(Duration.ofSeconds(20)))
            .bound(s -> s.expectLike(sent("x")))) {
      CompletableFuture<Void> sent = it.client().send(chat("x"));
      CompletableFuture<Void> closed = it.client().shutdown();
      decision.complete(Verdict.pass());
      sent.get(20, TimeUnit.SECONDS);
      closed.get(20, TimeUnit.SECONDS);
    }
  }

  /** The resources may end before the client does, and all its timers with them. */
  @Test
  void end_what_they_hold_when_the_event_loops_have_ended() throws Exception {
    Filter never = outgoing(stanza -> of(stanza, m -> Verdict.later(new CompletableFuture<>())));
    try (ClientResources resources = ClientResources.create();
        ScriptedClient it =
            ScriptedClient.builder()
                .client(c -> c.filter(never).resources(resources))
                .endingAnyhow()
                .bound(s -> {})) {
      CompletableFuture<Void> first = it.client().send(chat("1"));
      CompletableFuture<Void> second = it.client().send(chat("2"));
      resources.shutdown().get(60, TimeUnit.SECONDS);
      var unused = it.client().shutdown(Duration.ZERO);
      assertThat(failure(first)).isInstanceOf(XmppException.class);
      assertThat(failure(second)).isInstanceOf(XmppException.class);
    }
  }
}
