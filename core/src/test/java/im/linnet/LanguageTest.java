package im.linnet;

import static im.linnet.LiveSession.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import im.linnet.connection.ConnectionState;
import im.linnet.connection.KeepAlive;
import im.linnet.connection.WireEvent;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.StanzaException;
import im.linnet.failure.StreamException;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.tls.TlsPolicy;
import im.linnet.xml.Element;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The language of a stream, in both directions (RFC 6120, section 4.7.4). */
@Timeout(120)
class LanguageTest {

  private static final String STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas";
  private static final String STREAMS = "urn:ietf:params:xml:ns:xmpp-streams";

  /** A client that prefers a language, and a server whose headers name one. */
  private static final class Session implements AutoCloseable {

    final ScriptedPeer peer = ScriptedPeer.listen();
    final List<WireEvent> wire = new CopyOnWriteArrayList<>();
    final XmppClient client;

    Session(@Nullable String preferred, String server, Consumer<Script> then) throws Exception {
      String expected = preferred == null ? "to='localhost'" : "xml:lang='" + preferred + "'";
      peer.script(
          s ->
              header(s, expected, server)
                  .send(
                      "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                          + "<mechanism>ANONYMOUS</mechanism></mechanisms></stream:features>")
                  .expectLike("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")
                  .send("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")
                  .then(again -> header(again, expected, server))
                  .send(
                      "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"
                          + "</stream:features>")
                  .expectLike("<iq type='set' id='{bind}'/>")
                  .send(
                      "<iq type='result' id='{bind}'><bind"
                          + " xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                          + "<jid>juliet@localhost/balcony</jid></bind></iq>")
                  .then(then));
      ClientBuilder builder =
          XmppClient.builder("localhost")
              .sasl(Sasl.anonymous())
              .endpoint(Endpoint.startTls("127.0.0.1", peer.port()))
              .keepAlive(KeepAlive.none())
              .onWire(wire::add)
              .tls(TlsPolicy.builder().insecurelyAllowClearText().build());
      client = preferred == null ? builder.build() : builder.language(preferred).build();
    }

    Session connected() throws Exception {
      await(client.connect());
      return this;
    }

    private static Script header(Script script, String expected, String lang) {
      return script
          .expectHeader(expected)
          .sendRaw(
              "<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
                  + " xmlns:stream='http://etherx.jabber.org/streams' id='x' from='localhost'"
                  + (lang.isEmpty() ? "" : " xml:lang='" + lang + "'")
                  + " version='1.0'>");
    }

    @Override
    public void close() {
      peer.close();
      client.shutdown().join();
    }
  }

  @ParameterizedTest(name = "{0} of a server that says {1}: {2}")
  @CsvSource({
    // user, server, read
    "     , de   , eins",
    "     , en   , one",
    "     , fr-CA, un",
    "     , it   , one",
    "     , ''   , one",
    "de   , en   , eins",
    "fr-CA, fr   , un",
    "it   , fr   , un",
    "it   , it   , one",
  })
  void decides_which_text_is_read(@Nullable String user, String server, String read)
      throws Exception {
    String texts = "<%1$s>one</%1$s><%1$s xml:lang='fr'>un</%1$s><%1$s xml:lang='de'>eins</%1$s>";
    try (Session session =
        new Session(
            user,
            server,
            s ->
                s.awaitCue("go")
                    .send("<message xml:lang='en'>" + texts.formatted("body") + "</message>")
                    .send(
                        "<presence xml:lang='en'>" + texts.formatted("status") + "</presence>"))) {
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      session.client.onMessage(message -> heard.add("" + message.body()));
      session.client.onPresence(presence -> heard.add("" + presence.status()));
      session.connected();
      session.peer.cue("go");
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(read);
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(read);
    }
  }

  /** RFC 6120, section 8.1.5: what does not say is in the language of the stream. */
  @Test
  void is_inherited_by_what_the_server_sends() throws Exception {
    try (Session session =
        new Session(
            null,
            "en",
            s ->
                s.awaitCue("go")
                    .send("<message><body xml:lang='de'>eins</body><body>one</body></message>"))) {
      CompletableFuture<Message> heard = new CompletableFuture<>();
      session.client.onMessage(heard::complete);
      session.connected();
      session.peer.cue("go");
      Message message = await(heard);
      assertThat(message.lang()).isEqualTo("en");
      assertThat(message.body()).isEqualTo("one");
      assertThat(message.body("de")).isEqualTo("eins");
    }
  }

  @ParameterizedTest
  @CsvSource({", de, eins, eins", "de, en, eins, one", "it, de, eins, eins"})
  void is_that_of_error_texts(
      @Nullable String user, String server, String ofRequest, String ofStream) throws Exception {
    String texts =
        "<text xmlns='%1$s' xml:lang='en'>one</text><text xmlns='%1$s' xml:lang='de'>eins</text>";
    try (Session session =
        new Session(
            user,
            server,
            s ->
                s.expectLike("<iq type='get' id='{q}'/>")
                    .send(
                        "<iq type='error' id='{q}'><error type='cancel'><conflict xmlns='"
                            + STANZAS
                            + "'/>"
                            + texts.formatted(STANZAS)
                            + "</error></iq>")
                    .send(
                        "<stream:error><reset xmlns='"
                            + STREAMS
                            + "'/>"
                            + texts.formatted(STREAMS)
                            + "</stream:error>"))) {
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      session.client.onState(
          state -> {
            if (state instanceof ConnectionState.Disconnected gone && gone.cause() != null) {
              end.complete(gone.cause());
            }
          });
      session.connected();
      Throwable refused =
          catchThrowable(
              () -> await(session.client.request(Iq.get(null, Element.of("query", "test:q")))));
      assertThat(refused)
          .cause()
          .isInstanceOfSatisfying(
              StanzaException.class,
              answer -> assertThat(answer.error().text()).isEqualTo(ofRequest));
      assertThat(((StreamException) await(end)).error().text()).isEqualTo(ofStream);
    }
  }

  @Test
  void is_asked_for_in_every_header_and_shown() throws Exception {
    try (Session session = new Session("de-CH", "de", s -> {}).connected()) {
      assertThat(session.wire)
          .extracting(WireEvent::xml)
          .filteredOn(xml -> xml.startsWith("<stream:stream to="))
          .containsExactly(
              "<stream:stream to='localhost' xml:lang='de-CH'>",
              "<stream:stream to='localhost' xml:lang='de-CH'>");
    }
  }

  @Test
  void leaves_what_is_sent_as_it_is() throws Exception {
    try (Session session =
        new Session(
                "de",
                "de",
                s ->
                    s.expectLike("<message to='romeo@localhost'><body>Hallo</body></message>")
                        .expect("<presence/>")
                        .mark("came"))
            .connected()) {
      await(session.client.send(Message.chat(Jid.of("romeo@localhost"), "Hallo")));
      await(session.client.send(Presence.available()));
      session.peer.awaitMark("came");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"de_DE.UTF-8", "german language", "de-", "d", "'/>", "de\u0000"})
  void is_a_language_tag(String tag) {
    ClientBuilder builder = XmppClient.builder("juliet@localhost");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.language(tag))
        .withMessageContaining("(expected: a language tag, such as de-CH)");
  }
}
