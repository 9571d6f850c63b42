package im.linnet.internal.steps;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.failure.StreamException;
import im.linnet.sasl.Channels;
import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslExchange;
import im.linnet.sasl.SaslMechanism;
import im.linnet.sasl.UserAgent;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of an exchange, whose mechanism would go on for ever. */
class SaslConversationTest {

  private static final String SASL2 = Sasl2Wire.NAMESPACE;
  private static final int MOST_CHARACTERS = 64 * 1024;

  private final ScriptedNegotiation server = ScriptedNegotiation.offering("X-PATIENT");
  private final Sasl2Wire wire = new Sasl2Wire(UserAgent.random(), List.of());

  /**
   * Answers whatever the server says, and does any task.
   *
   * @param size of each message that it sends, in bytes
   * @param heard what came with the server's success
   */
  private record Patient(int size, List<Element> heard) implements SaslMechanism {

    Patient() {
      this(1, new ArrayList<>());
    }

    @Override
    public String name() {
      return "X-PATIENT";
    }

    @Override
    public SaslExchange start(SaslChannel channel) {
      return new SaslExchange() {
        @Override
        public CompletionStage<Optional<byte[]>> initialResponse() {
          return CompletableFuture.completedStage(Optional.of(new byte[size]));
        }

        @Override
        public CompletionStage<byte[]> respond(byte[] challenge) {
          return CompletableFuture.completedStage(new byte[size]);
        }

        @Override
        public String continued(byte[] additional, List<String> tasks) {
          return tasks.get(0);
        }

        @Override
        public CompletionStage<List<Element>> task(List<Element> data) {
          return CompletableFuture.completedStage(List.of());
        }

        @Override
        public void received(List<Element> elements) {
          heard.addAll(elements);
        }
      };
    }
  }

  private SaslConversation conversation(SaslMechanism mechanism) {
    SaslChannel channel =
        NegotiatedChannel.of(server, server.features().element(), true, Runnable::run);
    return SaslConversation.of(server, mechanism, channel, wire);
  }

  private CompletableFuture<Element> run(SaslMechanism mechanism) {
    return conversation(mechanism).run().toCompletableFuture();
  }

  private AuthenticationException fails(SaslMechanism mechanism, Reason reason) {
    Throwable failure = Channels.failure(() -> run(mechanism));
    assertThat(failure).isInstanceOf(AuthenticationException.class);
    AuthenticationException known = (AuthenticationException) failure;
    assertThat(known.reason()).isEqualTo(reason);
    return known;
  }

  private void says(Element answer, int times) {
    for (int i = 0; i < times; i++) {
      server.reply(answer);
    }
  }

  private static Element challenge(String text) {
    return Element.of("challenge", SASL2, text);
  }

  private static Element more() {
    return Element.builder("continue", SASL2)
        .child(Element.builder("tasks", SASL2).child("task", "X-TASK").build())
        .build();
  }

  @Test
  void takes_sixteen_challenges_and_no_more() {
    says(challenge("eA=="), 16);
    server.reply(Element.of("success", SASL2));
    assertThat(run(new Patient())).isCompleted();
  }

  @Test
  void aborts_at_the_seventeenth_challenge() {
    says(challenge("eA=="), 17);
    assertThat(fails(new Patient(), Reason.MALFORMED)).hasMessageContaining("more than 16");
    assertThat(server.verbs()).hasSize(18).endsWith("response", "abort");
  }

  @Test
  void does_four_tasks_and_no_more() {
    says(more(), 4);
    server.reply(Element.of("success", SASL2));
    assertThat(run(new Patient())).isCompleted();
  }

  @Test
  void aborts_at_the_fifth_task() {
    says(more(), 5);
    assertThat(fails(new Patient(), Reason.MALFORMED)).hasMessageContaining("more than 4 tasks");
    assertThat(server.verbs())
        .containsExactly("authenticate", "next", "next", "next", "next", "abort");
  }

  @Test
  void counts_the_steps_of_a_task_with_the_challenges() {
    says(challenge("eA=="), 10);
    server.reply(more());
    says(Element.of("task-data", SASL2), 7);
    assertThat(fails(new Patient(), Reason.MALFORMED)).hasMessageContaining("more than 16");
    assertThat(server.verbs()).endsWith("task-data", "abort");
  }

  /** Nothing is sent any more: the server has said what no client would understand. */
  @Test
  void knows_no_steps_of_a_task_that_was_not_begun() {
    server.reply(Element.of("task-data", SASL2));
    assertThat(Channels.failure(() -> run(new Patient()))).isInstanceOf(StreamException.class);
  }

  @ParameterizedTest
  @CsvSource({"0, true", "4, false"})
  void reads_messages_of_up_to_64_ki_characters(int beyond, boolean read) {
    server.reply(challenge("A".repeat(MOST_CHARACTERS + beyond)));
    if (read) {
      server.reply(Element.of("success", SASL2));
      assertThat(run(new Patient())).isCompleted();
    } else {
      assertThat(fails(new Patient(), Reason.MALFORMED)).hasMessageContaining("65540 characters");
    }
  }

  /** Base64 makes four characters of three bytes. */
  @ParameterizedTest
  @CsvSource({"0, true", "1, false"})
  void sends_messages_of_up_to_64_ki_characters(int beyond, boolean sent) {
    Patient mechanism = new Patient(MOST_CHARACTERS / 4 * 3 + beyond, new ArrayList<>());
    if (sent) {
      server.reply(Element.of("success", SASL2));
      assertThat(run(mechanism)).isCompleted();
    } else {
      fails(mechanism, Reason.CREDENTIALS);
      assertThat(server.verbs()).isEmpty();
    }
  }

  @Test
  void hands_what_comes_with_the_success_to_the_mechanism() {
    Element token = Element.of("token", "urn:xmpp:fast:0");
    Element own = Element.of("authorization-identifier", SASL2, "user@example.com");
    server.reply(Element.builder("success", SASL2).child(own).child(token).build());
    Patient mechanism = new Patient();
    assertThat(run(mechanism)).isCompleted();
    assertThat(mechanism.heard).as("nothing of SASL2's own").containsExactly(token);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void tells_whether_the_first_message_was_refused(int challenges) {
    says(challenge("eA=="), challenges);
    server.reply(
        Element.builder("failure", SASL2)
            .child(Element.of("not-authorized", ScriptedNegotiation.NS))
            .build());
    SaslConversation conversation = conversation(new Patient());
    assertThat(conversation.run().toCompletableFuture()).isCompletedExceptionally();
    assertThat(conversation.isRefusedAtOnce()).isEqualTo(challenges == 0);
  }

  /** Such as the derivation of a key, which ends with the connection. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void is_not_at_fault_for_what_the_end_of_the_connection_stops(boolean ended) {
    SaslExchange stopped = () -> CompletableFuture.failedStage(new CancellationException());
    if (ended) {
      server.end.complete(null);
    }
    Throwable failure = Channels.failure(() -> run(new Starting(stopped)));
    assertThat(failure)
        .isInstanceOf(ended ? CancellationException.class : AuthenticationException.class);
  }

  /** A mechanism with this exchange. */
  private record Starting(SaslExchange exchange) implements SaslMechanism {

    @Override
    public String name() {
      return "X-STARTING";
    }

    @Override
    public SaslExchange start(SaslChannel channel) {
      return exchange;
    }
  }
}
