package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.ADDRESS;
import static im.linnet.negotiation.Trial.BIND;
import static im.linnet.negotiation.Trial.bound;
import static im.linnet.negotiation.Trial.phase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.failure.Phase;
import im.linnet.failure.StanzaException;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.testkit.peer.Script;
import im.linnet.xml.Element;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which address the server gives, and the session of old. */
@Timeout(120)
class BindingTest {

  @Test
  @DisplayName("S12: nothing is offered after sign-in")
  void needs_a_resource() throws Exception {
    try (Trial trial =
        Trial.of(s -> s.then(Trial.signedIn("")).then(Trial.endsWith("undefined-condition")))) {
      StreamException failure = trial.failure(StreamException.class);
      assertThat(failure).hasMessageContaining("does not offer to bind");
    }
  }

  @ParameterizedTest(name = "S15: [{0}]")
  @ValueSource(
      strings = {
        "",
        "<jid/>",
        "<jid>juliet@example.test</jid>",
        "<jid>@example.test/x</jid>",
        "<jid>juliet@example.test/</jid>",
        "<jid>juliet@example.test/\u007F</jid>",
        "<jid>example.test/x</jid>",
        "<jid>juliet@other.test/x</jid>",
        "<jid>romeo@example.test/x</jid>",
        "<jid>juliet@example.test/x</jid><jid>juliet@example.test/y</jid>"
      })
  void refuses_a_bad_address(String jids) throws Exception {
    String answer =
        "<iq type='result' id='{id}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>%s</bind></iq>"
            .formatted(jids);
    bindFails(answer);
  }

  @Test
  @DisplayName("S15: an empty result")
  void refuses_no_address() throws Exception {
    bindFails("<iq type='result' id='{id}'/>");
    bindFails("<iq type='result' id='{id}' from='@@'/>");
  }

  private static void bindFails(String answer) throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.then(Trial.signedIn(BIND))
                    .expectLike("<iq type='set' id='{id}'/>")
                    .send(answer)
                    .then(Trial.endsWith("undefined-condition")))) {
      StreamException failure = trial.failure(StreamException.class);
      assertThat(phase(failure)).isEqualTo(Phase.BINDING);
      assertThat(failure).hasMessageStartingWith("The server bound");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "juliet@example.test/\uD83E\uDEE8",
        "juliet@example.test/\u0378 x",
        "juliet@example.test/\u2764\uFE0F"
      })
  void takes_a_resource_with_characters_that_are_not_known_here(String jid) throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.then(Trial.signedIn(BIND))
                    .expectLike("<iq type='set' id='{id}'/>")
                    .send(bound(jid)))) {
      assertThat(trial.stream().jid()).hasToString(jid);
    }
  }

  @ParameterizedTest(name = "S15, e.29: {0}")
  @ValueSource(strings = {"juliet@example.test/other", "JULIET@EXAMPLE.test/balcony"})
  void takes_the_resource_that_the_server_chose(String jid) throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.then(Trial.signedIn(BIND))
                    .expect(
                        "<iq type='set' id='{id}'>"
                            + "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                            + "<resource>balcony</resource></bind></iq>")
                    .send(bound(jid)))) {
      assertThat(trial.stream().jid()).hasToString(jid.toLowerCase(Locale.ROOT));
    }
  }

  private static final String OTHER = "juliet@other.test/x";

  @Test
  @DisplayName("RFC 6120, section 7.6: an address of another name of the service")
  void refuses_another_domain_and_names_the_setting_that_allows_it() throws Exception {
    try (Trial trial = binding(OTHER)) {
      assertThat(trial.failure(StreamException.class))
          .hasMessageContaining("of the domain other.test (expected: of example.test)")
          .hasMessageContaining("ClientBuilder.aliasDomain");
    }
    try (Trial trial =
        binding(OTHER).with(b -> b.aliasDomain("unused.test").aliasDomain("Other.TEST"))) {
      assertThat(trial.stream().jid()).hasToString(OTHER);
    }
    try (Trial trial = binding("romeo@other.test/x").with(b -> b.aliasDomain("other.test"))) {
      assertThat(trial.failure(StreamException.class))
          .as("it is for the domain alone")
          .hasMessageContaining("another account")
          .hasMessageContaining("ServiceProfile.assignsAccount");
    }
  }

  private static Trial binding(String jid) {
    return Trial.of(
        s ->
            s.then(Trial.signedIn(BIND)).expectLike("<iq type='set' id='{id}'/>").send(bound(jid)));
  }

  @Test
  void talks_and_listens_under_the_name_that_was_bound() throws Exception {
    try (Trial trial =
        Trial.of(
                s ->
                    s.then(Trial.signedIn(BIND))
                        .expectLike("<iq type='set' id='{id}'/>")
                        .send(bound(OTHER))
                        .send(
                            "<message from='romeo@example.test' to='juliet@other.test/x'>"
                                + "<body>hi</body></message>")
                        .expectLike("<iq type='get' id='q' to='other.test'/>")
                        .send("<iq type='result' id='q' from='other.test' to='" + OTHER + "'/>"))
            .with(builder -> builder.aliasDomain("other.test"))) {
      var received = new CompletableFuture<Message>();
      trial.client().onMessage(received::complete);
      trial.stream();
      assertThat(received.join().body()).isEqualTo("hi");
      Iq question = Iq.get(Jid.of("other.test"), Element.of("query", "test:q")).withId("q");
      assertThat(trial.client().request(question).get(10, TimeUnit.SECONDS).id()).isEqualTo("q");
    }
  }

  @Test
  void takes_no_address_for_a_domain() {
    assertThatThrownBy(() -> XmppClient.builder(ADDRESS).aliasDomain("juliet@other.test"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("domain: juliet@other.test (expected: a domain)");
  }

  @ParameterizedTest(name = "RFC 6120, section 7.7.2: {0}")
  @ValueSource(strings = {"conflict", "bad-request", "not-acceptable", "jid-malformed"})
  void asks_for_a_resource_of_the_servers_making_where_its_own_is_refused(String condition)
      throws Exception {
    String given = "juliet@example.test/made-by-the-server";
    try (Trial trial =
        Trial.of(
            s ->
                s.then(refused(condition))
                    .expect(
                        "<iq type='set' id='{id}'>"
                            + "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>")
                    .send(bound(given)))) {
      assertThat(trial.stream().jid()).hasToString(given);
    }
  }

  private static Consumer<Script> refused(String condition) {
    return s ->
        s.then(Trial.signedIn(BIND))
            .expectLike(
                "<iq type='set' id='{first}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                    + "<resource>balcony</resource></bind></iq>")
            .send(error("first", condition));
  }

  private static String error(String id, String condition) {
    return ("<iq type='error' id='{%s}'><error type='cancel'><%s"
            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>")
        .formatted(id, condition);
  }

  @ParameterizedTest(name = "{0}, then {1}")
  @CsvSource({
    "conflict, conflict, false",
    "conflict, not-allowed, false",
    "conflict, internal-server-error, true",
    "conflict, resource-constraint, true"
  })
  void asks_only_once_more(String first, String second, boolean retryable) throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.then(refused(first))
                    .expectLike("<iq type='set' id='{second}'/>")
                    .send(error("second", second))
                    .expectClose()
                    .expectEnd())) {
      StanzaException failure = trial.failure(StanzaException.class);
      assertThat(failure.error().conditionName()).isEqualTo(second);
      assertThat(failure.retryable()).isEqualTo(retryable);
    }
  }

  @ParameterizedTest
  @CsvSource({"not-allowed, false", "internal-server-error, true", "undefined-condition, true"})
  void does_not_ask_again_where_it_is_not_about_the_resource(String condition, boolean retryable)
      throws Exception {
    try (Trial trial = Trial.of(s -> s.then(refused(condition)).expectClose().expectEnd())) {
      StanzaException failure = trial.failure(StanzaException.class);
      assertThat(failure.error().conditionName()).isEqualTo(condition);
      assertThat(failure.retryable()).isEqualTo(retryable);
    }
  }

  @Test
  @DisplayName("S17: answers that are none to the request")
  void waits_for_the_answer_to_its_own_request() throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.then(Trial.signedIn(BIND))
                    .expectLike("<iq type='set' id='{id}'/>")
                    .send("<iq type='result' id='another'/>")
                    .send("<iq type='get' id='{id}'><ping xmlns='urn:xmpp:ping'/></iq>")
                    .send("<iq type='error' id='another'/>")
                    .send(bound(ADDRESS)))) {
      assertThat(trial.stream().jid()).hasToString(ADDRESS);
    }
  }

  @Test
  @DisplayName("S17: no answer to the request")
  void does_not_wait_for_its_address_for_ever() throws Exception {
    Trial.patiently(
        limit -> {
          try (Trial trial =
              Trial.of(
                      s ->
                          s.then(Trial.signedIn(BIND))
                              .expectLike("<iq type='set' id='{id}'/>")
                              .send("<iq type='result' id='another'/>")
                              .expectClose()
                              .expectEnd())
                  .within(limit)) {
            TransportException failure = trial.failure(TransportException.class);
            assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
            assertThat(phase(failure)).isEqualTo(Phase.BINDING);
          }
        });
  }

  @Test
  @DisplayName("binding is answered with an error")
  void tells_of_a_refused_resource() throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.then(Trial.signedIn(BIND))
                    .expectLike("<iq type='set' id='{id}'/>")
                    .send(
                        "<iq type='error' id='{id}'><error type='wait'><resource-constraint"
                            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>")
                    .expectClose()
                    .expectEnd())) {
      var failure = trial.failure(StanzaException.class);
      assertThat(failure.error().conditionName()).isEqualTo("resource-constraint");
      assertThat(failure.retryable()).isTrue();
      assertThat(phase(failure)).isEqualTo(Phase.BINDING);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"feature-not-implemented", "service-unavailable"})
  void does_without_a_session_that_is_offered_and_then_unknown(String condition) throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.then(
                        Trial.signedIn(
                            BIND + "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'/>"))
                    .expectLike("<iq type='set' id='{id}'/>")
                    .send(bound(ADDRESS))
                    .expectLike("<iq type='set' id='{session}'/>")
                    .send(error("session", condition)))) {
      assertThat(trial.stream().jid()).hasToString(ADDRESS);
    }
  }

  @ParameterizedTest(name = "e.30: <session>{0}</session>")
  @ValueSource(strings = {"<optional/>", ""})
  void begins_a_session_only_where_it_must(String content) throws Exception {
    String session =
        "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'>" + content + "</session>";
    try (Trial trial =
        Trial.of(
            s -> {
              s.then(Trial.signedIn(BIND + session))
                  .expectLike("<iq type='set' id='{id}'/>")
                  .send(bound(ADDRESS));
              if (content.isEmpty()) {
                s.expectLike(
                        "<iq type='set' id='{session}'>"
                            + "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>")
                    .send("<message from='romeo@example.test'><body>early</body></message>")
                    .send("<iq type='result' id='{session}'/>");
              }
              s.mark("bound").expectClose();
            })) {
      var received = new CompletableFuture<Message>();
      trial.client().onMessage(received::complete);
      trial.stream();
      trial.peer().awaitMark("bound");
      if (content.isEmpty()) {
        assertThat(received.join().body()).isEqualTo("early");
      }
      trial.client().shutdown();
      trial.peer().await();
    }
  }
}
