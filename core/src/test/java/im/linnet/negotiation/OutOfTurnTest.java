package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.AUTH;
import static im.linnet.negotiation.Trial.BIND;
import static im.linnet.negotiation.Trial.DOMAIN;
import static im.linnet.negotiation.Trial.PLAIN;
import static im.linnet.negotiation.Trial.STARTTLS;
import static im.linnet.negotiation.Trial.phase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.failure.Phase;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.testkit.peer.Script;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server says before its time, or unasked. */
@Timeout(120)
class OutOfTurnTest {

  static Stream<Arguments> moments() {
    return Stream.of(
        arguments("before features", (Consumer<Script>) s -> s.expectHeader().sendHeader(DOMAIN)),
        arguments(
            "before proceed",
            (Consumer<Script>)
                s ->
                    s.openStream(DOMAIN, STARTTLS)
                        .expect("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")),
        arguments(
            "before the features of TLS",
            (Consumer<Script>) s -> s.secureStream(DOMAIN).expectHeader().sendHeader(DOMAIN)),
        arguments(
            "in sign-in", (Consumer<Script>) s -> s.then(Trial.secured(PLAIN)).expectLike(AUTH)));
  }

  @ParameterizedTest(name = "S13: {0}")
  @MethodSource("moments")
  void refuses_a_stanza_before_its_time(String moment, Consumer<Script> before) throws Exception {
    for (String stanza :
        new String[] {
          "<message><body>too early</body></message>",
          "<presence/>",
          "<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>"
        }) {
      try (Trial trial =
          Trial.of(s -> s.then(before).send(stanza).then(Trial.endsWith("not-authorized")))) {
        trial.client().onMessage(message -> throwing(moment));
        StreamException failure = trial.failure(StreamException.class);
        assertThat(failure.by()).isEqualTo(StreamException.By.CLIENT);
        assertThat(failure.error().condition()).isEqualTo(Condition.NOT_AUTHORIZED);
      }
    }
  }

  private static void throwing(String moment) {
    throw new AssertionError("a message was delivered " + moment);
  }

  @ParameterizedTest(name = "S14: {0}")
  @ValueSource(
      strings = {
        "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>",
        "<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>",
        "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
        "<resumed xmlns='urn:xmpp:sm:3' h='0' previd='1'/>",
        "<enabled xmlns='urn:xmpp:sm:3'/>",
        "<compressed xmlns='http://jabber.org/protocol/compress'/>"
      })
  void refuses_an_answer_to_nothing(String answer) throws Exception {
    for (Consumer<Script> before :
        List.<Consumer<Script>>of(
            s -> s.expectHeader().sendHeader(DOMAIN),
            s -> s.secureStream(DOMAIN).expectHeader().sendHeader(DOMAIN),
            s -> s.then(Trial.signedIn(BIND)).expectLike("<iq type='set'/>"))) {
      try (Trial trial =
          Trial.of(s -> s.then(before).send(answer).then(Trial.endsWith("bad-format")))) {
        StreamException failure = trial.failure(StreamException.class);
        assertThat(failure.error().condition()).isEqualTo(Condition.BAD_FORMAT);
      }
    }
  }

  @Test
  @DisplayName("X40: an element of nobody's before the session")
  void refuses_an_unknown_element() throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.then(Trial.signedIn(BIND))
                    .expectLike("<iq type='set'/>")
                    .send("<surprise xmlns='urn:x'/>")
                    .then(Trial.endsWith("unsupported-stanza-type")))) {
      assertThat(phase(trial.failure(StreamException.class))).isEqualTo(Phase.BINDING);
    }
  }

  @Test
  @DisplayName("X38: stream, features and error inside a stanza are its content")
  void leaves_nested_stream_elements_alone() throws Exception {
    String ns = "xmlns:q='http://etherx.jabber.org/streams'";
    try (Trial trial =
        Trial.of(
            s ->
                s.then(Trial::login)
                    .sendRaw(
                        "<message from='romeo@example.test'><body>one</body><q:stream "
                            + ns
                            + ">"
                            + "<message><body>smuggled</body></message></q:stream>"
                            + "<q:features "
                            + ns
                            + "/><q:error "
                            + ns
                            + "/></message>")
                    .send("<message from='romeo@example.test'><body>two</body></message>"))) {
      var bodies = new LinkedBlockingQueue<String>();
      trial.client().onMessage(message -> bodies.add(String.valueOf(message.body())));
      BoundStream stream = trial.stream();
      assertThat(bodies.take()).isEqualTo("one");
      assertThat(bodies.take()).isEqualTo("two");
      assertThat(trial.client().state()).isEqualTo(new Connected(stream));
    }
  }
}
