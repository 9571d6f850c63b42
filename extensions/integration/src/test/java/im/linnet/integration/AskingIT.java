package im.linnet.integration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.Dropped;
import im.linnet.failure.StanzaException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.xml.Element;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the extensions ask, all alike, and what comes of it. Against a script, not a server. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class AskingIT {

  private static final Jid SERVER = Jid.of("localhost");
  private static final Element PING = Element.of("ping", "urn:xmpp:ping");

  /**
   * What sends no request, or goes on when it is refused; and changes of passwords, which need TLS,
   * and of forms, which need a refusal.
   */
  private static final Set<String> ASK_NOTHING =
      Set.of(
          "AddOnlyRoster.approve",
          "AddOnlyRoster.deny",
          "ChatStates.send",
          "Gateways.signOff",
          "Gateways.signOn",
          "GroupChat.invite",
          "GroupChat.inviteByRoom",
          "GroupChat.leave",
          "GroupChat.rejoin",
          "GroupChat.say",
          "GroupChats.join",
          "Invites.accept",
          "Invites.byThisClient",
          "MessageEvents.send",
          "NoErrorMessages.sendLosingAllErrors",
          "Presences.accept",
          "Presences.deny",
          "Presences.keep",
          "Presences.set",
          "Receipts.restored",
          "Registration.answer",
          "Registration.changePassword",
          "Registration.changePasswordAt",
          "Room.availability",
          "Room.invite",
          "Room.inviteDirectly",
          "Room.leave",
          "Room.rename",
          "Room.requestVoice",
          "Room.send",
          "Room.sendPrivately",
          "Room.setSubject",
          "Rooms.accept",
          "Rooms.decline",
          "Rooms.join",
          "Roster.approve",
          "Roster.cancel",
          "Roster.deny",
          "Roster.preApprove",
          "Roster.subscribe",
          "Roster.unsubscribe",
          "RosterSync.decide",
          "TrackedMessage.reached",
          "Uploads.download",
          "XmppClient.connect",
          "XmppClient.deliver",
          "XmppClient.request",
          "XmppClient.send",
          "XmppClient.suspend");

  static Stream<Question> questions() {
    return Stream.of(
            AccountQuestions.all(),
            ContactsQuestions.all(),
            MessagesQuestions.all(),
            PubSubQuestions.all(),
            RoomsQuestions.all(),
            ServerQuestions.all())
        .flatMap(questions -> questions);
  }

  /** Else a new method could be forgotten here. */
  @Test
  void all_that_ask_are_in_this_test() {
    Set<String> all =
        Stream.concat(GivenFuturesTest.calls(), OnlineCalls.all().map(Online::call))
            .map(Call::name)
            .collect(Collectors.toSet());
    Set<String> asking = questions().map(Question::method).collect(Collectors.toSet());

    assertThat(asking).doesNotContainAnyElementsOf(ASK_NOTHING);
    assertThat(Stream.concat(asking.stream(), ASK_NOTHING.stream()))
        .containsExactlyInAnyOrderElementsOf(all);
  }

  static Stream<Question> readingQuestions() {
    return questions().filter(question -> question.unreadable() != null);
  }

  private static ScriptedClient answering(Question question, String type, String content) {
    return connected(
        question,
        s ->
            s.expectLike("<iq id='{last}'/>")
                .send(
                    "<iq type='%s' id='{last}' from='%s'>%s</iq>"
                        .formatted(type, question.asked(), content)));
  }

  /** A client whose extensions have asked what they ask by themselves. */
  private static ScriptedClient connected(Question question, Consumer<Script> lines) {
    ScriptedClient.Builder builder = ScriptedClient.builder().endingAnyhow();
    question.extensions().forEach(builder::with);
    ScriptedClient juliet =
        builder.bound(
            s -> s.then(question.opening()).mark("opened").then(question.before()).then(lines));
    juliet.peer().awaitMark("opened");
    juliet.callbacksDone();
    return juliet;
  }

  /** With what it fails, as a callback of that very future is given it. */
  private static Throwable failure(CompletableFuture<?> answer) throws Exception {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    answer.whenComplete((read, why) -> failure.complete(why));
    return failure.get(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @MethodSource("readingQuestions")
  void an_answer_that_can_not_be_read_is_such_a_failure(Question question) throws Exception {
    try (ScriptedClient juliet =
        answering(question, "result", requireNonNull(question.unreadable()))) {
      assertThat(failure(question.ask().apply(juliet.client())))
          .isExactlyInstanceOf(UnreadableAnswerException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("questions")
  void an_error_is_a_failure_that_nothing_is_wrapped_around(Question question) throws Exception {
    String error =
        "<error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
    try (ScriptedClient juliet = answering(question, "error", error)) {
      Throwable failure = failure(question.ask().apply(juliet.client()));
      if (question.name().equals("Ping.ping of the server")) {
        assertThat(failure).as("an error is a sign of life").isNull();
      } else {
        assertThat(failure).isExactlyInstanceOf(StanzaException.class);
      }
    }
  }

  private static void pinged(Script script) {
    script
        .expectLike("<iq id='{more}'><ping xmlns='urn:xmpp:ping'/></iq>")
        .send("<iq type='result' id='{more}' from='localhost'/>");
  }

  private static void ping(ScriptedClient juliet) throws Exception {
    juliet.client().request(Iq.get(SERVER, PING)).get(10, TimeUnit.SECONDS);
  }

  /**
   * An answer that comes all the same is one that nobody has asked for. A chain may note its last
   * request only after the server has it, and then cancels it a little later: so not at once.
   */
  @ParameterizedTest
  @MethodSource("questions")
  void what_is_cancelled_is_forgotten(Question question) throws Exception {
    boolean forgotten = false;
    for (int attempt = 0; attempt < 3 && !forgotten; attempt++) {
      forgotten = isForgotten(question);
    }
    assertThat(forgotten).isTrue();
  }

  private static boolean isForgotten(Question question) throws Exception {
    try (ScriptedClient juliet =
        connected(
            question,
            s ->
                s.expectLike("<iq id='{last}'/>")
                    .mark("asked")
                    .then(AskingIT::pinged)
                    .then(AskingIT::pinged)
                    .send("<iq type='result' id='{last}' from='%s'/>".formatted(question.asked()))
                    .send("<iq type='result' id='never asked' from='localhost'/>"))) {
      CompletableFuture<Dropped> dropped = new CompletableFuture<>();
      juliet.client().onDropped(dropped::complete);
      CompletableFuture<?> answer = question.ask().apply(juliet.client());
      juliet.peer().awaitMark("asked");
      ping(juliet);

      answer.cancel(false);
      juliet.callbacksDone();
      ping(juliet);

      Dropped first = dropped.get(10, TimeUnit.SECONDS);
      assertThat(first.reason()).isEqualTo(Dropped.Reason.UNASKED);
      return !"never asked".equals(first.stanza().attribute("id"));
    }
  }
}
