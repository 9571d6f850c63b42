package im.linnet.internal.steps;

import static im.linnet.internal.steps.SaslLogin.auth;
import static im.linnet.internal.steps.SaslLogin.base64;
import static im.linnet.internal.steps.SaslLogin.fails;
import static im.linnet.internal.steps.SaslLogin.succeeds;
import static im.linnet.internal.steps.ScriptedNegotiation.NS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.failure.TransportException;
import im.linnet.sasl.Channels;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslExchange;
import im.linnet.sasl.SaslMechanism;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.StreamFeature.Next;
import im.linnet.xml.Attribute;
import im.linnet.xml.Element;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

@Timeout(120)
class SaslAuthenticationTest {

  /** A minimal mechanism with a single message. */
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

  @Test
  void is_due_while_mechanisms_are_offered_and_nobody_is_signed_in() {
    SaslAuthentication step = new SaslAuthentication(knock, true, Runnable::run);
    assertThat(step.accepts(ScriptedNegotiation.features("X"), Facts.none().withSecure())).isTrue();
    assertThat(
            step.accepts(
                ScriptedNegotiation.features("X"),
                Facts.none().withSecure().withMechanism("PLAIN")))
        .isFalse();
    Element none = Element.of("features", "http://etherx.jabber.org/streams");
    assertThat(step.accepts(new Features(none), Facts.none().withSecure())).isFalse();
  }

  @Test
  void carries_messages_until_success_and_restarts() {
    ScriptedNegotiation server =
        ScriptedNegotiation.offering("X-KNOCK")
            .challenge(base64("who?"))
            .challenge("")
            .success(base64("in"));
    assertThat(succeeds(knock, server)).isEqualTo(Next.NEW_STREAM);
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
    ScriptedNegotiation server = ScriptedNegotiation.offering("EXTERNAL").certified().success("");
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
    assertThat(
            Channels.failure(
                () -> new SaslAuthentication(sasl, true, Runnable::run).negotiate(server)))
        .isSameAs(cause);
  }

  @Test
  void refuses_to_send_without_measure() {
    ScriptedNegotiation server = ScriptedNegotiation.offering("OAUTHBEARER");
    fails(Sasl.token("t".repeat(100_000)), server, Reason.CREDENTIALS);
    assertThat(server.sent).isEmpty();
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
    assertThat(
            Channels.failure(
                () -> new SaslAuthentication(knock, true, Runnable::run).negotiate(server)))
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
      assertThat(succeeds(sasl, server)).isEqualTo(Next.NEW_STREAM);
    } finally {
      worker.shutdown();
      assertThat(worker.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(thread.get()).isEqualTo("worker");
    assertThat(server.mechanism).isEqualTo("SCRAM-SHA-256");
  }
}
