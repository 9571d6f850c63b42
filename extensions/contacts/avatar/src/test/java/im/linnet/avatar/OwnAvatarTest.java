package im.linnet.avatar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Presence;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The own avatar: XEP-0153, sections 3.1 and 4. */
@Timeout(120)
class OwnAvatarTest extends ScriptedAvatars {

  private static final byte[] FIRST = Pictures.png(1);
  private static final byte[] SECOND = Pictures.png(2);
  private static final String NO_CARD = "<vCard xmlns='vcard-temp'/>";
  private static final String OTHER = "juliet@localhost/chamber";

  /** Section 4.1, rule 2, and section 4.2, rule 1. */
  @Test
  void announces_nothing_definite_before_the_own_card_was_read() throws Exception {
    try (ScriptedClient it = bound(s -> online(s, Pictures.card(FIRST), x(FIRST)).mark("done"))) {
      it.client().send(Presence.builder(Presence.Type.AVAILABLE).status("Hi").build()).join();
      it.peer().awaitMark("done");
    }
  }

  /** Section 4.1, rule 3. */
  @Test
  void announces_that_there_is_no_avatar() throws Exception {
    try (ScriptedClient it = bound(s -> online(s, NO_CARD, NONE).mark("done"))) {
      it.client().send(Presence.builder(Presence.Type.AVAILABLE).status("Hi").build()).join();
      it.peer().awaitMark("done");
    }
  }

  /** Section 4.1, rule 1: also in directed presences, but in no other type. */
  @Test
  void announces_in_every_available_presence() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                online(s, Pictures.card(FIRST), x(FIRST))
                    .mark("online")
                    .expect("<presence><show>away</show>" + x(FIRST) + "</presence>")
                    .expect("<presence to='room@localhost/J'>" + x(FIRST) + "</presence>")
                    .expect("<presence to='romeo@localhost' type='subscribe'/>")
                    .expect("<presence to='room@localhost/J' type='unavailable'/>")
                    .expect("<presence type='unavailable'/>")
                    .expect("<presence>" + x(FIRST) + "</presence>")
                    .mark("done"))) {
      it.client().send(Presence.builder(Presence.Type.AVAILABLE).status("Hi").build()).join();
      it.peer().awaitMark("online");
      Jid room = Jid.of("room@localhost/J");
      it.client()
          .send(Presence.builder(Presence.Type.AVAILABLE).show(Presence.Show.AWAY).build())
          .join();
      it.client().send(Presence.builder(Presence.Type.AVAILABLE).to(room).build()).join();
      it.client().send(Presence.builder(Presence.Type.SUBSCRIBE).to(ROMEO).build()).join();
      it.client().send(Presence.builder(Presence.Type.UNAVAILABLE).to(room).build()).join();
      it.client().send(Presence.unavailable()).join();
      it.client().send(Presence.available()).join();
      it.peer().awaitMark("done");
    }
  }

  @Test
  void leaves_what_the_program_announces_itself() throws Exception {
    String own = x(SECOND, "Mine");
    try (ScriptedClient it =
        bound(s -> s.expect("<presence>" + own + "</presence>").mark("done"))) {
      it.client()
          .send(
              Presence.builder(Presence.Type.AVAILABLE)
                  .payload(
                      new VCardUpdate(new VCardUpdate.Photo.Hash(Pictures.hash(SECOND)), "Mine"))
                  .build())
          .join();
      it.peer().awaitMark("done");
    }
  }

  @Test
  void announces_nothing_if_the_user_does_not_want_it() throws Exception {
    try (ScriptedClient it =
        bound(
            settings().announcing(false).build(),
            s ->
                s.expect("<presence/>")
                    .send(presence(OTHER, ""))
                    .send(presence(OTHER, x(SECOND)))
                    .then(ScriptedAvatars::barrier)
                    .mark("done"))) {
      it.client().send(Presence.available()).join();
      it.peer().awaitMark("done");
    }
  }

  /** PyMSNt's page: after the vCard was set, in a presence with the same show and status. */
  @Test
  void publishes_avatar_and_nickname_then_announces_them() throws Exception {
    try (ScriptedClient it =
        bound(
            settings().nicknameInPresence(true).build(),
            s ->
                online(s, "<vCard xmlns='vcard-temp'><FN>J</FN></vCard>", NONE)
                    .mark("online")
                    .expect(GET_OWN)
                    .send(
                        ownResult(
                            "<vCard xmlns='vcard-temp'><FN>J</FN><X-ODD/><NICKNAME>Old</NICKNAME>"
                                + "</vCard>"))
                    .expect(
                        "<iq type='set' id='{set}'><vCard xmlns='vcard-temp'><FN>J</FN><X-ODD/>"
                            + "<PHOTO><TYPE>image/png</TYPE><BINVAL>"
                            + Pictures.base64(FIRST)
                            + "</BINVAL></PHOTO><NICKNAME>Jule</NICKNAME></vCard></iq>")
                    .send("<iq type='result' id='{set}'/>")
                    .expect(again(x(FIRST, "Jule")))
                    .mark("published"))) {
      Avatars avatars = it.get(Avatars.class);
      it.client().send(Presence.builder(Presence.Type.AVAILABLE).status("Hi").build()).join();
      it.peer().awaitMark("online");
      get(avatars.publish(FIRST, " Jule\n"));
      it.peer().awaitMark("published");
      // Section 4.2, rule 2: the same again sends nothing.
      get(avatars.publish(FIRST, "Jule"));
      get(avatars.publish(FIRST));
      get(avatars.publishNickname("Jule"));
    }
  }

  @Test
  void a_nickname_is_not_announced_unless_the_user_wants_it() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                online(s, Pictures.card(FIRST, "Jule"), x(FIRST))
                    .mark("online")
                    .expect(GET_OWN)
                    .send(ownResult(Pictures.card(FIRST, "Jule")))
                    .expect("<iq type='set' id='{set}'>" + Pictures.card(FIRST, "Queen") + "</iq>")
                    .send("<iq type='result' id='{set}'/>"))) {
      it.client().send(Presence.builder(Presence.Type.AVAILABLE).status("Hi").build()).join();
      it.peer().awaitMark("online");
      get(it.get(Avatars.class).publishNickname("Queen"));
    }
  }

  @Test
  void publishes_changes_one_after_another() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.then(script -> stored(script, NO_CARD, Pictures.card(FIRST)))
                    .then(script -> stored(script, Pictures.card(FIRST), Pictures.card(SECOND)))
                    .then(script -> stored(script, Pictures.card(SECOND), NO_CARD)))) {
      Avatars avatars = it.get(Avatars.class);
      var first = avatars.publish(FIRST);
      var second = avatars.publish(SECOND);
      get(avatars.remove());
      assertThat(first).isCompleted();
      assertThat(second).isCompleted();
    }
  }

  /** Section 4.4, without a presence before: the next one announces it. */
  @Test
  void what_was_published_before_going_online_is_announced_at_once() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.then(script -> stored(script, NO_CARD, Pictures.card(FIRST)))
                    .expect("<presence>" + x(FIRST) + "</presence>")
                    .mark("done"))) {
      get(it.get(Avatars.class).publish(FIRST));
      it.client().send(Presence.available()).join();
      it.peer().awaitMark("done");
    }
  }

  @Test
  void fails_if_the_service_stores_nothing() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(GET_OWN)
                    .send(ownResult(NO_CARD))
                    .expectLike("<iq type='set' id='{id}'/>")
                    .send(error("localhost", "cancel", "feature-not-implemented"))
                    .then(script -> stored(script, NO_CARD, Pictures.card(SECOND))))) {
      Avatars avatars = it.get(Avatars.class);
      assertThatThrownBy(() -> get(avatars.publish(FIRST)))
          .hasCauseInstanceOf(StanzaException.class)
          .hasMessageContaining("feature-not-implemented");
      get(avatars.publish(SECOND));
    }
  }

  /** Bad input of the user: nothing is sent. */
  @Test
  void refuses_to_publish_what_is_no_avatar() throws Exception {
    try (ScriptedClient it = bound(settings().maxBytes(1_000).build(), nothing -> {})) {
      Avatars avatars = it.get(Avatars.class);
      assertThatThrownBy(() -> get(avatars.publish("<svg/>".getBytes(StandardCharsets.US_ASCII))))
          .hasCauseInstanceOf(RefusedException.class)
          .hasMessageContaining("PNG, JPEG, GIF or WebP");
      assertThatThrownBy(() -> get(avatars.publish(Pictures.png(1, 1_001))))
          .hasCauseInstanceOf(RefusedException.class)
          .hasMessageContaining("1001 bytes, more than the limit of 1000");
      assertThatThrownBy(() -> get(avatars.publishNickname(" \u200b\n")))
          .hasCauseInstanceOf(RefusedException.class)
          .hasMessageContaining("nickname");
    }
  }

  @Test
  void announces_again_what_the_program_stored_by_other_means() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                online(s, NO_CARD, NONE)
                    .mark("online")
                    .expect(GET_OWN)
                    .send(ownResult(Pictures.card(SECOND)))
                    .expect(again(x(SECOND)))
                    .mark("done"))) {
      it.client().send(Presence.builder(Presence.Type.AVAILABLE).status("Hi").build()).join();
      it.peer().awaitMark("online");
      get(it.get(Avatars.class).announce());
      it.peer().awaitMark("done");
    }
  }

  /** Section 4.3, rule 1. */
  @Test
  void stops_announcing_while_a_resource_without_avatars_is_online() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                online(s, Pictures.card(FIRST), x(FIRST))
                    .send(presence(OTHER, "<show>away</show>"))
                    .expect(again(NOT_READY))
                    .send(presence(OTHER, "<show>dnd</show>"))
                    .then(ScriptedAvatars::barrier)
                    .send("<presence type='unavailable' from='" + OTHER + "'/>")
                    .expect(GET_OWN)
                    .send(ownResult(Pictures.card(SECOND)))
                    .expect(again(x(SECOND)))
                    .mark("done"))) {
      it.client().send(Presence.builder(Presence.Type.AVAILABLE).status("Hi").build()).join();
      it.peer().awaitMark("done");
    }
  }

  /** Section 4.3, rule 2: an empty update, and the same hash. */
  @Test
  void ignores_a_resource_that_is_not_ready_or_agrees() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                online(s, Pictures.card(FIRST), x(FIRST))
                    .send(presence(OTHER, NOT_READY))
                    .send(presence(OTHER, x(FIRST)))
                    .send(presence("juliet@localhost/balcony", x(SECOND)))
                    .then(ScriptedAvatars::barrier)
                    .mark("done"))) {
      it.client().send(Presence.builder(Presence.Type.AVAILABLE).status("Hi").build()).join();
      it.peer().awaitMark("done");
      assertThat(further(it)).isEmpty();
    }
  }

  /** Section 4.3, rule 2, third case, and section 4.4. */
  @Test
  void defers_to_the_card_if_a_resource_announces_another_avatar() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                online(s, Pictures.card(FIRST), x(FIRST))
                    .send(presence(OTHER, x(SECOND)))
                    .expect(again(NOT_READY))
                    .expect(GET_OWN)
                    .send(ownResult(Pictures.card(SECOND)))
                    .expect(again(x(SECOND)))
                    .mark("done"))) {
      it.client().send(Presence.builder(Presence.Type.AVAILABLE).status("Hi").build()).join();
      it.peer().awaitMark("done");
    }
  }

  /** Section 4.3, rule 2, second case. */
  @Test
  void reads_the_card_again_if_a_resource_announces_no_avatar() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                online(s, Pictures.card(FIRST), x(FIRST))
                    .send(presence(OTHER, NONE))
                    .expect(again(NOT_READY))
                    .expect(GET_OWN)
                    .send(ownResult(NO_CARD))
                    .expect(again(NONE))
                    .mark("done"))) {
      it.client().send(Presence.builder(Presence.Type.AVAILABLE).status("Hi").build()).join();
      it.peer().awaitMark("done");
    }
  }

  /** Two clients that disagree for good do not keep each other busy. */
  @Test
  void settles_the_same_claim_once() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                online(s, Pictures.card(FIRST), x(FIRST))
                    .send(presence(OTHER, x(SECOND)))
                    .expect(again(NOT_READY))
                    .expect(GET_OWN)
                    .send(ownResult(Pictures.card(FIRST)))
                    .expect(again(x(FIRST)))
                    .send(presence(OTHER, x(SECOND)))
                    .then(ScriptedAvatars::barrier)
                    .mark("done"))) {
      it.client().send(Presence.builder(Presence.Type.AVAILABLE).status("Hi").build()).join();
      it.peer().awaitMark("done");
    }
  }

  /** One that was late first, then agreed, and then means it. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_claim_that_was_taken_back_and_is_made_again_is_heard(boolean whileReading)
      throws Exception {
    String agreement = presence(OTHER, x(FIRST));
    String removal = presence(OTHER, NONE);
    try (ScriptedClient it =
        bound(
            s -> {
              online(s, Pictures.card(FIRST), x(FIRST))
                  .send(presence(OTHER, NONE))
                  .expect(again(NOT_READY))
                  .expect(GET_OWN);
              if (whileReading) {
                s.send(agreement).send(removal).then(ScriptedAvatars::barrier);
              }
              s.send(ownResult(Pictures.card(FIRST)));
              if (!whileReading) {
                s.expect(again(x(FIRST))).send(agreement).send(removal).expect(again(NOT_READY));
              }
              s.expect(GET_OWN).send(ownResult(NO_CARD)).expect(again(NONE)).mark("done");
            })) {
      it.client().send(Presence.builder(Presence.Type.AVAILABLE).status("Hi").build()).join();
      it.peer().awaitMark("done");
    }
  }

  /** Each of two resources is heard, whatever the other one says. */
  @Test
  void what_two_resources_claim_in_turns_is_settled_once_each() throws Exception {
    String third = "juliet@localhost/garden";
    try (ScriptedClient it =
        bound(
            s -> {
              online(s, Pictures.card(FIRST), x(FIRST));
              for (String line : List.of(presence(OTHER, x(SECOND)), presence(third, NONE))) {
                s.send(line)
                    .expect(again(NOT_READY))
                    .expect(GET_OWN)
                    .send(ownResult(Pictures.card(FIRST)))
                    .expect(again(x(FIRST)));
              }
              s.send(presence(OTHER, x(SECOND)))
                  .send(presence(third, NONE))
                  .send(presence(OTHER, x(SECOND)))
                  .then(ScriptedAvatars::barrier)
                  .mark("done");
            })) {
      it.client().send(Presence.builder(Presence.Type.AVAILABLE).status("Hi").build()).join();
      it.peer().awaitMark("done");
      assertThat(further(it)).isEmpty();
    }
  }

  @Test
  void announces_nothing_definite_if_the_own_card_can_not_be_read() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                first(
                        s,
                        "<presence>" + NOT_READY + "</presence>",
                        "<iq type='error' id='%s'><error type='cancel'><service-unavailable"
                            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>")
                    .then(ScriptedAvatars::barrier)
                    .mark("done"))) {
      it.client().send(Presence.available()).join();
      it.peer().awaitMark("done");
    }
  }

  /** The script of going online with a status, up to what is announced in the end. */
  private static Script online(Script script, String card, String announced) {
    String hi = "<presence><status>Hi</status>" + NOT_READY + "</presence>";
    return first(script, hi, "<iq type='result' id='%s'>" + card + "</iq>")
        .expect(again(announced));
  }

  /** The same presence, sent again. */
  private static String again(String announced) {
    return "<presence id='*'><status>Hi</status>" + announced + "</presence>";
  }

  private static void stored(Script script, String before, String after) {
    script
        .expect(GET_OWN)
        .send(ownResult(before))
        .expect("<iq type='set' id='{set}'>" + after + "</iq>")
        .send("<iq type='result' id='{set}'/>");
  }
}
