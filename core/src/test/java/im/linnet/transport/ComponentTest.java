package im.linnet.transport;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ComponentHandshake;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.KeepAlive;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Reply;
import im.linnet.stanza.Stanza;
import im.linnet.tls.TlsPolicy;
import im.linnet.transport.MemoryTransport.End;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A component (XEP-0114) on a script, to the byte. */
@Timeout(120)
class ComponentTest {

  private static final String HOST = "bots.localhost";

  private final MemoryTransport memory = new MemoryTransport();
  private final XmppClient component =
      ComponentHandshake.component(HOST, "secret")
          .endpoint(MemoryTransport.PLACE)
          .transport(memory)
          .keepAlive(KeepAlive.none())
          .closeLimit(Duration.ZERO)
          .tls(TlsPolicy.builder().insecurelyAllowClearText().build())
          .build();

  @AfterEach
  void close() {
    component.close();
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private End opened() throws Exception {
    End server = memory.accept();
    assertThat(server.expect(" to=\"bots.localhost\">"))
        .contains("xmlns=\"jabber:component:accept\"")
        .doesNotContain("version=\"")
        .doesNotContain(" from=");
    return server.say(
        "<stream:stream xmlns='jabber:component:accept' from='bots.localhost' id='3BF96D32'"
            + " xmlns:stream='http://etherx.jabber.org/streams'>");
  }

  /** What comes right behind the handshake, in the same piece, belongs to the session. */
  private End connected(String behind) throws Exception {
    CompletableFuture<BoundStream> connecting = component.connect();
    End server = opened();
    // The SHA-1 of "3BF96D32secret".
    assertThat(server.expect("</handshake>"))
        .isEqualTo("<handshake>b09ea9b3b7f586be8a08d0a3dd7466f110aeb136</handshake>");
    server.say("<handshake/>" + behind);
    assertThat(await(connecting).jid()).isEqualTo(Jid.of(HOST));
    return server;
  }

  @Test
  void signs_in_and_hears_what_is_for_its_addresses() throws Exception {
    CompletableFuture<Message> heard = new CompletableFuture<>();
    component.onMessage(heard::complete);
    connected(
        "<message from='a@localhost/1' to='echo@bots.localhost' type='chat'><body>Hi</body>"
            + "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'"
            + " from='b@localhost'><body>Inside</body></message></forwarded></message>");
    Message message = await(heard);
    assertThat(message.body()).isEqualTo("Hi");
    Element forwarded = requireNonNull(message.element().child("forwarded", "urn:xmpp:forward:0"));
    Stanza inside = requireNonNull(Stanza.of(forwarded.children().get(0)));
    assertThat(inside).isInstanceOf(Message.class);
    assertThat(((Message) inside).body()).isEqualTo("Inside");
  }

  @Test
  void sends_as_any_of_its_addresses_and_forwards_under_a_clients_namespace() throws Exception {
    End server = connected("");
    Message inside = Message.chat(Jid.of("b@localhost"), "Inside");
    Message message =
        Message.chat(Jid.of("a@localhost"), "Hi").toBuilder()
            .id("1")
            .from(Jid.of("echo@bots.localhost"))
            .payload(
                Element.builder("forwarded", "urn:xmpp:forward:0").child(inside.element()).build())
            .build();
    CompletableFuture<Void> sent = component.send(message);
    assertThat(server.expect("</forwarded></message>"))
        .contains("<body>Hi</body><forwarded xmlns=\"urn:xmpp:forward:0\">")
        .contains("<message xmlns=\"jabber:client\"")
        .contains(" from=\"echo@bots.localhost\"")
        .doesNotContain("jabber:component:accept");
    await(sent);
    assertThat(component.send(message.toBuilder().from(Jid.of("a@localhost")).build()))
        .failsWithin(Duration.ofSeconds(20));
  }

  @Test
  void answers_as_whom_was_asked() throws Exception {
    component.onRequest(
        Iq.Type.GET, "q", "test:q", request -> Reply.result(Element.of("a", "test:q")).now());
    End server =
        connected(
            "<iq type='get' id='7' from='a@localhost/1' to='echo@bots.localhost'>"
                + "<q xmlns='test:q'/></iq>");
    assertThat(server.expect("</iq>"))
        .contains("type=\"result\"", "id=\"7\"", "from=\"echo@bots.localhost\"")
        .contains("to=\"a@localhost/1\"");
  }

  @Test
  void a_wrong_secret_is_told() throws Exception {
    CompletableFuture<BoundStream> connecting = component.connect();
    End server = opened();
    server.expect("</handshake>");
    server.say(
        "<stream:error><not-authorized"
            + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>");
    assertThat(connecting)
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            StreamException.class,
            why -> assertThat(why.error().condition()).isEqualTo(Condition.NOT_AUTHORIZED));
  }

  @Test
  void a_stream_for_clients_is_refused() throws Exception {
    CompletableFuture<BoundStream> connecting = component.connect();
    End server = memory.accept();
    server.expect("<stream:stream");
    server.say(
        "<stream:stream xmlns='jabber:client' from='bots.localhost' id='1'"
            + " xmlns:stream='http://etherx.jabber.org/streams'>");
    assertThat(connecting)
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            StreamException.class,
            why -> assertThat(why.error().condition()).isEqualTo(Condition.INVALID_NAMESPACE));
  }
}
