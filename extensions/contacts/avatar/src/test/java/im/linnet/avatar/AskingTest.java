package im.linnet.avatar;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.Dropped;
import im.linnet.failure.StanzaException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.test.ScriptedClient;
import im.linnet.xml.Element;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All methods that send requests fail with the same exceptions, and pass cancellation on. */
@Timeout(120)
class AskingTest extends ScriptedAvatars {

  /** A call, and the recipient of its request; the own account stands for its server. */
  record Question(String name, String asked, Function<Avatars, CompletableFuture<?>> ask) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Question> questions() {
    Jid occupant = Jid.of("garden@rooms.localhost/Romeo");
    return Stream.of(
        new Question("avatar", "romeo@localhost", it -> it.avatar(ROMEO)),
        new Question("ofOccupant", occupant.toString(), it -> it.ofOccupant(occupant)),
        new Question("publish", "juliet@localhost", it -> it.publish(Pictures.png(1))),
        new Question("publish, named", "juliet@localhost", it -> it.publish(Pictures.png(1), "J")),
        new Question("publishNickname", "juliet@localhost", it -> it.publishNickname("J")),
        new Question("remove", "juliet@localhost", Avatars::remove),
        new Question("announce", "juliet@localhost", Avatars::announce));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void an_error_is_a_failure_that_nothing_is_wrapped_around(Question question) throws Exception {
    String error =
        "<error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
    assertThat(failure(question, "error", error)).isExactlyInstanceOf(StanzaException.class);
  }

  @ParameterizedTest
  @MethodSource("questions")
  void an_answer_that_can_not_be_read_is_such_a_failure(Question question) throws Exception {
    assertThat(failure(question, "result", "<other xmlns='urn:test'/>"))
        .isExactlyInstanceOf(UnreadableAnswerException.class);
  }

  @ParameterizedTest
  @MethodSource("questions")
  void what_is_cancelled_is_forgotten(Question question) throws Exception {
    try (ScriptedClient juliet =
        ScriptedClient.builder()
            .with(Avatars::new)
            .endingAnyhow()
            .bound(
                s ->
                    s.expectLike("<iq id='{last}'><vCard xmlns='vcard-temp'/></iq>")
                        .mark("asked")
                        .expectLike("<iq id='{more}'><ping xmlns='urn:xmpp:ping'/></iq>")
                        .send("<iq type='result' id='{more}'/>")
                        .expectLike("<message/>")
                        .send(
                            "<iq type='result' id='{last}' from='%s'/>"
                                .formatted(question.asked())))) {
      CompletableFuture<Dropped> dropped = new CompletableFuture<>();
      juliet.client().onDropped(dropped::complete);
      CompletableFuture<?> answer = question.ask().apply(juliet.get(Avatars.class));
      juliet.peer().awaitMark("asked");
      // Where requests are chained the server may have one before the client has noted it.
      juliet
          .client()
          .request(Iq.get(Jid.of("localhost"), Element.of("ping", "urn:xmpp:ping")))
          .get(20, TimeUnit.SECONDS);
      answer.cancel(false);
      juliet.client().send(Message.chat(ROMEO, "Go on")).get(20, TimeUnit.SECONDS);
      assertThat(dropped.get(20, TimeUnit.SECONDS).reason()).isEqualTo(Dropped.Reason.UNASKED);
    }
  }

  @ParameterizedTest
  @MethodSource("questions")
  void without_a_connection_it_fails_and_throws_nothing(Question question) throws Exception {
    try (ScriptedClient juliet =
        ScriptedClient.builder().with(Avatars::new).endingAnyhow().built(nothing -> {})) {
      CompletableFuture<Throwable> failure = new CompletableFuture<>();
      question
          .ask()
          .apply(juliet.get(Avatars.class))
          .whenComplete((result, why) -> failure.complete(why));
      assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(XmppException.class);
      assertThat(juliet.client().send(Presence.available())).failsWithin(20, TimeUnit.SECONDS);
    }
  }

  private static Throwable failure(Question question, String type, String content)
      throws Exception {
    try (ScriptedClient juliet =
        ScriptedClient.builder()
            .with(Avatars::new)
            .endingAnyhow()
            .bound(
                s ->
                    s.expectLike("<iq id='{last}'><vCard xmlns='vcard-temp'/></iq>")
                        .send(
                            "<iq type='%s' id='{last}' from='%s'>%s</iq>"
                                .formatted(type, question.asked(), content)))) {
      CompletableFuture<Throwable> failure = new CompletableFuture<>();
      question
          .ask()
          .apply(juliet.get(Avatars.class))
          .whenComplete((result, why) -> failure.complete(why));
      return failure.get(20, TimeUnit.SECONDS);
    }
  }
}
