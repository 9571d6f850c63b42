package im.linnet.transport;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.KeepAlive;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.stream.Transport.Framing;
import im.linnet.tls.TlsPolicy;
import im.linnet.transport.MemoryTransport.End;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream in frames (RFC 7395), each of which stands for itself. */
@Tag("S31")
@Timeout(120)
class FramesTest {

  private static final String JID = "juliet@localhost/balcony";
  private static final String OPEN =
      "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' id='m' from='localhost' version='1.0'"
          + " xml:lang='de'/>";
  private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
  private static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";

  private final MemoryTransport memory = new MemoryTransport(null, Framing.FRAMES);
  private final XmppClient client =
      XmppClient.builder("localhost")
          .sasl(Sasl.anonymous())
          .endpoint(MemoryTransport.PLACE)
          .transport(memory)
          .keepAlive(KeepAlive.none())
          .tls(TlsPolicy.builder().insecurelyAllowClearText().build())
          .language("de")
          .build();

  @AfterEach
  void close() {
    client.shutdown(Duration.ZERO).join();
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static void header(End server) throws InterruptedException {
    assertThat(server.next())
        .isEqualTo(
            "<open xmlns=\"urn:ietf:params:xml:ns:xmpp-framing\" to=\"localhost\""
                + " version=\"1.0\" xml:lang=\"de\"/>");
    server.say(OPEN);
  }

  private static void features(End server, String content) throws InterruptedException {
    server.say(
        "<stream:features xmlns:stream='http://etherx.jabber.org/streams'>%s</stream:features>"
            .formatted(content));
  }

  private End connected() throws Exception {
    CompletableFuture<BoundStream> connecting = client.connect();
    End server = memory.accept();
    header(server);
    features(
        server,
        "<mechanisms xmlns='%s'><mechanism>ANONYMOUS</mechanism></mechanisms>".formatted(SASL));
    assertThat(server.next()).startsWith("<auth xmlns=\"" + SASL + "\"").endsWith(">");
    server.say("<success xmlns='%s'/>".formatted(SASL));
    header(server);
    features(server, "<bind xmlns='%s'/>".formatted(BIND));
    String bind = server.next();
    assertThat(bind).startsWith("<iq xmlns=\"jabber:client\"").endsWith("</iq>");
    String id = bind.replaceAll("(?s).* id=\"([^\"]*)\".*", "$1");
    server.say(
        "<iq xmlns='jabber:client' type='result' id='%s'><bind xmlns='%s'><jid>%s</jid></bind></iq>"
            .formatted(id, BIND, JID));
    assertThat(await(connecting).jid()).isEqualTo(Jid.of(JID));
    return server;
  }

  private CompletableFuture<XmppException> lost() {
    CompletableFuture<XmppException> lost = new CompletableFuture<>();
    client.onState(
        state -> {
          if (state instanceof ConnectionState.Disconnected end && end.cause() != null) {
            lost.complete(end.cause());
          }
        });
    return lost;
  }

  @Test
  void a_client_signs_in_and_talks() throws Exception {
    CompletableFuture<Message> heard = new CompletableFuture<>();
    client.onMessage(heard::complete);
    End server = connected();
    server.say("<message xmlns='jabber:client' from='romeo@localhost/o'><body>Hi</body></message>");
    assertThat(await(heard).body()).isEqualTo("Hi");
    CompletableFuture<Void> sent =
        client.send(Message.chat(Jid.of("romeo@localhost"), "Hi").toBuilder().id("1").build());
    assertThat(server.next())
        .startsWith("<message xmlns=\"jabber:client\"")
        .endsWith("<body>Hi</body></message>");
    await(sent);
  }

  @Test
  void what_is_of_no_namespace_is_no_stanza() throws Exception {
    CompletableFuture<Message> heard = new CompletableFuture<>();
    client.onMessage(heard::complete);
    End server = connected();
    server.say("<message from='romeo@localhost/o'><body>Not this</body></message>");
    server.say(
        "<message xmlns='jabber:client' from='romeo@localhost/o'><body>This</body></message>");
    assertThat(await(heard).body()).isEqualTo("This");
  }

  @Test
  void both_sides_close_by_a_frame() throws Exception {
    End server = connected();
    CompletableFuture<Void> closing = client.shutdown(Duration.ofSeconds(20));
    assertThat(server.next()).isEqualTo("<close xmlns=\"urn:ietf:params:xml:ns:xmpp-framing\"/>");
    assertThat(server.closed()).isNotDone();
    server.say("<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>");
    await(closing);
    await(server.closed());
  }

  @Test
  void a_server_may_close_first() throws Exception {
    CompletableFuture<XmppException> lost = lost();
    End server = connected();
    server.say("<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>");
    assertThat(await(lost))
        .isInstanceOfSatisfying(
            TransportException.class, why -> assertThat(why.reason()).isEqualTo(Reason.CLOSED));
  }

  @Test
  void an_error_is_the_streams() throws Exception {
    CompletableFuture<XmppException> lost = lost();
    End server = connected();
    server.say(
        "<stream:error xmlns:stream='http://etherx.jabber.org/streams'>"
            + "<conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>");
    assertThat(await(lost))
        .isInstanceOfSatisfying(
            StreamException.class,
            why -> assertThat(why.error().condition()).isEqualTo(Condition.CONFLICT));
  }

  @Test
  void a_stream_that_is_opened_within_the_stream_is_refused() throws Exception {
    CompletableFuture<XmppException> lost = lost();
    End server = connected();
    server.say(OPEN);
    assertThat(await(lost))
        .isInstanceOfSatisfying(
            StreamException.class,
            why -> assertThat(why.error().condition()).isEqualTo(Condition.BAD_FORMAT));
  }

  @Test
  void a_frame_with_two_elements_is_refused_after_the_first() throws Exception {
    CompletableFuture<XmppException> lost = lost();
    CompletableFuture<Message> heard = new CompletableFuture<>();
    client.onMessage(heard::complete);
    End server = connected();
    String one = "<message xmlns='jabber:client' from='r@localhost/o'><body>Hi</body></message>";
    server.say(one + one);
    assertThat(await(lost))
        .hasMessageContaining("not one complete element")
        .isInstanceOfSatisfying(
            StreamException.class,
            why -> assertThat(why.error().condition()).isEqualTo(Condition.BAD_FORMAT));
    assertThat(await(heard).body()).isEqualTo("Hi");
  }

  @Test
  void a_frame_that_ends_within_an_element_is_refused() throws Exception {
    CompletableFuture<XmppException> lost = lost();
    connected().say("<message xmlns='jabber:client'><body>");
    assertThat(await(lost)).hasMessageContaining("not one complete element");
  }

  @Test
  void a_frame_of_whitespace_is_ignored() throws Exception {
    CompletableFuture<Message> heard = new CompletableFuture<>();
    client.onMessage(heard::complete);
    End server = connected();
    server.say(" \n");
    server.say("<message xmlns='jabber:client' from='r@localhost/o'><body>Hi</body></message>\n");
    assertThat(await(heard).body()).isEqualTo("Hi");
  }

  @Test
  void an_end_that_names_another_place_is_a_redirect() throws Exception {
    CompletableFuture<XmppException> lost = lost();
    End server = connected();
    server.say(
        "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing' see-other-uri='wss://b.test/ws'/>");
    assertThat(await(lost)).hasMessageContaining("wss://b.test/ws");
  }

  @Test
  void a_transport_says_itself_why_a_line_ended() throws Exception {
    CompletableFuture<XmppException> lost = lost();
    End server = connected();
    server.events().closed(new TransportException(Reason.CLOSED, "The tunnel is shut"));
    assertThat(await(lost))
        .hasMessageContaining("The tunnel is shut")
        .isInstanceOf(TransportException.class);
  }
}
