package im.linnet.jidlookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class JidLookupTest {

  private static final String MARY = "mary@contoso.com";

  @Test
  void asks_the_email_address_after_the_service_offered_it() throws Exception {
    try (ScriptedClient client =
        bound(s -> s.then(offering(JidLookup.NAMESPACE)).then(answering(JidLookup.NAMESPACE)))) {
      assertThat(get(lookup(client).jidOf(" " + MARY + "\n")))
          .isEqualTo(Jid.of("12345@messenger.live.com"));
    }
  }

  @Test
  void asks_what_is_offered_only_once() throws Exception {
    try (ScriptedClient client =
        bound(
            s ->
                s.then(offering(JidLookup.NAMESPACE))
                    .then(answering(JidLookup.NAMESPACE))
                    .then(answering(JidLookup.NAMESPACE)))) {
      get(lookup(client).jidOf(MARY));
      get(lookup(client).jidOf(MARY));
    }
  }

  @Test
  void takes_the_short_namespace_where_only_that_is_offered() throws Exception {
    try (ScriptedClient client =
        bound(s -> s.then(offering("jidlookup")).then(answering("jidlookup")))) {
      assertThat(get(lookup(client).jidOf(MARY)).local()).isEqualTo("12345");
    }
  }

  @Test
  void takes_the_full_namespace_where_both_are_offered() throws Exception {
    String both = "jidlookup'/><feature var='" + JidLookup.NAMESPACE;
    try (ScriptedClient client =
        bound(s -> s.then(offering(both)).then(answering(JidLookup.NAMESPACE)))) {
      assertThat(get(lookup(client).jidOf(MARY)).local()).isEqualTo("12345");
    }
  }

  @Test
  void asks_in_no_other_namespace_than_it_is_told() throws Exception {
    try (ScriptedClient client =
        ScriptedClient.bound(
            c -> new JidLookup(c, "jidlookup"), s -> s.then(offering(JidLookup.NAMESPACE)))) {
      assertThatThrownBy(() -> get(lookup(client).jidOf(MARY)))
          .hasCauseInstanceOf(RefusedException.class)
          .hasMessageContaining("localhost does not look addresses up");
    }
  }

  @Test
  void the_address_itself_is_used_where_nobody_looks_it_up() throws Exception {
    try (ScriptedClient client =
        bound(
            s ->
                s.then(JidLookupTest::disco)
                    .send("<iq type='result' id='{d}' from='localhost'/>")
                    .expect("<message id='m' to='12345@elsewhere.example'/>"))) {
      assertThatThrownBy(() -> get(lookup(client).jidOf(MARY)))
          .hasMessageEndingWith("use the address itself, by Jid.of");
      Jid known = Jid.of("12345@elsewhere.example");
      get(client.client().send(Message.builder(known).id("m").build()));
    }
  }

  @Test
  void an_email_address_as_the_message_shows_one_is_looked_up() throws Exception {
    try (ScriptedClient client =
        bound(s -> s.then(offering(JidLookup.NAMESPACE)).then(answering(JidLookup.NAMESPACE)))) {
      assertThatThrownBy(() -> get(lookup(client).jidOf("mary")))
          .hasMessageContaining("expected: such as " + MARY);
      assertThat(get(lookup(client).jidOf(MARY)).local()).isEqualTo("12345");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<iq type='result' id='{d}' from='localhost'/>",
        "<iq type='result' id='{d}' from='localhost'>"
            + "<query xmlns='http://jabber.org/protocol/disco#info'><feature/></query></iq>",
        "<iq type='error' id='{d}' from='localhost'><error type='cancel'>"
            + "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
      })
  void asks_nobody_if_nothing_is_offered(String answer) throws Exception {
    try (ScriptedClient client = bound(s -> s.then(JidLookupTest::disco).send(answer))) {
      assertThatThrownBy(() -> get(lookup(client).jidOf(MARY)))
          .hasCauseInstanceOf(RefusedException.class);
    }
  }

  @Test
  void does_not_take_a_failure_for_a_missing_offer() throws Exception {
    String error =
        "<iq type='error' id='{d}' from='localhost'><error type='wait'>"
            + "<resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";
    try (ScriptedClient client =
        bound(
            s ->
                s.then(JidLookupTest::disco)
                    .send(error)
                    .then(offering(JidLookup.NAMESPACE))
                    .then(answering(JidLookup.NAMESPACE)))) {
      assertThatThrownBy(() -> get(lookup(client).jidOf(MARY)))
          .hasCauseInstanceOf(StanzaException.class);
      assertThat(get(lookup(client).jidOf(MARY)).local()).isEqualTo("12345");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "<getjid xmlns='NS'/>, ITEM_NOT_FOUND",
    "<getjid xmlns='NS'><jid/></getjid>, ITEM_NOT_FOUND",
    "<getjid xmlns='NS'><jid> </jid></getjid>, ITEM_NOT_FOUND",
    "<getjid xmlns='other'><jid>1@messenger.live.com</jid></getjid>, ITEM_NOT_FOUND",
    "'', ITEM_NOT_FOUND",
  })
  void fails_if_the_answer_holds_no_address(String content, Condition condition) throws Exception {
    String answer =
        "<iq type='result' id='{j}' from='mary@contoso.com'>"
            + content.replace("NS", JidLookup.NAMESPACE)
            + "</iq>";
    try (ScriptedClient client =
        bound(
            s ->
                s.then(offering(JidLookup.NAMESPACE))
                    .then(getjid(JidLookup.NAMESPACE))
                    .send(answer))) {
      assertThat(failure(lookup(client).jidOf(MARY)).error().condition()).isEqualTo(condition);
    }
  }

  @Test
  void fails_if_the_address_can_not_be_read() throws Exception {
    String answer =
        "<iq type='result' id='{j}' from='mary@contoso.com'><getjid xmlns='%s'><jid>@@</jid></getjid></iq>"
            .formatted(JidLookup.NAMESPACE);
    try (ScriptedClient client =
        bound(
            s ->
                s.then(offering(JidLookup.NAMESPACE))
                    .then(getjid(JidLookup.NAMESPACE))
                    .send(answer))) {
      assertThatThrownBy(() -> get(lookup(client).jidOf(MARY)))
          .hasCauseInstanceOf(UnreadableAnswerException.class);
    }
  }

  @Test
  void takes_no_answer_of_another_than_it_asked() throws Exception {
    String answer =
        "<iq type='result' id='{j}' from='FROM'><getjid xmlns='NS'>"
            .replace("NS", JidLookup.NAMESPACE);
    try (ScriptedClient client =
        bound(
            s ->
                s.then(offering(JidLookup.NAMESPACE))
                    .then(getjid(JidLookup.NAMESPACE))
                    .then(answers(answer, "eve@localhost", "juliet@localhost"))
                    .send(answer.replace("FROM", MARY) + "<jid>1@a</jid></getjid></iq>"))) {
      assertThat(get(lookup(client).jidOf(MARY))).isEqualTo(Jid.of("1@a"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"item-not-found", "service-unavailable", "not-allowed", "x-unknown"})
  void hands_every_error_on(String condition) throws Exception {
    String answer =
        "<iq type='error' id='{j}' from='mary@contoso.com'><error type='cancel'><"
            + condition
            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";
    try (ScriptedClient client =
        bound(
            s ->
                s.then(offering(JidLookup.NAMESPACE))
                    .then(getjid(JidLookup.NAMESPACE))
                    .send(answer))) {
      assertThat(failure(lookup(client).jidOf(MARY)).error().conditionName()).isEqualTo(condition);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"12345@messenger.live.com", "12345@Messenger.Live.com", "a\\27b@localhost"})
  void returns_addresses_of_the_service_as_they_are(String address) throws Exception {
    try (ScriptedClient client = bound(nothing -> {})) {
      assertThat(get(lookup(client).jidOf(address))).isEqualTo(Jid.of(address));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mary", "", "@contoso.com", "mary@", "@messenger.live.com"})
  void refuses_what_is_no_email_address(String text) throws Exception {
    try (ScriptedClient client = bound(nothing -> {})) {
      assertThatThrownBy(() -> get(lookup(client).jidOf(text)))
          .hasCauseInstanceOf(RefusedException.class)
          .hasMessageContaining("no e-mail address");
    }
  }

  private static Consumer<Script> answers(String answer, String... senders) {
    return s -> {
      for (String sender : senders) {
        s.send(answer.replace("FROM", sender) + "<jid>eve@b</jid></getjid></iq>");
      }
    };
  }

  private static ScriptedClient bound(Consumer<Script> lines) throws Exception {
    return ScriptedClient.bound(JidLookup::new, lines);
  }

  private static JidLookup lookup(ScriptedClient client) {
    return client.get(JidLookup.class);
  }

  private static void disco(Script script) {
    script.expect(
        "<iq type='get' id='{d}' to='localhost'>"
            + "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
  }

  private static Consumer<Script> offering(String namespace) {
    return s ->
        s.then(JidLookupTest::disco)
            .send(
                "<iq type='result' id='{d}' from='localhost'>"
                    + "<query xmlns='http://jabber.org/protocol/disco#info'><feature var='"
                    + namespace
                    + "'/></query></iq>");
  }

  private static Consumer<Script> getjid(String namespace) {
    return s ->
        s.expect(
            "<iq type='get' id='{j}' to='mary@contoso.com'><getjid xmlns='%s'/></iq>"
                .formatted(namespace));
  }

  private static Consumer<Script> answering(String namespace) {
    return s ->
        s.then(getjid(namespace))
            .send(
                ("<iq type='result' id='{j}' from='mary@contoso.com'><getjid xmlns='%s'>"
                        + "<jid>12345@messenger.live.com/x</jid></getjid></iq>")
                    .formatted(namespace));
  }

  private static StanzaException failure(CompletableFuture<?> future) throws Exception {
    try {
      future.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StanzaException failure) {
        return failure;
      }
      throw e;
    }
    throw new AssertionError("it did not fail");
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(10, TimeUnit.SECONDS);
  }
}
