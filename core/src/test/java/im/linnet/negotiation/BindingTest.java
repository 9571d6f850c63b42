package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.ADDRESS;
import static im.linnet.negotiation.Trial.BIND;
import static im.linnet.negotiation.Trial.bound;
import static im.linnet.negotiation.Trial.phase;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.Phase;
import im.linnet.failure.StanzaException;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.stanza.Message;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which address the server gives, and the session of old. */
@Timeout(30)
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
