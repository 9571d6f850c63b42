package im.linnet.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.disco.Disco;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.forms.DataForm;
import im.linnet.jid.Jid;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Executing the commands of others. */
@Timeout(120)
class CommandSessionTest {

  private static final String NS = "http://jabber.org/protocol/commands";
  private static final Jid BOT = Jid.of("bot@localhost/home");
  private static final String SERVICES =
      "<x xmlns='jabber:x:data' type='form'><title>Configure Service</title>"
          + "<field var='service' type='list-single' label='Service'>"
          + "<option><value>httpd</value></option><option><value>jabberd</value></option>"
          + "</field></x>";

  private static ScriptedClient client(Consumer<Script> lines) {
    return ScriptedClient.builder().with(Disco::new).with(Commands::new).bound(lines);
  }

  /** What the client must send. */
  private static String command(String id, String attributes, String content) {
    return "<iq type='set' id='{%s}' to='%s'><command xmlns='%s' node='config' %s>%s</command></iq>"
        .formatted(id, BOT, NS, attributes, content);
  }

  private static String answer(String id, String attributes, String content) {
    return ("<iq type='result' id='{%s}' from='%s' to='juliet@localhost/balcony'>"
            + "<command xmlns='%s' node='config' %s>%s</command></iq>")
        .formatted(id, BOT, NS, attributes, content);
  }

  private static void started(Script script, String content) {
    script
        .expect(command("a", "action='execute'", ""))
        .send(answer("a", "sessionid='s1' status='executing'", content));
  }

  private static CommandSession start(ScriptedClient it) throws Exception {
    return get(it.get(Commands.class).execute(BOT, "config"));
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  /** The example of section 2.4.2. */
  @Test
  void goes_through_two_stages_and_back() throws Exception {
    String service =
        "<x xmlns='jabber:x:data' type='submit'><field type='list-single' var='service'>"
            + "<value>httpd</value></field></x>";
    String second = "<actions execute='complete'><prev/><complete/></actions>";
    try (ScriptedClient it =
        client(
            s ->
                s.then(t -> started(t, "<actions execute='next'><next/></actions>" + SERVICES))
                    .expect(command("b", "sessionid='s1' action='next'", service))
                    .send(answer("b", "sessionid='s1' status='executing'", second))
                    .expect(command("c", "sessionid='s1' action='prev'", ""))
                    .send(
                        answer(
                            "c",
                            "sessionid='s1' status='executing'",
                            "<actions execute='next'><next/></actions>" + SERVICES))
                    .expect(command("d", "sessionid='s1' action='next'", service))
                    .send(answer("d", "sessionid='s1' status='executing'", second))
                    .expect(command("e", "sessionid='s1' action='complete'", ""))
                    .send(
                        answer(
                            "e",
                            "sessionid='s1' status='completed'",
                            "<note type='info'>Service 'httpd' has been configured.</note>")))) {
      CommandSession first = start(it);
      assertThat(first.id()).isEqualTo("s1");
      assertThat(first.status()).isEqualTo(CommandStatus.EXECUTING);
      assertThat(first.actions()).containsOnly(CommandAction.NEXT, CommandAction.CANCEL);
      DataForm chosen = first.answer().set("service", "httpd").build();
      CommandSession next = get(first.proceed(chosen));
      assertThat(next.defaultAction()).isEqualTo(CommandAction.COMPLETE);
      assertThat(Failures.of(next.next(), RefusedException.class)).isNotNull();
      CommandSession back = get(next.prev());
      assertThat(back.form()).isEqualTo(first.form());
      CommandSession done = get(get(back.next(chosen)).complete());
      assertThat(done.status()).isEqualTo(CommandStatus.COMPLETED);
      assertThat(done.hasEnded()).isTrue();
      assertThat(done.hasFailed()).isFalse();
      assertThat(done.notes())
          .containsExactly(new Note(Note.Type.INFO, "Service 'httpd' has been configured."));
      assertThat(done.actions()).isEmpty();
      assertThatIllegalStateException().isThrownBy(done::answer);
      assertThat(Failures.of(done.cancel(), RefusedException.class)).isNotNull();
    }
  }

  /** Responders of one stage may know no action but the default one. */
  @Test
  void a_stage_without_actions_is_completed_by_the_default() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.then(t -> started(t, SERVICES))
                    .expect(
                        command(
                            "b",
                            "sessionid='s1'",
                            "<x xmlns='jabber:x:data' type='submit'><field type='list-single'"
                                + " var='service'><value>jabberd</value></field></x>"))
                    .send(
                        answer(
                            "b",
                            "sessionid='s1' status='completed'",
                            "<note type='error'>No.</note><note>Yes.</note><note type='?'/>"
                                + "<x xmlns='jabber:x:data' type='form'/>"
                                + "<x xmlns='jabber:x:oob'><url>http://localhost/</url></x>")))) {
      CommandSession first = start(it);
      assertThat(first.actions()).containsOnly(CommandAction.COMPLETE, CommandAction.CANCEL);
      CommandSession done = get(first.complete(first.answer().set("service", "jabberd").build()));
      assertThat(done.hasFailed()).isTrue();
      assertThat(done.notes()).extracting(Note::text).containsExactly("No.", "Yes.", "");
      assertThat(done.form()).isNotNull();
      assertThat(done.others()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<actions execute='complete'><next/><complete/></actions>|COMPLETE",
        "<actions><next/><complete/></actions>|NEXT",
        "<actions><complete/></actions>|COMPLETE",
        "<actions execute='next'><complete/></actions>|COMPLETE",
        "<actions execute='prev'><prev/><next/></actions>|NEXT",
        "<actions execute='complete'/>|COMPLETE",
        "<actions><x xmlns='urn:x'/><prev/></actions>|",
      })
  void the_default_leads_forwards(String actions, CommandAction usual) throws Exception {
    try (ScriptedClient it = client(s -> started(s, actions))) {
      assertThat(start(it).defaultAction()).isEqualTo(usual);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<command xmlns='http://jabber.org/protocol/commands' node='config'"
            + " sessionid='s1' status='canceled'/>",
        ""
      })
  void cancels(String content) throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.then(t -> started(t, SERVICES))
                    .expect(command("b", "sessionid='s1' action='cancel'", ""))
                    .send("<iq type='result' id='{b}' from='" + BOT + "'>" + content + "</iq>"))) {
      CommandSession end = get(start(it).cancel());
      assertThat(end.status()).isEqualTo(CommandStatus.CANCELED);
      assertThat(end.hasFailed()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "modify,bad-request,malformed-action,MALFORMED_ACTION",
    "modify,bad-request,bad-action,BAD_ACTION",
    "modify,bad-request,bad-locale,BAD_LOCALE",
    "modify,bad-request,bad-payload,BAD_PAYLOAD",
    "modify,bad-request,bad-sessionid,BAD_SESSIONID",
    "cancel,not-allowed,session-expired,SESSION_EXPIRED",
    "cancel,not-allowed,,NOT_ALLOWED",
    "cancel,forbidden,,FORBIDDEN",
    "cancel,item-not-found,,ITEM_NOT_FOUND",
    "cancel,feature-not-implemented,,UNSUPPORTED",
    "cancel,service-unavailable,,UNSUPPORTED",
    "modify,bad-request,other,OTHER",
    "modify,bad-request,item-not-found,OTHER",
    "wait,resource-constraint,,OTHER"
  })
  void says_why_it_was_refused(String type, String condition, String specific, CommandError error)
      throws Exception {
    String more = specific == null ? "" : "<%s xmlns='%s'/>".formatted(specific, NS);
    try (ScriptedClient it =
        client(
            s ->
                s.expect(command("a", "action='execute'", ""))
                    .send(
                        ("<iq type='error' id='{a}' from='%s'><command xmlns='%s' node='config'/>"
                                + "<error type='%s'><%s"
                                + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>%s</error></iq>")
                            .formatted(BOT, NS, type, condition, more)))) {
      CompletableFuture<CommandSession> refused = it.get(Commands.class).execute(BOT, "config");
      StanzaException failure = Failures.of(refused, StanzaException.class);
      assertThat(CommandError.of(failure)).isEqualTo(error);
      assertThat(CommandError.of(new RefusedException("x"))).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<other xmlns='http://jabber.org/protocol/commands'/>",
        "<command xmlns='http://jabber.org/protocol/commands' node='config'/>",
        "<command xmlns='http://jabber.org/protocol/commands' node='config' status='strange'/>",
        "<command xmlns='http://jabber.org/protocol/commands' status='completed'/>",
        "<command xmlns='http://jabber.org/protocol/commands' node='x' status='completed'/>",
        "<command xmlns='http://jabber.org/protocol/commands' node='config' status='executing'/>",
        "<command xmlns='http://jabber.org/protocol/commands' node='config' sessionid=''"
            + " status='executing'/>"
      })
  void an_answer_that_cannot_be_read_is_a_failure(String content) {
    try (ScriptedClient it =
        client(
            s ->
                s.expect(command("a", "action='execute'", ""))
                    .send("<iq type='result' id='{a}' from='" + BOT + "'>" + content + "</iq>"))) {
      Failures.of(it.get(Commands.class).execute(BOT, "config"), UnreadableAnswerException.class);
    }
  }

  @Test
  void a_stage_of_another_session_is_a_failure() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.then(t -> started(t, SERVICES))
                    .expect(command("b", "sessionid='s1'", ""))
                    .send(answer("b", "sessionid='s2' status='completed'", "")))) {
      Failures.of(start(it).complete(), UnreadableAnswerException.class);
    }
  }

  @Test
  void nothing_is_sent_that_no_responder_accepts() throws Exception {
    try (ScriptedClient it = client(s -> started(s, SERVICES))) {
      Commands commands = it.get(Commands.class);
      Failures.of(commands.execute(BOT, "\u0000"), RefusedException.class);
      CommandSession first = start(it);
      Failures.of(first.complete(DataForm.cancel()), RefusedException.class);
      Failures.of(first.prev(), RefusedException.class);
      assertThatThrownBy(() -> first.answer().set("service", "ftpd"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** Section 5: an entity lists no commands of others. */
  @Test
  void lists_the_commands_of_an_entity() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.expect(
                        ("<iq type='get' id='{a}' to='%s'><query node='%s'"
                                + " xmlns='http://jabber.org/protocol/disco#items'/></iq>")
                            .formatted(BOT, NS))
                    .send(
                        ("<iq type='result' id='{a}' from='%1$s'><query node='%2$s'"
                                + " xmlns='http://jabber.org/protocol/disco#items'>"
                                + "<item jid='%1$s' node='list' name='List'/>"
                                + "<item jid='mallory@localhost' node='steal' name='Steal'/>"
                                + "<item jid='%1$s'/><item jid='%1$s' node='stop'/>"
                                + "</query></iq>")
                            .formatted(BOT, NS)))) {
      List<Command> commands = get(it.get(Commands.class).list(BOT));
      assertThat(commands)
          .containsExactly(new Command(BOT, "list", "List"), new Command(BOT, "stop", null));
    }
  }

  @Test
  void a_cancelled_request_is_forgotten() {
    try (ScriptedClient it =
        client(
            s ->
                s.expect(command("a", "action='execute'", ""))
                    .mark("asked")
                    .awaitCue("cancelled")
                    .send(answer("a", "sessionid='s1' status='completed'", "")))) {
      CompletableFuture<CommandSession> session = it.get(Commands.class).execute(BOT, "config");
      it.peer().awaitMark("asked");
      assertThat(session.cancel(false)).isTrue();
      it.peer().cue("cancelled");
    }
  }
}
