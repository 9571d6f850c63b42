package im.linnet.gateway;

import static im.linnet.gateway.Scripts.GW;
import static im.linnet.gateway.Scripts.item;
import static im.linnet.gateway.Scripts.next;
import static im.linnet.gateway.Scripts.push;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.connection.Subscription;
import im.linnet.failure.FilterException;
import im.linnet.gateway.GatewayState.Gone;
import im.linnet.gateway.GatewayState.Registered;
import im.linnet.gateway.GatewayState.Registering;
import im.linnet.gateway.GatewayState.SignedOn;
import im.linnet.jid.Jid;
import im.linnet.roster.Roster;
import im.linnet.stanza.Presence;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.ScriptedClient;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** e.52 and e.53: what is answered to a gateway, and what is never sent to it by accident. */
@Timeout(120)
class RegisteringTest {

  private static final Jid GATEWAY = Jid.of(GW);
  private static final String SUBSCRIBE =
      "<presence type='subscribe' from='%s' to='juliet@localhost'/>";

  @Test
  @DisplayName("e.52: the subscription is answered, and nobody else sees it")
  void answers_the_gateway_that_the_program_registers_with() throws Exception {
    BlockingQueue<Presence> others = new LinkedBlockingQueue<>();
    try (ScriptedClient it =
        Scripts.client(
            "",
            s ->
                s.awaitCue("registering")
                    .send(SUBSCRIBE.formatted(GW))
                    .expect("<presence type='subscribed' to='%s'/>".formatted(GW))
                    .expect("<presence type='subscribe' to='%s'/>".formatted(GW))
                    .then(l -> push(l, item(GW, "from")))
                    .then(l -> push(l, item(GW, "both")))
                    .send(SUBSCRIBE.formatted(GW)))) {
      Gateways gateways = it.get(Gateways.class);
      BlockingQueue<String> changes = Scripts.changes(it);
      it.client().onPresence(others::add);
      gateways.expect(GATEWAY);
      assertThat(gateways.state(GATEWAY)).isEqualTo(new Registering());
      it.peer().cue("registering");

      assertThat(next(changes)).isEqualTo(GW + " Registering");
      assertThat(next(changes)).isEqualTo(GW + " Registered");
      // The first was answered; a second one was not expected, so it is an invitation.
      Presence second = others.poll(30, TimeUnit.SECONDS);
      assertThat(String.valueOf(second)).contains("subscribe");
      assertThat(others).isEmpty();
      assertThat(changes).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"icq.example.com", "x@msn.example.com", "evil.example", "example.com"})
  @DisplayName("e.52: a gateway that nobody registered with gets no answer")
  void leaves_others_to_the_user(String from) throws Exception {
    BlockingQueue<Presence> others = new LinkedBlockingQueue<>();
    try (ScriptedClient it =
        Scripts.client(
            item("icq.example.com", "none"),
            s -> s.awaitCue("registering").send(SUBSCRIBE.formatted(from)))) {
      it.client().onPresence(others::add);
      it.get(Gateways.class).expect(GATEWAY);
      it.peer().cue("registering");

      assertThat(String.valueOf(others.poll(30, TimeUnit.SECONDS))).contains(from);
    }
  }

  @Test
  @DisplayName("e.52: after a failed registration, nothing is answered")
  void an_expectation_ends() throws Exception {
    BlockingQueue<Presence> others = new LinkedBlockingQueue<>();
    try (ScriptedClient it =
        Scripts.client("", s -> s.awaitCue("failed").send(SUBSCRIBE.formatted(GW)))) {
      it.client().onPresence(others::add);
      Subscription expected = it.get(Gateways.class).expect(GATEWAY);
      expected.close();
      expected.close();
      it.peer().cue("failed");

      assertThat(others.poll(30, TimeUnit.SECONDS)).isNotNull();
      assertThat(it.get(Gateways.class).state(GATEWAY)).isNull();
    }
  }

  @Test
  @DisplayName("e.52: a gateway that never confirms is registered with, and may confirm later")
  void a_gateway_may_leave_the_request_in_return_unanswered() throws Exception {
    try (ScriptedClient it =
        Scripts.client(
            "",
            s ->
                s.awaitCue("registering")
                    .send(SUBSCRIBE.formatted(GW))
                    .expect("<presence type='subscribed' to='%s'/>".formatted(GW))
                    .expect("<presence type='subscribe' to='%s'/>".formatted(GW))
                    .then(
                        l ->
                            push(
                                l,
                                "<item jid='%s' subscription='from' ask='subscribe'/>"
                                    .formatted(GW)))
                    .awaitCue("later")
                    .then(l -> push(l, item(GW, "both")))
                    .send("<presence from='%s'/>".formatted(GW)))) {
      Gateways gateways = it.get(Gateways.class);
      BlockingQueue<String> changes = Scripts.changes(it);
      gateways.expect(GATEWAY);
      it.peer().cue("registering");
      assertThat(next(changes)).isEqualTo(GW + " Registering");
      assertThat(next(changes)).isEqualTo(GW + " Registered");
      assertStopped(() -> it.get(Roster.class).remove(GATEWAY).join());

      it.peer().cue("later");
      assertThat(next(changes)).isEqualTo(GW + " SignedOn");
    }
  }

  @Test
  @DisplayName("e.53: what would end the registration is stopped, in all its forms")
  void does_not_unregister_by_accident() {
    Jid resource = Jid.of(GW + "/registered");
    try (ScriptedClient it =
        Scripts.client(
            item(GW, "both")
                + item("friend%hotmail.com@" + GW, "both")
                + item("other.example", "none"),
            s ->
                s.expect(
                        "<presence type='unsubscribed' to='friend%%hotmail.com@%s'/>".formatted(GW))
                    .expectLike(
                        "<iq type='set' id='{remove}'><query xmlns='jabber:iq:roster'><item"
                            + " jid='friend%hotmail.com@msn.example.com'"
                            + " subscription='remove'/></query></iq>")
                    .send("<iq type='result' id='{remove}'/>")
                    .expect("<presence type='unsubscribed' to='other.example'/>")
                    .expect("<presence type='unsubscribe' to='%s'/>".formatted(GW)))) {
      Roster roster = it.get(Roster.class);
      Gateways gateways = it.get(Gateways.class);
      assertStopped(() -> roster.deny(GATEWAY).join());
      assertStopped(() -> roster.unsubscribe(resource).join());
      assertStopped(() -> roster.remove(GATEWAY).join());
      assertStopped(() -> roster.remove(resource).join());

      Jid friend = Jid.of("friend%hotmail.com@" + GW);
      roster.cancel(friend).join();
      roster.remove(friend).join();
      roster.deny(Jid.of("other.example")).join();
      try (Subscription allowed = gateways.allowUnregistering(GATEWAY)) {
        roster.unsubscribe(GATEWAY).join();
        assertThat(allowed).isNotNull();
      }
      assertStopped(() -> roster.deny(GATEWAY).join());
      assertThat(gateways.state(GATEWAY)).isEqualTo(new Registered(null));
    }
  }

  private static void assertStopped(ThrowingCallable call) {
    assertThatThrownBy(call)
        .hasCauseInstanceOf(FilterException.class)
        .hasMessageContaining("end the registration");
  }

  @Test
  void removes_a_gateway_when_asked_to() throws Exception {
    try (ScriptedClient it =
        Scripts.client(
            item(GW, "both"),
            s ->
                s.expectLike(
                        "<iq type='set' id='{remove}'><query xmlns='jabber:iq:roster'>"
                            + "<item jid='msn.example.com' subscription='remove'/></query></iq>")
                    .then(l -> push(l, item(GW, "remove")))
                    .send("<iq type='result' id='{remove}'/>"))) {
      BlockingQueue<String> changes = Scripts.changes(it);
      Gateways gateways = it.get(Gateways.class);
      gateways.remove(GATEWAY).join();

      assertThat(next(changes)).isEqualTo(GW + " Gone");
      assertThat(gateways.state(GATEWAY)).isEqualTo(new Gone());
    }
  }

  /** The gateway ends the subscriptions itself, so removing its item is no accident any more. */
  @Test
  void nothing_is_stopped_once_the_gateway_has_unregistered_the_user() throws Exception {
    try (ScriptedClient it =
        Scripts.client(
            item(GW, "both"),
            s ->
                s.awaitCue("listening")
                    .then(l -> push(l, item(GW, "from")))
                    .then(l -> push(l, item(GW, "none")))
                    .expectLike("<iq type='set' id='{remove}'/>")
                    .send("<iq type='result' id='{remove}'/>"))) {
      BlockingQueue<String> changes = Scripts.changes(it);
      it.peer().cue("listening");
      assertThat(next(changes)).isEqualTo(GW + " Gone");

      it.get(Roster.class).remove(GATEWAY).join();
    }
  }

  @Test
  void signs_on_with_show_and_status_and_off() throws Exception {
    try (ScriptedClient it =
        Scripts.client(
            item(GW, "both"),
            s ->
                s.expect(
                        "<presence to='%s'><show>dnd</show><status>Busy</status></presence>"
                            .formatted(GW))
                    .send(
                        "<message type='error' from='%s'><body>Login Failure</body><error type='auth'>"
                                .formatted(GW)
                            + "<not-authorized"
                            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>")
                    .send("<presence type='unavailable' from='%s'/>".formatted(GW))
                    .expect("<presence to='%s'/>".formatted(GW))
                    .send("<presence from='%s'><show>dnd</show></presence>".formatted(GW))
                    .send("<presence from='friend@%s/msn'/>".formatted(GW))
                    .send("<presence from='else.example'/>")
                    .expect("<presence type='unavailable' to='%s'/>".formatted(GW))
                    .send("<presence type='unavailable' from='%s'/>".formatted(GW))
                    .send(
                        "<presence type='error' from='%s'><error type='wait'>".formatted(GW)
                            + "<remote-server-timeout"
                            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>"))) {
      Gateways gateways = it.get(Gateways.class);
      BlockingQueue<GatewayState> states = new LinkedBlockingQueue<>();
      gateways.onChange(change -> states.add(change.now()));
      gateways
          .signOn(
              Jid.of("friend@" + GW),
              Presence.builder(Presence.Type.AVAILABLE)
                  .show(Presence.Show.DND)
                  .status("Busy")
                  .build())
          .join();
      assertThat(condition(states.poll(30, TimeUnit.SECONDS))).isEqualTo(Condition.NOT_AUTHORIZED);

      gateways.signOn(GATEWAY).join();
      assertThat(states.poll(30, TimeUnit.SECONDS)).isEqualTo(new Registered(null));
      assertThat(states.poll(30, TimeUnit.SECONDS)).isInstanceOf(SignedOn.class);
      gateways.signOff(GATEWAY).join();
      assertThat(states.poll(30, TimeUnit.SECONDS)).isEqualTo(new Registered(null));
      assertThat(condition(states.poll(30, TimeUnit.SECONDS)))
          .isEqualTo(Condition.REMOTE_SERVER_TIMEOUT);
      assertThat(gateways.state(Jid.of("else.example"))).isNull();
      assertThatThrownBy(() -> gateways.signOn(GATEWAY, Presence.unavailable()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static @Nullable Condition condition(@Nullable GatewayState state) {
    return state instanceof Registered registered && registered.failure() != null
        ? registered.failure().condition()
        : null;
  }
}
