package im.linnet.component;

import static im.linnet.component.ComponentScript.HANDSHAKE;
import static im.linnet.component.ComponentScript.HOST;
import static im.linnet.component.ComponentScript.OPENING;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Reply;
import im.linnet.stanza.Stanza;
import im.linnet.test.Failures;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.xml.Element;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A component (XEP-0114) and a server that follows a script, to the byte. */
@Timeout(120)
class ComponentTest {

  private static final Jid ECHO = Jid.of("echo@" + HOST);
  private static final Jid ANN = Jid.of("a@localhost/1");

  @AutoClose private final ScriptedPeer peer = ScriptedPeer.listen();

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  private static <T> T next(BlockingQueue<T> queue) throws Exception {
    return requireNonNull(queue.poll(30, TimeUnit.SECONDS), "nothing came");
  }

  private static Message from(Jid sender, Message message) {
    return message.toBuilder().from(sender).build();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 10_000})
  void signs_in_and_out_to_the_byte_in_pieces_of_any_size(int piece) throws Exception {
    peer.chunked(piece)
        .script(s -> s.then(ComponentScript::accepted).expectClose().sendRaw("</stream:stream>"));
    try (XmppClient component = ComponentScript.builder(peer).build()) {
      assertThat(await(component.connect()).jid()).isEqualTo(Jid.of(HOST));
      assertThat(component.address()).isEqualTo(Jid.of(HOST));
      await(component.shutdown());
    }
    peer.await();
    assertThat(peer.connection(1).text()).isEqualTo(OPENING + HANDSHAKE + "</stream:stream>");
  }

  /** What comes right behind the handshake, in the same piece, belongs to the session. */
  @Test
  void hears_what_is_for_any_of_its_addresses() throws Exception {
    peer.script(
        s ->
            s.then(ComponentScript::opened)
                .sendRaw(
                    "<handshake/><message from='a@localhost/1' to='echo@bots.localhost'"
                        + " type='chat'><body>Hi</body><forwarded xmlns='urn:xmpp:forward:0'>"
                        + "<message xmlns='jabber:client' from='b@localhost'><body>Inside</body>"
                        + "</message></forwarded></message>"
                        + "<presence from='a@localhost' to='bots.localhost' type='subscribe'/>"
                        + "<message to='x@elsewhere.example' from='a@localhost'/>"
                        + "<message to='other@bots.localhost/2' from='a@localhost'/>")
                .expectClose()
                .close());
    try (XmppClient component = ComponentScript.builder(peer).build()) {
      BlockingQueue<Stanza> heard = new LinkedBlockingQueue<>();
      component.onMessage(heard::add);
      component.onPresence(heard::add);
      await(component.connect());
      Message first = (Message) next(heard);
      assertThat(first.to()).isEqualTo(ECHO);
      assertThat(first.body()).isEqualTo("Hi");
      assertThat(first.element().namespace()).isEqualTo(Stanza.NAMESPACE);
      Element forwarded = requireNonNull(first.element().child("forwarded", "urn:xmpp:forward:0"));
      assertThat(Stanza.of(forwarded.children().get(0)))
          .isInstanceOfSatisfying(
              Message.class, inside -> assertThat(inside.body()).isEqualTo("Inside"));
      assertThat(next(heard))
          .isInstanceOfSatisfying(
              Presence.class,
              presence -> assertThat(presence.type()).isEqualTo(Presence.Type.SUBSCRIBE));
      assertThat(next(heard).to()).hasToString("other@bots.localhost/2");
    }
  }

  @Test
  void sends_as_any_of_its_addresses_to_the_byte() throws Exception {
    peer.script(s -> s.then(ComponentScript::accepted).answerAll(stanza -> ""));
    try (XmppClient component = ComponentScript.builder(peer).build()) {
      await(component.connect());
      Element inside = Message.chat(Jid.of("b@localhost"), "In").element();
      await(
          component.send(
              from(ECHO, Message.chat(ANN, "Hi")).toBuilder()
                  .id("1")
                  .payload(Element.builder("forwarded", "urn:x").child(inside).build())
                  .build()));
      await(component.send(Message.chat(ANN, "I").toBuilder().id("2").build()));
      await(
          component.send(
              Presence.builder(Presence.Type.SUBSCRIBE).to(Jid.of("a@localhost")).build()));
      await(component.shutdown());
    }
    peer.await();
    assertThat(peer.connection(1).text())
        .isEqualTo(
            OPENING
                + HANDSHAKE
                + "<message to=\"a@localhost/1\" type=\"chat\" from=\"echo@bots.localhost\""
                + " id=\"1\"><body>Hi</body><forwarded xmlns=\"urn:x\"><message"
                + " xmlns=\"jabber:client\" to=\"b@localhost\""
                + " type=\"chat\"><body>In</body></message></forwarded></message><message"
                + " to=\"a@localhost/1\" type=\"chat\" id=\"2\" from=\"bots.localhost\">"
                + "<body>I</body></message><presence type=\"subscribe\" to=\"a@localhost\""
                + " from=\"bots.localhost\"/></stream:stream>");
  }

  /** Servers end the stream for these, or would believe them. */
  @Tag("P32")
  @Test
  void refuses_to_send_as_somebody_else_and_to_nobody() throws Exception {
    peer.script(s -> s.then(ComponentScript::accepted).expectClose().close());
    try (XmppClient component = ComponentScript.builder(peer).build()) {
      await(component.connect());
      for (Stanza stanza :
          List.of(
              from(ANN, Message.chat(ECHO, "I am Ann")),
              from(Jid.of("x@sub.bots.localhost"), Message.chat(ANN, "Hi")),
              Presence.available())) {
        assertThat(Failures.of(component.send(stanza), RefusedException.class)).isNotNull();
      }
      Iq question = Iq.get(null, Element.of("q", "test:q"));
      assertThat(Failures.of(component.request(question), RefusedException.class))
          .hasMessageContaining("without an addressee")
          .hasMessageContaining(HOST);
      await(component.shutdown());
    }
    peer.await();
    assertThat(peer.connection(1).text()).isEqualTo(OPENING + HANDSHAKE + "</stream:stream>");
  }

  @Test
  void answers_for_the_address_that_was_asked() throws Exception {
    peer.script(
        s ->
            s.then(ComponentScript::accepted)
                .send(
                    "<iq type='get' id='7' from='a@localhost/1' to='echo@bots.localhost'>"
                        + "<q xmlns='test:q'/></iq>")
                .expect(
                    ("<iq xmlns='%s' type='result' id='7' from='echo@bots.localhost'"
                            + " to='a@localhost/1'><a xmlns='test:q'/></iq>")
                        .formatted(ComponentHandshake.NAMESPACE))
                .send(
                    "<iq type='set' id='8' from='a@localhost/1' to='bots.localhost'>"
                        + "<q xmlns='test:other'/></iq>")
                .expectLike(
                    ("<iq xmlns='%s' type='error' id='8' from='bots.localhost'"
                            + " to='a@localhost/1'/>")
                        .formatted(ComponentHandshake.NAMESPACE))
                .mark("answered")
                .expectClose()
                .close());
    try (XmppClient component = ComponentScript.builder(peer).build()) {
      BlockingQueue<Jid> asked = new LinkedBlockingQueue<>();
      component.onRequest(
          Iq.Type.GET,
          "q",
          "test:q",
          request -> {
            asked.add(requireNonNull(request.to()));
            return Reply.result(Element.of("a", "test:q")).now();
          });
      await(component.connect());
      assertThat(next(asked)).isEqualTo(ECHO);
      peer.awaitMark("answered");
      await(component.shutdown());
    }
    peer.await();
  }

  @Tag("P01")
  @Test
  void asks_as_any_of_its_addresses_and_believes_the_one_asked_alone() throws Exception {
    peer.script(
        s ->
            s.then(ComponentScript::accepted)
                .expectLike(
                    "<iq xmlns='jabber:component:accept' from='echo@bots.localhost' id='{id}'/>")
                .send(
                    "<iq type='result' id='{id}' from='b@localhost/1' to='echo@bots.localhost'/>"
                        + "<iq type='error' id='{id}' from='a@localhost/1'"
                        + " to='echo@bots.localhost'><error type='cancel'><gone"
                        + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>")
                .expectClose()
                .close());
    try (XmppClient component = ComponentScript.builder(peer).build()) {
      await(component.connect());
      Iq question = Iq.get(ANN, Element.of("q", "test:q")).withFrom(ECHO);
      assertThat(Failures.of(component.request(question), StanzaException.class))
          .hasMessageContaining("gone");
    }
  }
}
