package im.linnet.avatar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.caps.Caps;
import im.linnet.disco.Disco;
import im.linnet.failure.StanzaException;
import im.linnet.pubsub.PubSub;
import im.linnet.stanza.Presence;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.xml.XmlElement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The user's own avatar in nodes of the account, and what servers make of it. */
@Timeout(120)
class OwnUserAvatarTest extends ScriptedUserAvatars {

  private static final byte[] FIRST = Pictures.png(1);
  private static final byte[] SECOND = Pictures.png(2);
  private static final String NO_CARD = "<vCard xmlns='vcard-temp'/>";

  private static String again(String announced) {
    return "<presence id='{again}'>" + announced + "</presence>";
  }

  /** The client has announced that there is no avatar. */
  private static void online(Script script) {
    first(
            script,
            "<presence>" + NOT_READY + "</presence>",
            "<iq type='result' id='%s'>" + NO_CARD + "</iq>")
        .expect(again(NONE));
  }

  private static void stored(Script script, byte[] picture, String before) {
    script
        .expect(GET_OWN)
        .send(ownResult(before))
        .expect("<iq type='set' id='{set}'>" + Pictures.card(picture) + "</iq>")
        .send("<iq type='result' id='{set}'/>");
  }

  private static void disabled(Script script) {
    script
        .expect(publish("urn:xmpp:avatar:metadata", "<item id='*'>" + EMPTY + "</item>"))
        .send("<iq type='result' id='{set}'/>");
  }

  @Test
  void a_server_that_converts_gets_it_once() throws Exception {
    try (ScriptedClient it =
        withNodes(
            s ->
                s.then(OwnUserAvatarTest::online)
                    .mark("online")
                    .expect(ACCOUNT)
                    .send(account(CONVERTING))
                    .then(t -> published(t, FIRST))
                    .expect(again(x(FIRST)))
                    // What the server says of the own publication causes nothing.
                    .send(event("juliet@localhost", metadata(FIRST)))
                    .then(ScriptedAvatars::barrier)
                    .mark("quiet")
                    .then(OwnUserAvatarTest::disabled)
                    .expect(again(NONE))
                    .send(event("juliet@localhost", EMPTY))
                    .then(ScriptedAvatars::barrier)
                    .mark("done"))) {
      get(it.client().send(Presence.available()));
      it.peer().awaitMark("online");
      Avatars avatars = it.get(Avatars.class);
      get(avatars.publish(FIRST));
      it.peer().awaitMark("quiet");
      get(avatars.remove());
      it.peer().awaitMark("done");
    }
  }

  @Test
  void a_server_that_does_not_convert_gets_it_twice() throws Exception {
    try (ScriptedClient it =
        withNodes(
            s ->
                s.expect(ACCOUNT)
                    .send(account(PEP))
                    .then(t -> published(t, FIRST))
                    .then(t -> stored(t, FIRST, NO_CARD))
                    .then(OwnUserAvatarTest::disabled)
                    .expect(GET_OWN)
                    .send(ownResult(Pictures.card(FIRST)))
                    .expect("<iq type='set' id='{set}'>" + NO_CARD + "</iq>")
                    .send("<iq type='result' id='{set}'/>"))) {
      Avatars avatars = it.get(Avatars.class);
      get(avatars.publish(FIRST));
      get(avatars.remove());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<identity category='account' type='registered'/>", ""})
  void a_server_without_nodes_gets_the_card(String content) throws Exception {
    String answer =
        content.isEmpty()
            ? "<iq type='error' id='{acc}' from='juliet@localhost'><error type='cancel'>"
                + "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
            : account(content);
    try (ScriptedClient it =
        withNodes(s -> s.expect(ACCOUNT).send(answer).then(t -> stored(t, FIRST, NO_CARD)))) {
      get(it.get(Avatars.class).publish(FIRST));
    }
  }

  @Test
  void a_nickname_is_in_the_card_whatever_the_server_converts() throws Exception {
    try (ScriptedClient it =
        withNodes(
            s ->
                s.expect(ACCOUNT)
                    .send(account(CONVERTING))
                    .then(t -> published(t, FIRST))
                    .expect(GET_OWN)
                    .send(ownResult(NO_CARD))
                    .expect("<iq type='set' id='{set}'>" + Pictures.card(FIRST, "Jule") + "</iq>")
                    .send("<iq type='result' id='{set}'/>")
                    .expect(GET_OWN)
                    .send(ownResult(Pictures.card(FIRST, "Jule")))
                    .expect("<iq type='set' id='{set}'>" + Pictures.card(FIRST, "Juliet") + "</iq>")
                    .send("<iq type='result' id='{set}'/>"))) {
      Avatars avatars = it.get(Avatars.class);
      get(avatars.publish(FIRST, "Jule"));
      get(avatars.publishNickname("Juliet"));
    }
  }

  @Test
  void a_refusal_fails_the_publication_and_the_next_one_goes_on() throws Exception {
    try (ScriptedClient it =
        withNodes(
            s ->
                s.expect(ACCOUNT)
                    .send(account(CONVERTING))
                    .expectLike("<iq type='set' id='{set}'/>")
                    .send(
                        "<iq type='error' id='{set}'><error type='modify'><not-acceptable"
                            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>")
                    .then(t -> published(t, SECOND)))) {
      Avatars avatars = it.get(Avatars.class);
      CompletableFuture<Void> refused = avatars.publish(FIRST);
      assertThatThrownBy(() -> get(refused)).hasCauseInstanceOf(StanzaException.class);
      get(avatars.publish(SECOND));
    }
  }

  @Test
  void what_another_device_publishes_changes_the_hash_in_the_presence() throws Exception {
    try (ScriptedClient it =
        withNodes(
            s ->
                s.then(OwnUserAvatarTest::online)
                    .send(event("juliet@localhost", metadata(FIRST)))
                    .expect(ACCOUNT)
                    .send(account(CONVERTING))
                    .expect(again(NOT_READY))
                    .expect(GET_OWN)
                    .send(ownResult(Pictures.card(FIRST)))
                    .expect(again(x(FIRST)))
                    .mark("done"))) {
      get(it.client().send(Presence.available()));
      it.peer().awaitMark("done");
      assertThat(further(it)).isEmpty();
    }
  }

  @Test
  void without_conversion_it_does_not() throws Exception {
    try (ScriptedClient it =
        withNodes(
            s ->
                s.then(OwnUserAvatarTest::online)
                    .send(event("juliet@localhost", metadata(FIRST)))
                    .expect(ACCOUNT)
                    .send(account(PEP))
                    .then(ScriptedAvatars::barrier)
                    .mark("done"))) {
      get(it.client().send(Presence.available()));
      it.peer().awaitMark("done");
    }
  }

  /** Both add to presences and send the last one again; neither may undo what the other said. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void capabilities_and_avatars_are_announced_together(boolean capsFirst) throws Exception {
    try (ScriptedClient it =
        ScriptedClient.builder()
            .with(Disco::new)
            .with(PubSub::new)
            .client(
                builder ->
                    capsFirst
                        ? builder.with(Caps::new).with(Avatars::new)
                        : builder.with(Avatars::new).with(Caps::new))
            .bound(
                s ->
                    eitherFirst(s, Pictures.card(FIRST))
                        .expectLike("<presence id='{one}'/>")
                        .mark("avatar")
                        .expectLike("<presence id='{two}'/>")
                        .mark("caps")
                        .expect(GET_OWN)
                        .send(ownResult(Pictures.card(FIRST)))
                        .expectLike("<iq type='set' id='{set}'/>")
                        .send("<iq type='result' id='{set}'/>")
                        .expectLike("<presence id='{three}'/>")
                        .mark("done"))) {
      get(it.client().send(Presence.builder(Presence.Type.AVAILABLE).status("Here").build()));
      it.peer().awaitMark("avatar");
      it.get(Disco.class).feature("urn:a");
      it.peer().awaitMark("caps");
      get(it.get(Avatars.class).publish(SECOND));
      it.peer().awaitMark("done");
      String[] presences = it.peer().transcript().split("C: <presence");
      assertThat(presences).hasSize(5);
      for (int i = 1; i < 5; i++) {
        assertThat(presences[i].split("http://jabber.org/protocol/caps")).hasSize(2);
        assertThat(presences[i].split("vcard-temp:x:update")).hasSize(2);
        assertThat(presences[i]).contains("<status>Here</status>");
      }
      assertThat(presences[3]).contains(Pictures.hash(FIRST));
      assertThat(presences[4]).contains(Pictures.hash(SECOND));
      String before = ver(presences[2]);
      String after = ver(presences[3]);
      assertThat(ver(presences[1])).isEqualTo(before);
      assertThat(after).isNotEqualTo(before);
      assertThat(ver(presences[4])).isEqualTo(after);
    }
  }

  /** A presence and the request for the card, in any order. */
  private static Script eitherFirst(Script script, String card) {
    AtomicReference<String> id = new AtomicReference<>();
    Function<XmlElement, String> note =
        element -> {
          if (element.is("jabber:client", "iq")) {
            id.set(element.attribute("id"));
          }
          return "";
        };
    return script
        .answer(note)
        .answer(
            element ->
                note.apply(element)
                    + "<iq type='result' id='%s'>%s</iq>".formatted(id.get(), card));
  }

  private static String ver(String presence) {
    int at = presence.indexOf("ver=\"") + 5;
    return presence.substring(at, presence.indexOf('"', at));
  }
}
