package im.linnet.blocking;

import static im.linnet.blocking.BlockingScript.ROMEO;
import static im.linnet.blocking.BlockingScript.error;
import static im.linnet.blocking.BlockingScript.load;
import static im.linnet.blocking.BlockingScript.push;
import static im.linnet.blocking.BlockingScript.result;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.forwarding.StanzaId;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedClient;
import im.linnet.test.Xml;
import im.linnet.xml.Element;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The list and the requests that change it. */
@Timeout(120)
class BlockingTest {

  private static final String NS = BlockingScript.NS;
  private static final Jid ROMEO_JID = Jid.of("romeo@example.net");
  private static final Jid IAGO = Jid.of("iago@example.net");

  private final BlockingScript script = new BlockingScript();

  private static void await(CompletableFuture<?> future) throws Exception {
    future.get(20, TimeUnit.SECONDS);
  }

  @Test
  void the_list_is_loaded_on_a_new_stream_without_what_is_malformed() throws Exception {
    String items = ROMEO + "<item jid='@'/><item/><item jid='evil.example'/>" + ROMEO;
    try (ScriptedClient it = ScriptedClient.bound(script::create, load(items))) {
      assertThat(script.next()).isEqualTo("Blocked romeo@example.net");
      assertThat(script.next()).isEqualTo("Blocked evil.example");
      Blocking blocking = it.get(Blocking.class);
      assertThat(blocking.isLoaded()).isTrue();
      assertThat(blocking.blocked()).containsExactly(ROMEO_JID, Jid.of("evil.example"));
      assertThat(script.rest()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "full@a.example/x,   full@a.example/x,  full@a.example/x",
    "full@a.example/y,   full@a.example/x,  ",
    "full@a.example,     full@a.example/x,  ",
    "bare@a.example/any, bare@a.example,    bare@a.example",
    "bare@a.example,     bare@a.example,    bare@a.example",
    "a.example/x,        a.example/x,       a.example/x",
    "a.example/y,        a.example/x,       ",
    "a.example,          a.example/x,       ",
    "user@a.example/x,   a.example/x,       ",
    "a.example,          a.example,         a.example",
    "a.example/x,        a.example,         a.example",
    "any@a.example,      a.example,         a.example",
    "any@a.example/x,    a.example,         a.example",
    "any@b.a.example,    a.example,         ",
    "BARE@A.example,     bare@a.example,    bare@a.example"
  })
  void an_entry_applies_to_addresses_by_the_rules_of_section_6(
      String jid, String entry, String expected) throws Exception {
    try (ScriptedClient it = script.loaded("<item jid='" + entry + "'/>", s -> {})) {
      Blocking blocking = it.get(Blocking.class);
      assertThat(blocking.isBlocked(Jid.of(jid))).isEqualTo(expected != null);
      assertThat(blocking.entryFor(Jid.of(jid)))
          .isEqualTo(expected == null ? null : Jid.of(expected));
    }
  }

  @Test
  void the_narrowest_entry_is_named() throws Exception {
    String items = "<item jid='example.net'/>" + ROMEO + "<item jid='romeo@example.net/orchard'/>";
    try (ScriptedClient it = script.loaded(items, s -> {})) {
      Blocking blocking = it.get(Blocking.class);
      Jid orchard = Jid.of("romeo@example.net/orchard");
      assertThat(blocking.entryFor(orchard)).isEqualTo(orchard);
      assertThat(blocking.entryFor(Jid.of("romeo@example.net/x"))).isEqualTo(ROMEO_JID);
      assertThat(blocking.entryFor(IAGO)).isEqualTo(Jid.of("example.net"));
    }
  }

  @Test
  void addresses_are_blocked_by_one_request_and_listed_before_its_push() throws Exception {
    String both = ROMEO + "<item jid='iago@example.net'/>";
    try (ScriptedClient it =
        script.loaded(
            "",
            s ->
                s.expect("<iq type='set' id='{b}'>" + of("block", both) + "</iq>")
                    .send("<iq type='result' id='{b}'/>")
                    .awaitCue("push")
                    .send(push("blocklist-push", "", "block", both))
                    .expectLike(result("blocklist-push"))
                    .mark("pushed")
                    .expect("<iq type='set' id='{u}'>" + of("unblock", ROMEO) + "</iq>")
                    .send("<iq type='result' id='{u}'/>"))) {
      Blocking blocking = it.get(Blocking.class);
      await(blocking.block(ROMEO_JID, IAGO, ROMEO_JID));
      assertThat(blocking.blocked()).containsExactly(ROMEO_JID, IAGO);
      assertThat(script.next()).isEqualTo("Blocked romeo@example.net");
      assertThat(script.next()).isEqualTo("Blocked iago@example.net");
      it.peer().cue("push");
      it.peer().awaitMark("pushed");
      await(blocking.unblock(ROMEO_JID));
      assertThat(script.next()).isEqualTo("Unblocked romeo@example.net");
      assertThat(blocking.blocked()).containsExactly(IAGO);
      assertThat(script.rest()).isEmpty();
    }
  }

  @Test
  void all_are_unblocked_at_once() throws Exception {
    try (ScriptedClient it =
        script.loaded(
            ROMEO + "<item jid='evil.example'/>",
            s ->
                s.expect("<iq type='set' id='{u}'>" + of("unblock", "") + "</iq>")
                    .send("<iq type='result' id='{u}'/>"))) {
      await(it.get(Blocking.class).unblockAll());
      assertThat(it.get(Blocking.class).blocked()).isEmpty();
      assertThat(script.next()).isEqualTo("Unblocked romeo@example.net");
      assertThat(script.next()).isEqualTo("Unblocked evil.example");
    }
  }

  /** An element without items would unblock all. */
  @Test
  void a_request_without_addresses_is_not_sent() throws Exception {
    try (ScriptedClient it = script.loaded(ROMEO, s -> {})) {
      Blocking blocking = it.get(Blocking.class);
      Failures.of(blocking.unblock(List.of()), RefusedException.class);
      Failures.of(blocking.block(List.of()), RefusedException.class);
      assertThat(blocking.blocked()).hasSize(1);
    }
  }

  @Test
  void a_report_goes_with_the_block() throws Exception {
    String report =
        "<report xmlns='urn:xmpp:reporting:1' reason='urn:xmpp:reporting:spam'>"
            + "<stanza-id xmlns='urn:xmpp:sid:0' by='juliet@localhost' id='28482'/>"
            + "<stanza-id xmlns='urn:xmpp:sid:0' by='juliet@localhost' id='38383'/>"
            + "<text xml:lang='en'>Never came trouble</text><report-origin/></report>";
    String item = "<item jid='romeo@example.net'>" + report + "</item>";
    try (ScriptedClient it =
        script.loaded(
            "",
            s ->
                s.expect("<iq type='set' id='{b}'>" + of("block", item) + "</iq>")
                    .send("<iq type='result' id='{b}'/>")
                    .send(push("p", "", "block", item))
                    .expectLike(result("p"))
                    .mark("answered"))) {
      Jid own = Jid.of("juliet@localhost");
      Report spam =
          Report.spam()
              .withText("Never came trouble", "en")
              .withMessages(List.of(new StanzaId("28482", own), new StanzaId("38383", own)))
              .allowing(Report.Processing.ORIGIN);
      await(it.get(Blocking.class).report(ROMEO_JID, spam));
      assertThat(script.next()).isEqualTo("Blocked romeo@example.net");
      // The push is answered before the client is closed.
      it.peer().awaitMark("answered");
      assertThat(Report.of(Xml.element(report))).isEqualTo(spam);
    }
  }

  @Test
  void a_report_that_can_not_be_sent_is_refused() throws Exception {
    try (ScriptedClient it = script.loaded("", s -> {})) {
      Blocking blocking = it.get(Blocking.class);
      Report text = Report.abuse().withText("a\u0000b", null);
      Report lang = Report.abuse().withText("a", "\u0001");
      Failures.of(blocking.report(ROMEO_JID, text), RefusedException.class);
      Failures.of(blocking.report(ROMEO_JID, lang), RefusedException.class);
      Failures.of(blocking.report(ROMEO_JID, Report.because("\uffff")), RefusedException.class);
      assertThat(blocking.blocked()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"service-unavailable", "feature-not-implemented"})
  void a_server_without_block_lists_says_so(String condition) throws Exception {
    try (ScriptedClient it =
        ScriptedClient.bound(
            script::create,
            s ->
                s.expectLike("<iq type='get' id='{a}'><blocklist xmlns='" + NS + "'/></iq>")
                    .send(error("{a}", condition))
                    .mark("refused")
                    .expectLike("<iq type='get' id='{b}'><blocklist xmlns='" + NS + "'/></iq>")
                    .send(error("{b}", condition))
                    .expectLike("<iq type='set' id='{c}'><block xmlns='" + NS + "'/></iq>")
                    .send(error("{c}", condition)))) {
      it.peer().awaitMark("refused");
      Blocking blocking = it.get(Blocking.class);
      StanzaException failure = Failures.of(blocking.load(), StanzaException.class);
      assertThat(failure.error().conditionName()).isEqualTo(condition);
      Failures.of(blocking.block(ROMEO_JID), StanzaException.class);
      assertThat(blocking.isLoaded()).isFalse();
      assertThat(blocking.blocked()).isEmpty();
      assertThat(script.rest()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<blocklist xmlns='urn:other'/>"})
  void an_answer_without_a_list_changes_nothing(String answer) throws Exception {
    try (ScriptedClient it =
        script.loaded(
            ROMEO,
            s ->
                s.expectLike("<iq type='get' id='{a}'><blocklist xmlns='" + NS + "'/></iq>")
                    .send("<iq type='result' id='{a}'>" + answer + "</iq>"))) {
      Blocking blocking = it.get(Blocking.class);
      Failures.of(blocking.load(), UnreadableAnswerException.class);
      assertThat(blocking.isBlocked(ROMEO_JID)).isTrue();
    }
  }

  @Test
  void a_request_that_is_cancelled_is_applied_by_its_push() throws Exception {
    try (ScriptedClient it =
        script.loaded(
            "",
            s ->
                s.expectLike("<iq type='set' id='{b}'><block xmlns='" + NS + "'/></iq>")
                    .mark("asked")
                    .awaitCue("answer")
                    .send("<iq type='result' id='{b}'/>")
                    .send(push("p", "", "block", ROMEO))
                    .expectLike(result("p"))
                    .mark("answered"))) {
      CompletableFuture<Void> asked = it.get(Blocking.class).block(ROMEO_JID);
      it.peer().awaitMark("asked");
      asked.cancel(false);
      it.peer().cue("answer");
      assertThat(script.next()).isEqualTo("Blocked romeo@example.net");
      // The push is answered before the client is closed.
      it.peer().awaitMark("answered");
    }
  }

  /** Prosody adds the condition of the XEP, ejabberd does not. */
  @Test
  void an_error_may_say_that_the_user_blocks_the_recipient() throws Exception {
    String prosody =
        "<error type='cancel'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
            + "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>You have blocked this JID</text>"
            + "<other xmlns='urn:example'/><blocked xmlns='urn:xmpp:blocking:errors'/></error>";
    String ejabberd =
        "<error type='modify'><not-acceptable"
            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
    String ask = "<iq type='set' id='{%s}' to='romeo@example.net'><q xmlns='urn:example'/></iq>";
    String answer = "<iq type='error' id='{%s}' from='romeo@example.net'>%s</iq>";
    try (ScriptedClient it =
        script.loaded(
            ROMEO,
            s ->
                s.expect(ask.formatted("a"))
                    .send(answer.formatted("a", prosody))
                    .expect(ask.formatted("b"))
                    .send(answer.formatted("b", ejabberd)))) {
      assertThat(Blocking.saysBlocked(refused(it))).isTrue();
      assertThat(Blocking.saysBlocked(refused(it))).isFalse();
      assertThat(Blocking.saysBlocked(new IllegalStateException())).isFalse();
    }
    assertThat(Blocking.saysBlocked(returned("error", prosody))).isTrue();
    assertThat(Blocking.saysBlocked(returned("chat", prosody))).isFalse();
    assertThat(Blocking.saysBlocked(returned("error", ejabberd))).isFalse();
  }

  private static StanzaException refused(ScriptedClient it) {
    Iq question = Iq.set(ROMEO_JID, Element.of("q", "urn:example"));
    StanzaException failure = Failures.of(it.client().request(question), StanzaException.class);
    assertThat(failure.error().condition()).isEqualTo(Condition.NOT_ACCEPTABLE);
    return failure;
  }

  private static Message returned(String type, String error) {
    return Message.of(
        Xml.element(
            "<message xmlns='jabber:client' type='%s' from='romeo@example.net'>%s</message>"
                .formatted(type, error)));
  }

  private static String of(String name, String items) {
    return "<%s xmlns='%s'>%s</%s>".formatted(name, NS, items, name);
  }
}
