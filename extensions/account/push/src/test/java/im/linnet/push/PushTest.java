package im.linnet.push;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.forms.DataForm;
import im.linnet.forms.FieldType;
import im.linnet.jid.Jid;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.xml.Redaction;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests of a client. */
@Timeout(120)
class PushTest {

  private static final Jid SERVICE = Jid.of("push.example.com");
  private static final String SECRET = "eruio234vzxc2kla-91";
  private static final String RESULT = "<iq type='result' id='{id}'/>";
  private static final String SM = "xmlns='urn:xmpp:sm:3'";
  private static final String FORM =
      "<x xmlns='jabber:x:data' type='submit'>"
          + "<field var='FORM_TYPE' type='hidden'>"
          + "<value>http://jabber.org/protocol/pubsub#publish-options</value></field>"
          + "<field var='secret' type='text-private'><value>"
          + SECRET
          + "</value></field></x>";

  private static String set(String name, String node, String content) {
    return "<iq type='set' id='{id}'><%s xmlns='urn:xmpp:push:0' jid='push.example.com'%s>%s</%s></iq>"
        .formatted(name, node, content, name);
  }

  private static ScriptedClient client(Consumer<Script> lines) {
    return ScriptedClient.bound(Push::new, lines);
  }

  private static void await(CompletableFuture<?> future) throws Exception {
    future.get(20, TimeUnit.SECONDS);
  }

  @Test
  void notifications_are_enabled_and_disabled() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.expect(set("enable", " node='n1'", FORM))
                    .send(RESULT)
                    .expect(set("enable", " node='n2'", ""))
                    .send(RESULT)
                    .expect(set("enable", "", ""))
                    .send(RESULT)
                    .expect(set("disable", " node='n1'", ""))
                    .send(RESULT)
                    .expect(set("disable", "", ""))
                    .send(RESULT))) {
      Push push = it.get(Push.class);
      await(push.enable(SERVICE, "n1", Push.secret(SECRET)));
      await(push.enable(SERVICE, "n2"));
      await(push.enable(SERVICE, null));
      await(push.disable(SERVICE, "n1"));
      await(push.disable(SERVICE));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"service-unavailable", "feature-not-implemented", "item-not-found"})
  void an_error_of_the_server_fails_the_future(String condition) {
    String error =
        ("<iq type='error' id='{id}'><error type='cancel'><%s"
                + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>")
            .formatted(condition);
    try (ScriptedClient it =
        client(
            s ->
                s.expectLike(set("enable", "", FORM))
                    .send(error)
                    .expect(set("disable", "", ""))
                    .send(error))) {
      Push push = it.get(Push.class);
      StanzaException failure =
          Failures.of(push.enable(SERVICE, "n1", Push.secret(SECRET)), StanzaException.class);
      assertThat(failure.error().conditionName()).isEqualTo(condition);
      assertThat(failure.getMessage()).doesNotContain(SECRET);
      Failures.of(push.disable(SERVICE), StanzaException.class);
    }
  }

  @Test
  void what_can_not_be_sent_is_refused_without_repeating_it() {
    try (ScriptedClient it = client(s -> {})) {
      Push push = it.get(Push.class);
      String bad = SECRET + "\u0000";
      for (CompletableFuture<Void> refused :
          List.of(
              push.enable(SERVICE, bad),
              push.enable(SERVICE, "n", Push.secret(bad)),
              push.disable(SERVICE, bad))) {
        assertThat(Failures.of(refused, RefusedException.class).getMessage())
            .doesNotContain(SECRET);
      }
    }
  }

  @Test
  void options_of_another_kind_are_a_mistake_of_the_program() {
    DataForm question = DataForm.builder(DataForm.Kind.FORM).formType(Push.OPTIONS).build();
    DataForm other = DataForm.builder(DataForm.Kind.SUBMIT).formType("urn:other").build();
    try (ScriptedClient it = client(s -> {})) {
      Push push = it.get(Push.class);
      assertThatThrownBy(() -> push.enable(SERVICE, "n", question))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> push.enable(SERVICE, "n", other))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void the_secret_is_in_no_text() {
    DataForm options = Push.secret(SECRET);
    assertThat(requireNonNull(options.field("secret")).type()).isEqualTo(FieldType.TEXT_PRIVATE);
    assertThat(options.toString()).doesNotContain(SECRET);
    assertThat(Redaction.of(options.toElement())).doesNotContain(SECRET);
  }

  @Test
  void a_request_that_is_cancelled_is_not_made_again() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(
          s ->
              ScriptedClient.login(s, "")
                  .expectLike(set("enable", " node='n1'", ""))
                  .mark("asked")
                  .awaitCue("end")
                  .reset());
      peer.script(
          s ->
              ScriptedClient.login(s, "")
                  .expectLike(set("enable", " node='n2'", ""))
                  .send(RESULT)
                  .expectClose()
                  .close());
      XmppClient client = ScriptedClient.of(peer).with(Push::new).build();
      Push push = client.get(Push.class);
      await(client.connect());
      CompletableFuture<Void> asked = push.enable(SERVICE, "n1");
      peer.awaitMark("asked");
      asked.cancel(false);
      loseConnection(client, peer);
      await(client.connect());
      await(push.enable(SERVICE, "n2"));
      await(client.shutdown());
      peer.await();
    }
  }

  private static void loseConnection(XmppClient client, ScriptedPeer peer) throws Exception {
    BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
    client.onState(states::add);
    peer.cue("end");
    ConnectionState state = states.poll(20, TimeUnit.SECONDS);
    while (state instanceof ConnectionState.Connected) {
      state = states.poll(20, TimeUnit.SECONDS);
    }
    assertThat(state).isNotNull();
  }

  /** But not those that the server refused or that were disabled. */
  @Test
  void registrations_are_made_again_on_a_new_stream_only() throws Exception {
    String refusal =
        "<iq type='error' id='{id}'><error type='cancel'><not-allowed"
            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(
          s ->
              ScriptedClient.login(s, "<sm " + SM + "/>")
                  .expectLike("<enable " + SM + "/>")
                  .send("<enabled " + SM + " id='one' resume='true'/>")
                  .expect(set("enable", " node='n1'", FORM))
                  .send(RESULT)
                  .expect(set("enable", " node='n2'", ""))
                  .send(RESULT)
                  .expect(set("enable", " node='n3'", ""))
                  .send(refusal)
                  .expect(set("disable", " node='n2'", ""))
                  .send(RESULT)
                  .awaitCue("end")
                  .reset());
      peer.script(
          s ->
              s.signIn("localhost", "ANONYMOUS")
                  .openStream("localhost", "<sm " + SM + "/>")
                  .expectLike("<resume " + SM + " previd='one' h='{h}'/>")
                  .send("<resumed " + SM + " previd='one' h='4'/><r " + SM + "/>")
                  .expectLike("<a " + SM + "/>")
                  .awaitCue("end")
                  .close());
      peer.script(
          s ->
              ScriptedClient.login(s, "")
                  .expect(set("enable", " node='n1'", FORM))
                  .mark("again")
                  .send(RESULT)
                  .expectClose()
                  .close());
      XmppClient client = ScriptedClient.of(peer).with(Push::new).build();
      Push push = client.get(Push.class);
      await(client.connect());
      await(push.enable(SERVICE, "n1", Push.secret(SECRET)));
      await(push.enable(SERVICE, "n2"));
      assertThat(Failures.of(push.enable(SERVICE, "n3"), StanzaException.class).error().condition())
          .isEqualTo(Condition.NOT_ALLOWED);
      await(push.disable(SERVICE, "n2"));
      loseConnection(client, peer);
      await(client.connect());
      loseConnection(client, peer);
      await(client.connect());
      peer.awaitMark("again");
      await(client.shutdown());
      peer.await();
    }
  }
}
