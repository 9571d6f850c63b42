package im.linnet.privatestorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.xml.Element;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored and read, as it is on the wire. */
@Timeout(120)
class PrivateStorageTest {

  private static final String EMPTY = "<prefs xmlns='urn:example:prefs'/>";
  private static final String DARK = "<prefs xmlns='urn:example:prefs'><theme>dark</theme></prefs>";

  private static ScriptedClient client(Consumer<Script> lines) {
    return ScriptedClient.bound(PrivateStorage::new, lines);
  }

  private static String request(String type, String content) {
    return "<iq id='{id}' type='%s'><query xmlns='jabber:iq:private'>%s</query></iq>"
        .formatted(type, content);
  }

  private static String result(String content) {
    return request("result", content);
  }

  private static PrivateStorage storage(ScriptedClient it) {
    return it.get(PrivateStorage.class);
  }

  private static Optional<Prefs> read(String answer) {
    try (ScriptedClient it = client(s -> s.expect(request("get", EMPTY)).send(answer))) {
      return storage(it).get(Prefs.TYPE).join();
    }
  }

  @Test
  void a_payload_is_stored() {
    try (ScriptedClient it =
        client(s -> s.expect(request("set", DARK)).send("<iq id='{id}' type='result'/>"))) {
      storage(it).set(new Prefs("dark")).join();
    }
  }

  @Test
  void a_payload_is_read() {
    assertThat(read(result(DARK))).contains(new Prefs("dark"));
    assertThat(read(result("<other xmlns='urn:x'/>" + DARK))).contains(new Prefs("dark"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        EMPTY,
        "<prefs xmlns='urn:example:prefs'> </prefs>",
        "<prefs xmlns='urn:x' theme='dark'/>"
      })
  void an_empty_element_means_that_nothing_is_stored(String content) {
    assertThat(read(result(content))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<iq id='{id}' type='result'/>",
        "<iq id='{id}' type='result'><query xmlns='urn:x'/></iq>",
        "<iq id='{id}' type='result'><query xmlns='jabber:iq:private'>"
            + "<prefs xmlns='urn:example:prefs' colour='red'/></query></iq>"
      })
  void what_cannot_be_read_fails(String answer) {
    try (ScriptedClient it = client(s -> s.expect(request("get", EMPTY)).send(answer))) {
      Failures.of(storage(it).get(Prefs.TYPE), UnreadableAnswerException.class);
    }
  }

  @Test
  void elements_without_a_class_are_stored_and_read_too() {
    String notes = "<notes xmlns='urn:example:notes'>%s</notes>";
    try (ScriptedClient it =
        client(
            s ->
                s.expect(request("set", notes.formatted("Buy milk")))
                    .send("<iq id='{id}' type='result'/>")
                    .expect(request("get", notes.formatted("")))
                    .send(result(notes.formatted("Buy milk"))))) {
      storage(it).set(Element.of("notes", "urn:example:notes", "Buy milk")).join();
      assertThat(storage(it).get("notes", "urn:example:notes").join())
          .contains(Element.of("notes", "urn:example:notes", "Buy milk"));
    }
  }

  @Test
  void a_payload_is_removed_by_an_empty_element() {
    try (ScriptedClient it =
        client(s -> s.expect(request("set", EMPTY)).send("<iq id='{id}' type='result'/>"))) {
      storage(it).remove(Prefs.TYPE).join();
    }
  }

  @Test
  void a_server_without_it_says_so() {
    String refusal =
        "<iq id='{id}' type='error'><error type='cancel'><service-unavailable"
            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";
    try (ScriptedClient it =
        client(
            s ->
                s.expect(request("get", EMPTY))
                    .send(refusal)
                    .expect(request("set", DARK))
                    .send(refusal))) {
      StanzaException failure = Failures.of(storage(it).get(Prefs.TYPE), StanzaException.class);
      assertThat(failure.error().condition()).isEqualTo(Condition.SERVICE_UNAVAILABLE);
      Failures.of(storage(it).set(new Prefs("dark")), StanzaException.class);
    }
  }

  @Test
  void what_cannot_be_sent_is_refused() {
    try (ScriptedClient it = client(s -> {})) {
      Failures.of(storage(it).set(new Prefs("\u0000")), RefusedException.class);
      Failures.of(storage(it).get("\u0000", "urn:x"), RefusedException.class);
      Failures.of(storage(it).get("x", "\u0000"), RefusedException.class);
    }
  }

  @Test
  void cancelling_forgets_the_request() {
    try (ScriptedClient it =
        client(
            s ->
                s.expect(request("set", DARK))
                    .mark("asked")
                    .expect(request("get", EMPTY))
                    .send(result(DARK)))) {
      CompletableFuture<Void> stored = storage(it).set(new Prefs("dark"));
      it.peer().awaitMark("asked");
      stored.cancel(false);
      assertThatThrownBy(stored::join).isInstanceOf(CancellationException.class);
      assertThat(storage(it).get(Prefs.TYPE).join()).contains(new Prefs("dark"));
    }
  }
}
