package im.linnet;

import static im.linnet.LiveSession.await;
import static im.linnet.ManagedLife.ENABLED;
import static im.linnet.ManagedLife.R;
import static im.linnet.ManagedLife.ROMEO;
import static im.linnet.ManagedLife.SM;
import static im.linnet.ManagedLife.a;
import static im.linnet.ManagedLife.failure;
import static im.linnet.ManagedLife.message;
import static im.linnet.ManagedLife.resumed;
import static im.linnet.ManagedLife.resuming;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.TransportException.Reason;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.xml.Element;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent while a managed stream (XEP-0198) has no connection. */
@Timeout(120)
class OutageTest {

  @Test
  @DisplayName("C23: what is sent during an outage waits behind what is sent again")
  void keeps_what_is_sent_while_it_connects_again() throws Exception {
    try (ManagedLife life =
        ManagedLife.reconnecting(
            s -> s.then(ManagedLife::managed).expectLike(message("1")).expect(R).reset(),
            s ->
                s.then(resuming(0))
                    .mark("resuming")
                    .awaitCue("resume")
                    .send(resumed("0"))
                    .expectLike(message("1"))
                    .expect(R)
                    .expectLike(message("2"))
                    .expectLike("<iq id='q'/>")
                    .expectLike(message("3"))
                    .expect(R)
                    .send(a("4") + "<iq type='result' id='q'/>"))) {
      life.connect();
      CompletableFuture<Void> first = life.deliver("1");
      life.peer.awaitMark("resuming");
      CompletableFuture<Void> second = life.deliver("2");
      CompletableFuture<Iq> answer =
          life.client.request(Iq.get(null, Element.of("query", "test:q")).withId("q"));
      CompletableFuture<Void> third = life.deliver("3");
      assertThat(List.of(first, second, answer, third)).noneMatch(CompletableFuture::isDone);
      life.peer.cue("resume");
      await(CompletableFuture.allOf(first, second, answer, third));
      life.peer.await();
    }
  }

  @Test
  void hands_back_what_was_kept_when_the_stream_is_not_resumed() throws Exception {
    try (ManagedLife life =
        ManagedLife.reconnecting(
            s -> s.then(ManagedLife::managed).expectLike(message("1")).reset(),
            s ->
                s.then(resuming(0))
                    .mark("resuming")
                    .awaitCue("refuse")
                    .send(
                        "<failed%s><item-not-found".formatted(SM)
                            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>")
                    .then(ManagedLife::rebound)
                    .send(ENABLED)
                    .expectLike(message("4"))
                    .expect(R)
                    .send(a("1")))) {
      life.connect();
      CompletableFuture<Void> first = life.deliver("1");
      life.peer.awaitMark("resuming");
      CompletableFuture<Void> second = life.deliver("2");
      CompletableFuture<Void> third =
          life.client.send(Message.chat(ROMEO, "3").toBuilder().id("3").build());
      CompletableFuture<Iq> answer =
          life.client.request(Iq.get(null, Element.of("query", "test:q")).withId("q"));
      life.peer.cue("refuse");
      assertThat(failure(first).reason()).isEqualTo(Reason.UNCERTAIN);
      assertThat(failure(second).reason()).isEqualTo(Reason.NOT_SENT);
      assertThat(failure(third).reason()).isIn(Reason.CLOSED, Reason.RESET);
      assertThat(failure(answer).reason()).isIn(Reason.CLOSED, Reason.RESET);
      life.bound(2);
      await(life.deliver("4"));
    }
  }
}
