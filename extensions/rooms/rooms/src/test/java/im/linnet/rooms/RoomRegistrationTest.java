package im.linnet.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.forms.DataForm;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registration with a room that the user is not in. */
@Timeout(120)
class RoomRegistrationTest extends ScriptedRooms {

  private static final String NS = "xmlns='jabber:iq:register'";
  private static final String TYPE =
      "<field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/muc#register"
          + "</value></field>";

  private static String field(String var, String more) {
    return "<field var='muc#register_%s' type='text-single'>%s</field>".formatted(var, more);
  }

  private static String form(String fields) {
    return "<instructions>Read the rules</instructions><x xmlns='jabber:x:data' type='form'>"
        + TYPE
        + fields
        + "</x>";
  }

  private static Script question(Script script, String content) {
    return script
        .expect("<iq type='get' id='{q}' to='%s'><query %s/></iq>".formatted(ROOM, NS))
        .send(
            "<iq type='result' id='{q}' from='%s'><query %s>%s</query></iq>"
                .formatted(ROOM, NS, content));
  }

  private static Script registered(Script script, String nick) {
    return script
        .expectLike(
            ("<iq type='set' id='{s}' to='%s'><query %s><x xmlns='jabber:x:data' type='submit'>"
                    + "<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#register"
                    + "</value></field><field var='muc#register_roomnick'><value>%s</value></field>"
                    + "</x></query></iq>")
                .formatted(ROOM, NS, nick))
        .send("<iq type='result' id='{s}' from='" + ROOM + "'/>");
  }

  private static RoomRegistration registration(ScriptedClient it) {
    return it.get(Rooms.class).registration(ROOM);
  }

  @Test
  void a_nickname_is_registered_by_the_rooms_form() throws Exception {
    try (ScriptedClient it =
        connected(
            s -> {
              question(s, form(field("roomnick", "<required/>") + field("url", "")));
              registered(s, "thirdwitch");
            })) {
      get(registration(it).register("thirdwitch"));
    }
  }

  @Test
  void the_form_is_answered_by_the_program() throws Exception {
    String answer =
        "<iq type='set' id='{s}' to='%s'><query %s><x xmlns='jabber:x:data' type='submit'>%s%s%s</x>"
                .formatted(
                    ROOM,
                    NS,
                    TYPE.replace(" type='hidden'", ""),
                    "<field var='muc#register_first'><value>Ann</value></field>",
                    "<field var='muc#register_roomnick'><value>ann</value></field>")
            + "</query></iq>";
    try (ScriptedClient it =
        connected(
            s ->
                question(s, form(field("first", "<required/>") + field("roomnick", "<required/>")))
                    .expectLike(answer)
                    .send("<iq type='result' id='{s}' from='" + ROOM + "'/>"))) {
      RoomRegistrationForm asked = get(registration(it).request());
      assertThat(asked.isRegistered()).isFalse();
      assertThat(asked.nick()).isNull();
      assertThat(asked.instructions()).isEqualTo("Read the rules");
      DataForm form = Objects.requireNonNull(asked.form(), "the form");
      get(
          registration(it)
              .register(
                  form.answer()
                      .set("muc#register_first", "Ann")
                      .set("muc#register_roomnick", "ann")
                      .build()));
    }
  }

  @Test
  void who_is_registered_learns_the_nickname_changes_it_and_leaves() throws Exception {
    String registered = "<registered/><username>thirdwitch</username>";
    try (ScriptedClient it =
        connected(
            s -> {
              question(s, registered);
              question(s, registered);
              registered(s, "hecate")
                  .expect(
                      "<iq type='set' id='{r}' to='%s'><query %s><remove/></query></iq>"
                          .formatted(ROOM, NS))
                  .send("<iq type='result' id='{r}' from='" + ROOM + "'/>");
            })) {
      RoomRegistrationForm form = get(registration(it).request());
      assertThat(form.isRegistered()).isTrue();
      assertThat(form.nick()).isEqualTo("thirdwitch");
      assertThat(form.form()).isNull();
      assertThat(form.toString()).doesNotContain("thirdwitch");
      get(registration(it).register("hecate"));
      get(registration(it).remove());
    }
  }

  /** ejabberd gives no username, but a form with the nickname. */
  @Test
  void the_nickname_may_be_in_a_form() throws Exception {
    String filled = form(field("roomnick", "<value>hecate</value>"));
    try (ScriptedClient it =
        connected(
            s -> {
              question(s, "<registered/>" + filled);
              question(s, filled);
            })) {
      assertThat(get(registration(it).request()).nick()).isEqualTo("hecate");
      assertThat(get(registration(it).request()).nick()).isNull();
    }
  }

  @Test
  void a_form_that_asks_for_more_is_not_answered_by_a_nickname() {
    try (ScriptedClient it =
        connected(
            s -> {
              question(s, form(field("roomnick", "<required/>") + field("email", "<required/>")));
              question(s, form(field("roomnick", "<required/>")));
            })) {
      Throwable more = failure(registration(it).register("thirdwitch"));
      assertThat(more).isInstanceOf(RefusedException.class);
      assertThat(RegistrationProblem.of(more)).isEqualTo(RegistrationProblem.INCOMPLETE);
      assertThat(failure(registration(it).register("\u0000"))).isInstanceOf(RefusedException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "<username>thirdwitch</username>", "<x xmlns='jabber:x:data' type='result'/>"})
  void answers_without_form_or_registration_are_unreadable(String content) {
    try (ScriptedClient it = connected(s -> question(s, content))) {
      Throwable failure = failure(registration(it).request());
      assertThat(failure).isInstanceOf(UnreadableAnswerException.class);
      assertThat(RegistrationProblem.of(failure)).isEqualTo(RegistrationProblem.OTHER);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "conflict, NICKNAME_CONFLICT",
    "bad-request, INVALID",
    "not-acceptable, INVALID",
    "not-allowed, NOT_ALLOWED",
    "registration-required, NOT_ALLOWED",
    "forbidden, BANNED",
    "item-not-found, NO_SUCH_ROOM",
    "service-unavailable, UNSUPPORTED",
    "feature-not-implemented, UNSUPPORTED",
    "internal-server-error, OTHER"
  })
  void refusals_are_classified(String condition, RegistrationProblem problem) {
    try (ScriptedClient it =
        connected(
            s ->
                s.expectLike("<iq type='get' id='{q}' to='" + ROOM + "'/>")
                    .send(
                        "<iq type='error' id='{q}' from='%s'>%s</iq>"
                            .formatted(ROOM, error("cancel", condition))))) {
      Throwable failure = failure(registration(it).register("thirdwitch"));
      assertThat(failure).isInstanceOf(StanzaException.class);
      assertThat(RegistrationProblem.of(new CompletionException(failure))).isEqualTo(problem);
      assertThat(problem.advice()).endsWith(".");
    }
  }

  @Test
  void without_a_connection_it_is_another_problem() {
    try (ScriptedClient it = client(RoomSettings.standard()).endingAnyhow().bound(s -> {})) {
      it.client().shutdown().join();
      Throwable failure = failure(registration(it).request());
      assertThat(failure).isInstanceOfAny(TransportException.class, RefusedException.class);
    }
  }
}
