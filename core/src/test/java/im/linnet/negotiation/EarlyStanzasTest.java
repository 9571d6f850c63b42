package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.ADDRESS;
import static im.linnet.negotiation.Trial.AUTH;
import static im.linnet.negotiation.Trial.BIND;
import static im.linnet.negotiation.Trial.DOMAIN;
import static im.linnet.negotiation.Trial.PLAIN;
import static im.linnet.negotiation.Trial.SUCCESS;
import static im.linnet.negotiation.Trial.bound;
import static im.linnet.negotiation.Trial.features;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import im.linnet.connection.WireEvent;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslExchange;
import im.linnet.sasl.SaslMechanism;
import im.linnet.stanza.Iq;
import im.linnet.stanza.IqHandler;
import im.linnet.stanza.Reply;
import im.linnet.testkit.peer.Script;
import im.linnet.xml.XmlLimits;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server sends between the sign-in and the bound resource; no rule forbids it. */
@Timeout(120)
class EarlyStanzasTest {

  private static final String EARLY =
      "<message from='romeo@example.test'><body>early</body></message>"
          + "<presence from='romeo@example.test/x'/>"
          + "<iq type='set' id='push' from='juliet@example.test'><query xmlns='test:push'/></iq>"
          + "<iq type='get' id='unknown' from='example.test'><query xmlns='test:nobody'/></iq>"
          + "<iq type='result' id='nobody'/>"
          + "<message from='@@'/>";

  /** When the server sends it. */
  private enum Moment {
    WITH_SUCCESS,
    BEFORE_THE_FEATURES,
    WITH_THE_FEATURES,
    BEFORE_THE_RESULT;

    /** A login up to the result of binding, with this sent at the moment. */
    void play(Script script, String early) {
      script
          .then(Trial.secured(PLAIN))
          .expectLike(AUTH)
          .send(SUCCESS + (this == WITH_SUCCESS ? early : ""))
          .expectHeader()
          .sendHeader(DOMAIN)
          .send(
              (this == BEFORE_THE_FEATURES ? early : "")
                  + features(BIND)
                  + (this == WITH_THE_FEATURES ? early : ""))
          .expectLike("<iq id='{id}'/>");
      if (this == BEFORE_THE_RESULT) {
        script.send(early);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void keeps_them_for_the_session(Moment moment) throws Exception {
    try (Trial trial =
        Trial.of(
            s -> {
              moment.play(s, EARLY);
              s.send(
                      bound(ADDRESS)
                          + "<message from='romeo@example.test'><body>late</body></message>")
                  .expectLike("<iq type='{one}' id='*'/>")
                  .expectLike("<iq type='{other}' id='*'/>");
            })) {
      var bodies = new LinkedBlockingQueue<String>();
      var presences = new LinkedBlockingQueue<String>();
      trial.client().onMessage(message -> bodies.add(String.valueOf(message.body())));
      trial.client().onPresence(presence -> presences.add(String.valueOf(presence.from())));
      IqHandler taken = request -> Reply.result().now();
      trial.client().onRequest(Iq.Type.SET, "query", "test:push", taken);
      assertThat(trial.stream().jid()).hasToString(ADDRESS);
      assertThat(List.of(bodies.take(), bodies.take())).containsExactly("early", "late");
      assertThat(presences.take()).isEqualTo("romeo@example.test/x");
      trial.peer().await();
      assertThat(List.of("one", "other"))
          .extracting(trial.peer()::captured)
          .as("the push was taken, what nobody knows was not")
          .containsExactlyInAnyOrder("result", "error");
    }
  }

  /** On the stream that ends with the sign-in nothing can have been counted. */
  @ParameterizedTest
  @EnumSource(value = Moment.class, names = "WITH_SUCCESS", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("<r/> and <a/> before anything is counted")
  void passes_over_what_is_about_counts(Moment moment) throws Exception {
    String counts =
        "<r xmlns='urn:xmpp:sm:3'/><a xmlns='urn:xmpp:sm:3' h='7'/><a xmlns='urn:xmpp:sm:3'/>";
    try (Trial trial =
        Trial.of(
            s -> {
              moment.play(s, counts);
              s.send(bound(ADDRESS));
            })) {
      assertThat(trial.stream().jid()).hasToString(ADDRESS);
    }
  }

  /** A keep-alive of the stream that ends with the sign-in (RFC 6120, section 4.6.1). */
  @ParameterizedTest
  @ValueSource(strings = {"\n", " ", "\r\n\t \n"})
  void passes_over_white_space_between_two_streams(String blanks) throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.secureStream(DOMAIN)
                    .expectHeader()
                    .sendRaw(blanks)
                    .sendHeader(DOMAIN)
                    .send(features(PLAIN))
                    .expectLike(AUTH)
                    .send(SUCCESS)
                    .expectHeader()
                    .sendRaw(blanks)
                    .sendHeader(DOMAIN)
                    .send(features(BIND))
                    .sendRaw(blanks)
                    .expectLike("<iq id='{id}'/>")
                    .sendRaw(blanks)
                    .send(bound(ADDRESS))
                    .sendRaw(blanks))) {
      assertThat(trial.stream().jid()).hasToString(ADDRESS);
    }
  }

  static Stream<Arguments> floods() {
    String large = "<message><body>" + "x".repeat(1 << 20) + "</body></message>";
    return Stream.of(Moment.BEFORE_THE_FEATURES, Moment.BEFORE_THE_RESULT)
        .flatMap(
            moment ->
                Stream.of(
                    arguments(moment, "<presence/>".repeat(257)),
                    arguments(moment, large.repeat(5))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("floods")
  void keeps_only_so_much(Moment moment, String flood) throws Exception {
    XmlLimits limits = XmlLimits.session().withStanzaBytes(2 << 20).withTextBytes(2 << 20);
    try (Trial trial = Trial.of(s -> moment.play(s, flood)).with(b -> b.limits(limits))) {
      assertThat(Trial.outcome(trial.client().connect()))
          .isInstanceOfSatisfying(
              StreamException.class,
              fault -> {
                assertThat(fault.error().condition()).isEqualTo(Condition.POLICY_VIOLATION);
                assertThat(fault).hasMessageContaining("before the session began");
                assertThat(fault.retryable()).isTrue();
              });
    }
  }

  /** Behind a success that this side still looks at. */
  @Test
  void holds_only_so_much() throws Exception {
    CountDownLatch all = new CountDownLatch(257);
    Consumer<WireEvent> watch =
        event -> {
          if (!event.outgoing() && event.xml().startsWith("<presence")) {
            all.countDown();
          }
        };
    try (Trial trial =
        Trial.of(
                s ->
                    s.then(Trial.secured(PLAIN))
                        .expectLike(AUTH)
                        .send(SUCCESS + "<presence/>".repeat(257)))
            .with(builder -> builder.sasl(Sasl.of(new Deliberate(all))).onWire(watch))) {
      assertThat(Trial.outcome(trial.client().connect()))
          .isInstanceOfSatisfying(
              StreamException.class,
              fault -> {
                assertThat(fault.error().condition()).isEqualTo(Condition.POLICY_VIOLATION);
                assertThat(fault).hasMessageContaining("before the session began");
              });
    }
  }

  /** Believes a success only when it may. */
  private record Deliberate(CountDownLatch may) implements SaslMechanism {
    @Override
    public String name() {
      return "PLAIN";
    }

    @Override
    public SaslExchange start(SaslChannel channel) {
      return new SaslExchange() {
        @Override
        public CompletionStage<Optional<byte[]>> initialResponse() {
          return CompletableFuture.completedStage(Optional.empty());
        }

        @Override
        public void succeeded(byte[] additional) {
          try {
            may.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }
      };
    }
  }

  /** Until the server's word is known to be success, a stanza may still be before its time. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>",
        "<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"
      })
  void delivers_nothing_that_came_with_another_answer_than_success(String answer) throws Exception {
    try (Trial trial =
        Trial.of(
                s -> s.then(Trial.secured(PLAIN)).expectLike(AUTH).send(answer + EARLY).expectEnd())
            .with(builder -> builder.sasl(Sasl.of(new Talkative())))) {
      var bodies = new LinkedBlockingQueue<String>();
      trial.client().onMessage(message -> bodies.add(String.valueOf(message.body())));
      Throwable failure = Trial.outcome(trial.client().connect());
      if (answer.startsWith("<challenge")) {
        assertThat(failure)
            .isInstanceOfSatisfying(
                StreamException.class,
                fault -> assertThat(fault.error().condition()).isEqualTo(Condition.NOT_AUTHORIZED));
      } else {
        assertThat(failure).isInstanceOf(AuthenticationException.class);
      }
      assertThat(bodies).isEmpty();
    }
  }

  /** Has an answer to everything. */
  private record Talkative() implements SaslMechanism {
    @Override
    public String name() {
      return "PLAIN";
    }

    @Override
    public SaslExchange start(SaslChannel channel) {
      return new SaslExchange() {
        @Override
        public CompletionStage<Optional<byte[]>> initialResponse() {
          return CompletableFuture.completedStage(Optional.empty());
        }

        @Override
        public CompletionStage<byte[]> respond(byte[] challenge) {
          return CompletableFuture.completedStage(challenge);
        }
      };
    }
  }
}
