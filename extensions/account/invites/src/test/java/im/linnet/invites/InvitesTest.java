package im.linnet.invites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.commands.Commands;
import im.linnet.disco.Disco;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.invites.Invitation.Kind;
import im.linnet.jid.Jid;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invitations that the server makes. */
@Timeout(120)
class InvitesTest {

  private static final String COMMANDS = "http://jabber.org/protocol/commands";
  private static final String INVITE = "urn:xmpp:invite#invite";
  private static final String CREATE = "urn:xmpp:invite#create-account";
  private static final String URI_FIELD =
      "<field var='uri'><value>xmpp:juliet@localhost?roster;preauth=BuM0;ibr=y</value></field>";

  private static ScriptedClient client(Consumer<Script> lines) {
    return ScriptedClient.builder()
        .client(it -> it.with(Disco::new).with(Commands::new).with(Invites::new))
        .bound(lines);
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static String execute(String node) {
    return ("<iq type='set' id='{id}' to='localhost'>"
            + "<command xmlns='%s' node='%s' action='execute'/></iq>")
        .formatted(COMMANDS, node);
  }

  private static String answer(String node, String status, String content) {
    return ("<iq type='result' id='{id}' from='localhost'>"
            + "<command xmlns='%s' node='%s' sessionid='s' status='%s'>%s</command></iq>")
        .formatted(COMMANDS, node, status, content);
  }

  private static String form(String type, String fields) {
    return "<x xmlns='jabber:x:data' type='" + type + "'>" + fields + "</x>";
  }

  /** Prosody 0.12 completes with a form of kind form, and leaves the landing page empty. */
  @ParameterizedTest
  @ValueSource(strings = {"result", "form"})
  void the_result_has_link_page_and_expiry(String type) throws Exception {
    String fields =
        URI_FIELD
            + "<field var='landing-url'><value>https://localhost/invite/#BuM0</value></field>"
            + "<field var='expire'><value>2026-12-05T17:45:43Z</value></field>";
    try (ScriptedClient it =
        client(
            s -> s.expect(execute(INVITE)).send(answer(INVITE, "completed", form(type, fields))))) {
      CreatedInvitation created = await(it.get(Invites.class).toContactList());
      assertThat(created.uri()).isEqualTo("xmpp:juliet@localhost?roster;preauth=BuM0;ibr=y");
      assertThat(created.landingPage()).isEqualTo(URI.create("https://localhost/invite/#BuM0"));
      assertThat(created.expiry()).isEqualTo(Instant.parse("2026-12-05T17:45:43Z"));
      assertThat(created.invitation().jid()).isEqualTo(Jid.of("juliet@localhost"));
      assertThat(created.invitation().registers()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<field var='landing-url'/><field var='expire'/>",
        "<field var='landing-url'><value>javascript:alert(1)</value></field>"
            + "<field var='expire'><value>tomorrow</value></field>",
        "<field var='landing-url'><value>https://</value></field>"
            + "<field var='expire'><value>2026-13-45T00:00:00Z</value></field>"
      })
  void page_and_expiry_may_be_absent_or_malformed(String fields) throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.expect(execute(INVITE))
                    .send(answer(INVITE, "completed", form("result", URI_FIELD + fields))))) {
      CreatedInvitation created = await(it.get(Invites.class).toContactList());
      assertThat(created.landingPage()).isNull();
      assertThat(created.expiry()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<x xmlns='jabber:x:data' type='result'/>",
        "<x xmlns='jabber:x:data' type='result'><field var='uri'>"
            + "<value>https://localhost/</value></field></x>"
      })
  void a_result_without_a_link_is_unreadable(String content) {
    try (ScriptedClient it =
        client(s -> s.expect(execute(INVITE)).send(answer(INVITE, "completed", content)))) {
      Failures.of(it.get(Invites.class).toContactList(), UnreadableAnswerException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"item-not-found", "service-unavailable", "forbidden"})
  void a_server_that_makes_none_says_so(String condition) {
    try (ScriptedClient it =
        client(
            s ->
                s.expect(execute(CREATE))
                    .send(
                        ("<iq type='error' id='{id}' from='localhost'><error type='cancel'><%s"
                                + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>")
                            .formatted(condition)))) {
      StanzaException failure =
          Failures.of(it.get(Invites.class).toServer(), StanzaException.class);
      assertThat(failure.error().conditionName()).isEqualTo(condition);
    }
  }

  @Test
  void a_note_says_why_none_was_made() {
    try (ScriptedClient it =
        client(
            s ->
                s.expect(execute(INVITE))
                    .send(
                        answer(
                            INVITE,
                            "completed",
                            "<note type='error'>Only for local users</note>")))) {
      RefusedException failure =
          Failures.of(it.get(Invites.class).toContactList(), RefusedException.class);
      assertThat(failure.getMessage()).contains("Only for local users");
    }
  }

  private static Consumer<Script> asks(String fields) {
    return s ->
        s.expect(execute(CREATE))
            .send(
                answer(
                    CREATE,
                    "executing",
                    "<actions execute='complete'><complete/></actions>" + form("form", fields)));
  }

  private static final String USERNAME =
      "<field var='username' type='text-single'>%s</field>"
          + "<field var='roster-subscription' type='boolean'/>";

  @ParameterizedTest
  @CsvSource({"juliet, juliet@localhost", ", localhost"})
  void a_name_is_given_if_the_server_asks_for_it(String name, String jid) throws Exception {
    String field =
        "<field var='uri'><value>xmpp:%s?register;preauth=TOKEN</value></field>".formatted(jid);
    String value = name == null ? "" : "<field var='username'><value>juliet</value></field>";
    try (ScriptedClient it =
        client(
            s ->
                s.then(asks(USERNAME.formatted("")))
                    .expectLike(
                        ("<iq type='set' id='{id}' to='localhost'><command xmlns='%s' node='%s'"
                                + " sessionid='s'>%s</command></iq>")
                            .formatted(COMMANDS, CREATE, form("submit", value)))
                    .send(answer(CREATE, "completed", form("result", field))))) {
      Invites invites = it.get(Invites.class);
      CreatedInvitation created = await(name == null ? invites.toServer() : invites.toServer(name));
      assertThat(created.invitation().kind()).isEqualTo(Kind.SERVER);
      assertThat(created.invitation().jid()).isEqualTo(Jid.of(jid));
    }
  }

  @Test
  void a_server_that_requires_a_name_is_asked_to_forget_it() {
    try (ScriptedClient it =
        client(
            s ->
                s.then(asks(USERNAME.formatted("<required/>")))
                    .expectLike(
                        "<iq type='set' id='{id}'><command xmlns='%s' action='cancel'/></iq>"
                            .formatted(COMMANDS))
                    .mark("cancelled")
                    .send(answer(CREATE, "canceled", "")))) {
      RefusedException failure =
          Failures.of(it.get(Invites.class).toServer(), RefusedException.class);
      assertThat(failure.getMessage()).contains("username");
      it.peer().awaitMark("cancelled");
    }
  }

  @Test
  void a_server_that_asks_twice_is_given_up() {
    try (ScriptedClient it =
        client(
            s ->
                s.then(asks(USERNAME.formatted("")))
                    .expectLike("<iq type='set' id='{id}'/>")
                    .send(
                        answer(
                            CREATE, "executing", "<actions><next/></actions>" + form("form", "")))
                    .expectLike(
                        "<iq type='set' id='{id}'><command xmlns='%s' action='cancel'/></iq>"
                            .formatted(COMMANDS))
                    .mark("cancelled")
                    .send(answer(CREATE, "canceled", "")))) {
      Failures.of(it.get(Invites.class).toServer("juliet"), UnreadableAnswerException.class);
      it.peer().awaitMark("cancelled");
    }
  }

  @Test
  void the_server_lists_what_it_offers() throws Exception {
    String items =
        "<item jid='localhost' node='%s'/><item jid='localhost' node='%s'/>"
            + "<item jid='localhost' node='other'/>";
    try (ScriptedClient it =
        client(
            s ->
                s.expectLike(
                        "<iq type='get' id='{id}' to='localhost'><query"
                            + " xmlns='http://jabber.org/protocol/disco#items' node='"
                            + COMMANDS
                            + "'/></iq>")
                    .send(
                        "<iq type='result' id='{id}' from='localhost'><query"
                            + " xmlns='http://jabber.org/protocol/disco#items' node='"
                            + COMMANDS
                            + "'>"
                            + items.formatted(INVITE, CREATE)
                            + "</query></iq>"))) {
      assertThat(await(it.get(Invites.class).offered()))
          .containsExactlyInAnyOrder(Kind.CONTACT_LIST, Kind.SERVER);
    }
  }

  @Test
  void a_request_can_be_cancelled() throws Exception {
    try (ScriptedClient it = client(s -> s.expect(execute(INVITE)).mark("asked"))) {
      CompletableFuture<CreatedInvitation> asked = it.get(Invites.class).toContactList();
      it.peer().awaitMark("asked");
      assertThat(asked.cancel(false)).isTrue();
    }
  }

  @Test
  void it_needs_commands() {
    assertThatThrownBy(
            () -> ScriptedClient.builder().with(Disco::new).with(Invites::new).built(s -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
