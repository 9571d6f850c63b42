package im.linnet.internal.stream;

import static im.linnet.internal.stream.ScriptedNegotiation.NS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import im.linnet.sasl.Channels;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslExchange;
import im.linnet.sasl.SaslMechanism;
import im.linnet.stream.AuthenticationException;
import im.linnet.stream.AuthenticationException.Reason;
import im.linnet.stream.Features;
import im.linnet.stream.Progress;
import im.linnet.stream.StreamException;
import im.linnet.stream.StreamFeature.Outcome;
import im.linnet.stream.TransportException;
import im.linnet.xml.Attribute;
import im.linnet.xml.Element;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SaslAuthenticationTest {

  private static final Element NOT_AUTHORIZED =
      Element.builder("failure", NS).child(Element.of("not-authorized", NS)).build();

  /** A user's own mechanism, which says “knock” and answers every challenge by itself. */
  private record Knock(List<String> calls) implements SaslMechanism {

    @Override
    public String name() {
      return "X-KNOCK";
    }

    @Override
    public SaslExchange start(SaslChannel channel) {
      return new SaslExchange() {
        @Override
        public CompletionStage<Optional<byte[]>> initialResponse() {
          return CompletableFuture.completedStage(Optional.of("knock".getBytes(UTF_8)));
        }

        @Override
        public CompletionStage<byte[]> respond(byte[] challenge) {
          calls.add("respond " + new String(challenge, UTF_8));
          return CompletableFuture.completedStage(challenge);
        }

        @Override
        public void succeeded(byte[] additional) {
          calls.add("succeeded " + new String(additional, UTF_8));
        }

        @Override
        public void refused(String condition) {
          calls.add("refused " + condition);
        }

        @Override
        public void close() {
          calls.add("close");
        }
      };
    }
  }

  /** The dozen lines that a mechanism of one message takes. */
  private record Ticket(String ticket) implements SaslMechanism {

    @Override
    public String name() {
      return "X-TICKET";
    }

    @Override
    public SaslExchange start(SaslChannel channel) {
      return () -> CompletableFuture.completedStage(Optional.of(ticket.getBytes(UTF_8)));
    }
  }

  private final List<String> calls = new ArrayList<>();
  private final Sasl knock = Sasl.of(new Knock(calls));

  private static Outcome succeeds(Sasl sasl, ScriptedNegotiation server) {
    return new SaslAuthentication(sasl).negotiate(server).toCompletableFuture().join();
  }

  private static AuthenticationException fails(
      Sasl sasl, ScriptedNegotiation server, Reason reason) {
    Throwable failure = Channels.failure(() -> new SaslAuthentication(sasl).negotiate(server));
    assertThat(failure)
        .asInstanceOf(type(AuthenticationException.class))
        .returns(reason, AuthenticationException::reason);
    assertThat(server.mechanism).isNull();
    return (AuthenticationException) failure;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static Element auth(String mechanism, String text) {
    return Element.builder("auth", NS).attribute("mechanism", mechanism).text(text).build();
  }

  @Test
  void is_due_while_mechanisms_are_offered_and_nobody_is_signed_in() {
    SaslAuthentication step = new SaslAuthentication(knock);
    assertThat(step.accepts(ScriptedNegotiation.features("X"), new Progress(true, false, null)))
        .isTrue();
    assertThat(step.accepts(ScriptedNegotiation.features("X"), new Progress(true, true, null)))
        .isFalse();
    Element none = Element.of("features", "http://etherx.jabber.org/streams");
    assertThat(step.accepts(new Features(none), new Progress(true, false, null))).isFalse();
  }

  @Test
  void carries_messages_until_success_and_restarts() {
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("X-KNOCK")
            .challenge(base64("who?"))
            .challenge("")
            .success(base64("in"));
    assertThat(succeeds(knock, server)).isEqualTo(Outcome.RESTART);
    assertThat(server.sent)
        .containsExactly(
            auth("X-KNOCK", base64("knock")),
            Element.of("response", NS, base64("who?")),
            Element.of("response", NS));
    assertThat(calls).containsExactly("respond who?", "respond ", "succeeded in", "close");
    assertThat(server.mechanism).isEqualTo("X-KNOCK");
  }

  @ParameterizedTest(name = "success “{0}” has no data")
  @ValueSource(strings = {"", "="})
  void takes_success_without_data(String text) {
    succeeds(knock, ScriptedNegotiation.offering("X-KNOCK").success(text));
    assertThat(calls).containsExactly("succeeded ", "close");
  }

  @Test
  void a_mechanism_of_ones_own_takes_a_dozen_lines() {
    ScriptedNegotiation server = ScriptedNegotiation.offering("X-TICKET").success("");
    succeeds(Sasl.of(new Ticket("abc")), server);
    assertThat(server.sent).containsExactly(auth("X-TICKET", "YWJj"));
  }

  @Test
  void writes_a_first_message_of_no_length_as_an_equals_sign() {
    ScriptedNegotiation server = ScriptedNegotiation.offering("EXTERNAL").success("");
    succeeds(Sasl.external(), server);
    assertThat(server.sent).containsExactly(auth("EXTERNAL", "="));
  }

  @Test
  void a_mechanism_may_let_the_server_begin_and_add_attributes() {
    SaslMechanism mechanism =
        new SaslMechanism() {
          @Override
          public String name() {
            return "X-LATE";
          }

          @Override
          public SaslExchange start(SaslChannel channel) {
            return () -> CompletableFuture.completedStage(Optional.empty());
          }

          @Override
          public List<Attribute> attributes() {
            return List.of(new Attribute("urn:x", "service", "oauth2"));
          }
        };
    ScriptedNegotiation server = ScriptedNegotiation.offering("X-LATE").success("");
    succeeds(Sasl.of(mechanism), server);
    assertThat(server.sent)
        .containsExactly(
            auth("X-LATE", "").toBuilder().attribute("urn:x", "service", "oauth2").build());
  }

  @Test
  @DisplayName("scenario 7: names are trimmed")
  void trims_the_names_of_mechanisms() {
    ScriptedNegotiation server = ScriptedNegotiation.offering("OTHER", "\n\tX-KNOCK ").success("");
    succeeds(knock, server);
    assertThat(server.sent.get(0).attribute("mechanism")).isEqualTo("X-KNOCK");
  }

  @Test
  @DisplayName("A04 10 k mechanisms and a name of 1 MB")
  void looks_at_no_more_offers_than_make_sense() {
    String[] names = IntStream.range(0, 10_000).mapToObj(i -> "X-" + i).toArray(String[]::new);
    names[3] = "X".repeat(1 << 20);
    names[9_999] = "X-KNOCK";
    AuthenticationException failure =
        fails(knock, ScriptedNegotiation.offering(names), Reason.NO_MECHANISM);
    assertThat(failure.getMessage()).hasSizeLessThan(600);
    names[200] = "X-KNOCK";
    succeeds(knock, ScriptedNegotiation.offering(names).success(""));
  }

  @Test
  @DisplayName("A04 empty list, duplicates, blanks")
  void survives_odd_lists() {
    fails(knock, ScriptedNegotiation.offering(), Reason.NO_MECHANISM);
    fails(knock, ScriptedNegotiation.offering("", " ", "x-knock"), Reason.NO_MECHANISM);
    succeeds(knock, ScriptedNegotiation.offering("X-KNOCK", "X-KNOCK").success(""));
  }

  @Test
  @DisplayName("A01 A02 nothing is sent where no mechanism may be used")
  void sends_nothing_without_a_mechanism() {
    ScriptedNegotiation plain = ScriptedNegotiation.offering("PLAIN");
    fails(Sasl.password("pencil"), plain, Reason.NO_MECHANISM);
    ScriptedNegotiation clear = ScriptedNegotiation.inClearOffering("PLAIN");
    fails(Sasl.password("pencil").allowPlain(), clear, Reason.NO_MECHANISM);
    assertThat(plain.sent).isEmpty();
    assertThat(clear.sent).isEmpty();
  }

  @Test
  @DisplayName("A20 a refusal is final: no weaker mechanism is tried")
  void never_tries_a_second_mechanism() {
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("X-KNOCK", "PLAIN").reply(NOT_AUTHORIZED);
    Sasl sasl = knock.or(Sasl.password("pencil").allowPlain());
    AuthenticationException failure = fails(sasl, server, Reason.REFUSED);
    assertThat(failure.mechanism()).isEqualTo("X-KNOCK");
    assertThat(server.verbs()).containsExactly("auth");
    assertThat(calls).containsExactly("refused not-authorized", "close");
  }

  @ParameterizedTest(name = "A20 {0}")
  @ValueSource(
      strings = {
        "aborted",
        "account-disabled",
        "credentials-expired",
        "encryption-required",
        "incorrect-encoding",
        "invalid-authzid",
        "invalid-mechanism",
        "malformed-request",
        "mechanism-too-weak",
        "not-authorized",
        "temporary-auth-failure",
        "of-my-own"
      })
  void types_every_condition(String condition) {
    Element refusal =
        Element.builder("failure", NS)
            .child(Element.of("more", "urn:x"))
            .child(Element.builder("text", NS).lang("fr").text("non").build())
            .child(Element.of(condition, NS))
            .build();
    AuthenticationException failure =
        fails(knock, ScriptedNegotiation.offering("X-KNOCK").reply(refusal), Reason.REFUSED);
    assertThat(failure.condition()).isEqualTo(condition);
    assertThat(failure.text()).isEqualTo("non");
    assertThat(failure.lang()).isEqualTo("fr");
    assertThat(failure.retryable()).isEqualTo(condition.equals("temporary-auth-failure"));
    assertThat(failure).hasMessageContaining(condition).hasMessageContaining("“non”");
    assertThat(calls).containsExactly("refused " + condition, "close");
  }

  @Test
  @DisplayName("A20 refusals without condition and of great length")
  void survives_odd_refusals() {
    Element empty = Element.of("failure", NS);
    assertThat(
            fails(knock, ScriptedNegotiation.offering("X-KNOCK").reply(empty), Reason.REFUSED)
                .condition())
        .isEqualTo("undefined-condition");
    Element huge =
        Element.builder("failure", NS)
            .child(Element.of("x".repeat(100_000), NS))
            .child(Element.of("text", NS, "y".repeat(100_000)))
            .build();
    AuthenticationException failure =
        fails(knock, ScriptedNegotiation.offering("X-KNOCK").reply(huge), Reason.REFUSED);
    assertThat(failure.getMessage()).hasSizeLessThan(2000);
  }

  @ParameterizedTest(name = "A19 challenge “{0}”")
  @ValueSource(
      strings = {"=", "no!", "a2\nNv", " a2Nv", "a2Nv ", "a2N", "a2P=", "a2Nv====", "a-_v", "é"})
  void aborts_at_a_challenge_that_is_not_base64(String text) {
    ScriptedNegotiation server = ScriptedNegotiation.offering("X-KNOCK").challenge(text);
    assertThat(fails(knock, server, Reason.MALFORMED).mechanism()).isEqualTo("X-KNOCK");
    assertThat(server.verbs()).containsExactly("auth", "abort");
    assertThat(calls).containsExactly("close");
  }

  @Test
  @DisplayName("A19 challenge and success of 10 MB")
  void refuses_messages_without_measure() {
    String huge = "A".repeat(10 << 20);
    ScriptedNegotiation challenge = ScriptedNegotiation.offering("X-KNOCK").challenge(huge);
    fails(knock, challenge, Reason.MALFORMED);
    assertThat(challenge.verbs()).containsExactly("auth", "abort");
    ScriptedNegotiation success = ScriptedNegotiation.offering("X-KNOCK").success(huge);
    fails(knock, success, Reason.MALFORMED);
    assertThat(success.verbs()).containsExactly("auth");
  }

  @Test
  @DisplayName("A18 endless challenges")
  void gives_up_when_challenges_do_not_end() {
    ScriptedNegotiation server = ScriptedNegotiation.offering("X-KNOCK");
    for (int i = 0; i < 100; i++) {
      server.challenge("");
    }
    fails(knock, server, Reason.MALFORMED);
    assertThat(server.verbs()).hasSize(1 + 16 + 1).endsWith("response", "abort");
    assertThat(calls).endsWith("close").containsOnlyOnce("close");
  }

  @Test
  @DisplayName("A17 success before the server proved itself")
  void refuses_a_success_that_comes_too_early() {
    ScriptedNegotiation server = ScriptedNegotiation.offering("SCRAM-SHA-1").success("");
    AuthenticationException failure =
        fails(Sasl.password("pencil"), server, Reason.SERVER_UNPROVEN);
    assertThat(failure.mechanism()).isEqualTo("SCRAM-SHA-1");
    assertThat(server.verbs()).containsExactly("auth");
  }

  @Test
  void ends_the_stream_at_anything_else() {
    for (Element odd :
        List.of(
            Element.of("message", "jabber:client"),
            Element.of("proceed", NS),
            Element.of("success", "urn:xmpp:sasl:2"))) {
      ScriptedNegotiation server = ScriptedNegotiation.offering("X-KNOCK").reply(odd);
      assertThat(Channels.failure(() -> new SaslAuthentication(knock).negotiate(server)))
          .asInstanceOf(type(StreamException.class))
          .returns(StreamException.By.CLIENT, StreamException::by)
          .returns("bad-format", e -> e.error().conditionName());
      assertThat(server.verbs()).containsExactly("auth");
    }
  }

  @Test
  void passes_the_end_of_the_connection_on() {
    TransportException reset = new TransportException(TransportException.Reason.RESET, "gone");
    ScriptedNegotiation server = ScriptedNegotiation.offering("X-KNOCK").breaks(reset);
    assertThat(Channels.failure(() -> new SaslAuthentication(knock).negotiate(server)))
        .isSameAs(reset);
    assertThat(server.verbs()).containsExactly("auth");
    assertThat(calls).containsExactly("close");
  }

  @Test
  void a_token_that_cannot_be_had_is_a_matter_of_credentials() {
    IOException cause = new IOException("s3cret endpoint is down");
    ScriptedNegotiation server = ScriptedNegotiation.offering("OAUTHBEARER");
    AuthenticationException failure =
        fails(Sasl.token(() -> CompletableFuture.failedStage(cause)), server, Reason.CREDENTIALS);
    assertThat(failure).hasCause(cause).hasMessageNotContaining("s3cret");
    assertThat(failure.mechanism()).isEqualTo("OAUTHBEARER");
    assertThat(server.sent).isEmpty();
  }

  @Test
  void a_token_source_may_say_that_another_try_helps() {
    TransportException cause = new TransportException(TransportException.Reason.TIMED_OUT, "slow");
    Sasl sasl = Sasl.token(() -> CompletableFuture.failedStage(cause));
    ScriptedNegotiation server = ScriptedNegotiation.offering("OAUTHBEARER");
    assertThat(Channels.failure(() -> new SaslAuthentication(sasl).negotiate(server)))
        .isSameAs(cause);
  }

  @Test
  void refuses_to_send_without_measure() {
    ScriptedNegotiation server = ScriptedNegotiation.offering("OAUTHBEARER");
    fails(Sasl.token("t".repeat(100_000)), server, Reason.CREDENTIALS);
    assertThat(server.sent).isEmpty();
  }

  @Test
  @DisplayName("scenario 51: OAUTHBEARER error, AQ==, failure with its JSON")
  void exposes_what_the_mechanism_said_about_the_refusal() {
    String json = "{\"status\":\"invalid_token\",\"scope\":\"xmpp\"}";
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("OAUTHBEARER").challenge(base64(json)).reply(NOT_AUTHORIZED);
    AuthenticationException failure = fails(Sasl.token("t"), server, Reason.REFUSED);
    assertThat(server.sent.get(0).text())
        .isEqualTo(base64("n,a=user@example.com,\1auth=Bearer t\1\1"));
    assertThat(server.sent.get(1)).isEqualTo(Element.of("response", NS, "AQ=="));
    assertThat(failure.details()).isEqualTo(json);
    assertThat(failure).hasMessageNotContaining("xmpp");
  }

  @Test
  void a_bug_in_a_mechanism_is_reported_with_its_cause() {
    IllegalStateException bug = new IllegalStateException("oops");
    SaslMechanism broken =
        new SaslMechanism() {
          @Override
          public String name() {
            return "X-BROKEN";
          }

          @Override
          public SaslExchange start(SaslChannel channel) {
            throw bug;
          }
        };
    ScriptedNegotiation server = ScriptedNegotiation.offering("X-BROKEN");
    assertThat(fails(Sasl.of(broken), server, Reason.CREDENTIALS)).hasCause(bug);
  }

  @Test
  void a_worker_that_takes_no_work_is_a_failure_and_no_hang() {
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("X-KNOCK")
            .on(
                work -> {
                  throw new RejectedExecutionException("shut down");
                });
    assertThat(Channels.failure(() -> new SaslAuthentication(knock).negotiate(server)))
        .isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  @DisplayName("A13 A15 a million iterations are no matter of the event loop")
  void derives_keys_on_the_worker() throws InterruptedException {
    ScramServer scram = new ScramServer("pencil", 1_000_000);
    AtomicReference<String> thread = new AtomicReference<>();
    ExecutorService worker = Executors.newSingleThreadExecutor(work -> new Thread(work, "worker"));
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("SCRAM-SHA-256", "PLAIN")
            .on(worker)
            .reply(scram::challenge)
            .reply(scram::success);
    Sasl sasl =
        Sasl.password(
            () -> {
              thread.set(Thread.currentThread().getName());
              return "pencil".toCharArray();
            });
    try {
      assertThat(succeeds(sasl, server)).isEqualTo(Outcome.RESTART);
    } finally {
      worker.shutdown();
      assertThat(worker.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(thread.get()).isEqualTo("worker");
    assertThat(server.mechanism).isEqualTo("SCRAM-SHA-256");
  }

  @Test
  @DisplayName("A15 a server that does not know the password is not believed")
  void refuses_an_impostor() {
    ScramServer impostor = new ScramServer("guess", 4096);
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("SCRAM-SHA-256")
            .reply(impostor::challenge)
            .reply(impostor::success);
    fails(Sasl.password("pencil"), server, Reason.SERVER_UNPROVEN);
    assertThat(server.verbs()).containsExactly("auth", "response");
  }
}
