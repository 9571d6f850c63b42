package im.linnet.test.seams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.ClientContext;
import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.Subscription;
import im.linnet.failure.TransportException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Stanza;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client offers its extensions besides stanzas. */
@Timeout(120)
class ContextTest {

  private static final Element NONZA = Element.of("knock", "test:nonza");

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  private String next() throws InterruptedException {
    return String.valueOf(heard.poll(20, TimeUnit.SECONDS));
  }

  @Test
  void sends_and_takes_elements_that_are_no_stanzas_in_their_place() throws Exception {
    try (ScriptedClient it =
        ScriptedClient.builder()
            .endingAnyhow()
            .bound(
                s ->
                    s.expect("<knock xmlns='test:nonza'/>")
                        .send("<message id='1'/>")
                        .send("<who xmlns='test:nonza'/>")
                        .send("<other xmlns='test:nonza'/>")
                        .send("<message id='2'/>"))) {
      ClientContext context = it.client().context();
      it.client().onMessage(message -> heard.add("message " + message.id()));
      it.client().onDropped(dropped -> heard.add("dropped " + dropped.stanza().name()));
      context.onNonza("who", "test:nonza", element -> heard.add(element.name()));
      context.sendNonza(NONZA).get(20, TimeUnit.SECONDS);
      assertThat(List.of(next(), next(), next(), next()))
          .containsExactly("message 1", "who", "dropped other", "message 2");
    }
  }

  @Test
  void has_one_taker_for_an_element() {
    try (ScriptedClient it = ScriptedClient.builder().endingAnyhow().built(s -> {})) {
      ClientContext context = it.client().context();
      Subscription first = context.onNonza("who", "test:nonza", element -> {});
      assertThatIllegalStateException()
          .isThrownBy(() -> context.onNonza("who", "test:nonza", element -> {}));
      first.close();
      Subscription second = context.onNonza("who", "test:nonza", element -> {});
      first.close();
      assertThatIllegalStateException()
          .isThrownBy(() -> context.onNonza("who", "test:nonza", element -> {}));
      second.close();
    }
  }

  @Test
  void refuses_to_send_stanzas_as_what_they_are_not() {
    try (ScriptedClient it = ScriptedClient.builder().endingAnyhow().built(s -> {})) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> it.client().context().sendNonza(Element.of("message", Stanza.NAMESPACE)));
      assertThatThrownBy(() -> it.client().context().sendNonza(NONZA).get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(TransportException.class);
    }
  }

  @Test
  void runs_tasks_in_the_order_of_the_callbacks_now_and_later() throws Exception {
    try (ScriptedClient it =
        ScriptedClient.builder().endingAnyhow().built(s -> s.send("<message id='1'/>"))) {
      it.client()
          .onMessage(
              message -> {
                it.client().context().callbacks().execute(() -> heard.add("task"));
                it.client().context().after(Duration.ZERO, () -> heard.add("timer"));
                heard.add("message");
              });
      it.client().connect().get(20, TimeUnit.SECONDS);
      assertThat(List.of(next(), next(), next())).containsExactly("message", "task", "timer");
      Subscription never =
          it.client().context().after(Duration.ofDays(1), () -> heard.add("never"));
      never.close();
    }
  }

  /** Records the state of the connection as reported to an extension. */
  private final class Watch implements Extension {

    Watch(XmppClient client) {
      assertThat(client.stream()).isNull();
    }

    @Override
    public void bound(BoundStream stream) {
      heard.add("bound");
    }

    @Override
    public void resumed(BoundStream stream) {
      heard.add("resumed");
    }

    @Override
    public void lost() {
      heard.add("lost");
    }
  }

  @Test
  void tells_extensions_of_loss_resumption_and_a_new_stream() throws Exception {
    String sm = "<sm xmlns='urn:xmpp:sm:3'/>";
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(
          (Script s) ->
              ScriptedClient.login(s, sm)
                  .expectLike("<enable xmlns='urn:xmpp:sm:3'/>")
                  .send("<enabled xmlns='urn:xmpp:sm:3' id='x' resume='true'/>")
                  .reset());
      peer.script(
          (Script s) ->
              s.signIn("localhost", "ANONYMOUS")
                  .openStream("localhost", "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>" + sm)
                  .expectLike("<resume xmlns='urn:xmpp:sm:3' previd='x'/>")
                  .send("<resumed xmlns='urn:xmpp:sm:3' previd='x' h='0'/>")
                  .reset());
      peer.script(
          (Script s) ->
              s.signIn("localhost", "ANONYMOUS")
                  .openStream("localhost", "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>" + sm)
                  .expectLike("<resume xmlns='urn:xmpp:sm:3' previd='x'/>")
                  .send(
                      "<failed xmlns='urn:xmpp:sm:3'><item-not-found"
                          + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>")
                  .expectLike(
                      "<iq type='set' id='{bind}'><bind"
                          + " xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>")
                  .send(
                      "<iq type='result' id='{bind}'><bind"
                          + " xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                          + "<jid>juliet@localhost/balcony</jid></bind></iq>")
                  .expectLike("<enable xmlns='urn:xmpp:sm:3'/>")
                  .send("<enabled xmlns='urn:xmpp:sm:3' id='y' resume='true'/>"));
      try (XmppClient client =
          ScriptedClient.of(peer)
              .with(c -> new Watch(c))
              .reconnect(outage -> Duration.ZERO)
              .closeLimit(Duration.ZERO)
              .build()) {
        client.connect().get(20, TimeUnit.SECONDS);
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
          told.add(next());
        }
        assertThat(told).containsExactly("bound", "lost", "resumed", "lost", "bound");
        assertThat(client.stream()).isNotNull();
      }
    }
  }

  /** A failure that can't be shown must not keep the request from ending. */
  @Test
  void ends_a_request_whose_reader_fails_without_words() throws Exception {
    final class Unspeakable extends IllegalArgumentException {

      private static final long serialVersionUID = 1L;

      @Override
      public String getMessage() {
        throw new IllegalStateException("thrown by a test");
      }
    }
    try (ScriptedClient it =
        ScriptedClient.builder()
            .bound(
                s ->
                    s.expectLike("<iq type='get' id='{id}'><q xmlns='test:q'/></iq>")
                        .send("<iq type='result' id='{id}'/>"))) {
      assertThatThrownBy(
              () ->
                  it.client()
                      .request(
                          Iq.get(null, Element.of("q", "test:q")),
                          answer -> {
                            throw new Unspeakable();
                          })
                      .get(20, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(UnreadableAnswerException.class)
          .hasMessageContaining("Unspeakable");
    }
  }

  @Test
  void says_what_is_wrong_with_an_answer_that_can_not_be_read() throws Exception {
    try (ScriptedClient it =
        ScriptedClient.bound(
            client -> new Extension() {},
            s ->
                s.expectLike("<iq type='get' id='{id}'><q xmlns='test:q'/></iq>")
                    .send("<iq type='result' id='{id}'/>")
                    .expectLike("<iq type='get' id='{id}'><q xmlns='test:q'/></iq>")
                    .send("<iq type='result' id='{id}'/>"))) {
      Iq question = Iq.get(null, Element.of("q", "test:q"));
      assertThatThrownBy(
              () ->
                  it.client()
                      .request(
                          question,
                          answer -> {
                            throw new IllegalArgumentException("size: absent (expected: a number)");
                          })
                      .get(20, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(UnreadableAnswerException.class)
          .hasMessageContaining("size: absent");
      assertThatThrownBy(
              () -> it.client().request(question, answer -> null).get(20, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(UnreadableAnswerException.class);
    }
  }
}
