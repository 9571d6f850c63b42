package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.AUTH;
import static im.linnet.negotiation.Trial.PLAIN;
import static im.linnet.negotiation.Trial.phase;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.BoundStream;
import im.linnet.connection.WireEvent;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.Phase;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslExchange;
import im.linnet.sasl.SaslMechanism;
import im.linnet.testkit.peer.Script;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Choosing a mechanism, and hearing why it did not do. */
@Timeout(120)
class SignInTest {

  @ParameterizedTest(name = "A04: {0}")
  @ValueSource(
      strings = {"", "<mechanism/>", "<mechanism>plain</mechanism>", "<mechanism> X </mechanism>"})
  void finds_no_mechanism(String offers) throws Exception {
    String mechanisms =
        "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" + offers + "</mechanisms>";
    try (Trial trial = Trial.of(s -> s.then(Trial.secured(mechanisms)).expectClose().expectEnd())) {
      AuthenticationException failure = trial.failure(AuthenticationException.class);
      assertThat(failure.reason()).isEqualTo(AuthenticationException.Reason.NO_MECHANISM);
      assertThat(phase(failure)).isEqualTo(Phase.AUTHENTICATING);
    }
  }

  @Test
  @DisplayName("A04, e.7: blanks around a name, and duplicates")
  void trims_the_names_of_mechanisms() throws Exception {
    String offer = "<mechanism>\n\tPLAIN </mechanism>";
    try (Trial trial =
        Trial.of(
            s ->
                s.then(
                        Trial.secured(
                            "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                                + offer
                                + offer
                                + "</mechanisms>"))
                    .then(Trial::restOfLogin))) {
      assertThat(trial.stream().mechanism()).isEqualTo("PLAIN");
    }
  }

  @Test
  @DisplayName("e.12, e.14: success with a blank; failure with an unknown condition and text")
  void exposes_what_the_server_says_of_a_failure() throws Exception {
    try (Trial trial =
        Trial.of(
            s ->
                s.then(Trial.secured(PLAIN))
                    .expectLike(AUTH)
                    .send(
                        "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><bad-moon />"
                            + "<text xml:lang='en'>It is rising</text></failure>")
                    .expectClose()
                    .expectEnd())) {
      AuthenticationException failure = trial.failure(AuthenticationException.class);
      assertThat(failure.condition()).isEqualTo("bad-moon");
      assertThat(failure.text()).isEqualTo("It is rising");
      assertThat(failure.lang()).isEqualTo("en");
      assertThat(failure.mechanism()).isEqualTo("PLAIN");
    }
  }

  static Stream<Consumer<Script>> farewells() {
    return Stream.of(s -> s.close(), s -> s.send(Trial.streamError("policy-violation")).close());
  }

  @ParameterizedTest(name = "e.14, A20: a refusal, and the end before the client has looked at it")
  @MethodSource("farewells")
  void tells_of_the_refusal_and_not_of_the_end_that_followed(Consumer<Script> farewell)
      throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    Consumer<WireEvent> watch =
        event -> {
          if (!event.outgoing() && event.xml().equals("</stream:stream>")) {
            ended.countDown();
          }
        };
    try (Trial trial =
        Trial.of(
                s ->
                    s.then(Trial.secured(PLAIN))
                        .expectLike(AUTH)
                        .send(
                            "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                                + "<account-disabled/></failure>")
                        .then(farewell))
            .with(builder -> builder.sasl(Sasl.of(new SlowToTell(ended))).onWire(watch))) {
      CompletableFuture<BoundStream> connected = trial.client().connect();
      assertThat(Trial.outcome(connected))
          .isInstanceOfSatisfying(
              AuthenticationException.class,
              refused -> assertThat(refused.condition()).isEqualTo("account-disabled"));
    }
  }

  /** Looks at a refusal only when it may. */
  private record SlowToTell(CountDownLatch may) implements SaslMechanism {
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
        public @Nullable String refusalDetails() {
          try {
            may.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return null;
        }
      };
    }
  }
}
