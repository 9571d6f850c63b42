package im.linnet.avatar;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.avatar.AvatarEvent.Changed;
import im.linnet.avatar.AvatarEvent.Failed;
import im.linnet.avatar.AvatarEvent.Loaded;
import im.linnet.avatar.AvatarEvent.Removed;
import im.linnet.avatar.AvatarEvent.Renamed;
import im.linnet.failure.StanzaException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Presence;
import im.linnet.test.ScriptedClient;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What contacts announce, and what the client does then: rules of XEP-0153 and of PyMSNt's page.
 */
@Timeout(120)
class ContactsTest extends ScriptedAvatars {

  private static final byte[] FIRST = Pictures.png(1);
  private static final byte[] SECOND = Pictures.png(2);
  private static final String MARK = "<x xmlns='http://jabber.org/protocol/muc#user'/>";

  @Test
  void a_new_hash_is_fetched_and_the_nickname_comes_from_the_card() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.send(presence(ROMEO, x(FIRST, "In presence")))
                    .expect(get(ROMEO))
                    .send(result(ROMEO, Pictures.card(FIRST, "In card"))))) {
      assertThat(events(3))
          .containsExactly(
              new Changed(ROMEO, Pictures.hash(FIRST)),
              new Loaded(ROMEO, Avatar.of(FIRST)),
              new Renamed(ROMEO, "In card"));
      Avatars avatars = it.get(Avatars.class);
      assertThat(avatars.nickname(ROMEO)).isEqualTo("In card");
      assertThat(avatars.hash(ROMEO.withResource("elsewhere"))).isEqualTo(Pictures.hash(FIRST));
      assertThat(get(avatars.avatar(ROMEO))).contains(Avatar.of(FIRST));
    }
  }

  @Test
  void only_the_nickname_changed_so_nothing_is_fetched() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.send(presence(ROMEO, x(FIRST, "One")))
                    .expect(get(ROMEO))
                    .send(result(ROMEO, Pictures.card(FIRST, "One")))
                    .then(ScriptedAvatars::barrier)
                    .awaitCue("loaded")
                    .send(presence(ROMEO, x(FIRST, "Two")))
                    .send(presence(ROMEO, x(FIRST, null)))
                    .send(presence(ROMEO, x((String) null, "Three")))
                    .send(presence(ROMEO, x(FIRST, "")))
                    .then(ScriptedAvatars::barrier)
                    .mark("done"))) {
      events(3);
      it.peer().cue("loaded");
      it.peer().awaitMark("done");
      assertThat(events(3))
          .containsExactly(
              new Renamed(ROMEO, "Two"), new Renamed(ROMEO, "Three"), new Renamed(ROMEO, null));
      assertThat(it.get(Avatars.class).hash(ROMEO)).isEqualTo(Pictures.hash(FIRST));
    }
  }

  @Test
  void a_cached_hash_is_not_fetched_and_the_nickname_comes_from_the_presence() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.send(presence(ROMEO, x(FIRST, null)))
                    .expect(get(ROMEO))
                    .send(result(ROMEO, Pictures.card(FIRST)))
                    .awaitCue("loaded")
                    .send(presence(PARIS, x(FIRST, "Paris")))
                    .then(ScriptedAvatars::barrier)
                    .mark("done"))) {
      events(2);
      it.peer().cue("loaded");
      it.peer().awaitMark("done");
      assertThat(events(3))
          .containsExactly(
              new Changed(PARIS, Pictures.hash(FIRST)),
              new Loaded(PARIS, Avatar.of(FIRST)),
              new Renamed(PARIS, "Paris"));
    }
  }

  @Test
  void hashes_are_compared_regardless_of_case() throws Exception {
    String upper = Pictures.hash(FIRST).toUpperCase(Locale.ROOT);
    try (ScriptedClient it =
        bound(
            s ->
                s.send(presence(ROMEO, x(upper, null)))
                    .expect(get(ROMEO))
                    .send(result(ROMEO, Pictures.card(FIRST)))
                    .awaitCue("loaded")
                    .send(presence(ROMEO, x(FIRST)))
                    .then(ScriptedAvatars::barrier)
                    .mark("done"))) {
      assertThat(events(2)).last().isEqualTo(new Loaded(ROMEO, Avatar.of(FIRST)));
      it.peer().cue("loaded");
      it.peer().awaitMark("done");
      assertThat(further(it)).isEmpty();
    }
  }

  @Test
  void an_empty_photo_means_none_and_a_missing_one_nothing() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.send(presence(ROMEO, x(FIRST)))
                    .expect(get(ROMEO))
                    .send(result(ROMEO, Pictures.card(FIRST)))
                    .awaitCue("loaded")
                    .send(presence(ROMEO, NOT_READY))
                    .send(presence(ROMEO, "<show>away</show>"))
                    .send(presence(ROMEO, x("no hash", "Nobody")))
                    .send("<presence from='romeo@localhost/orchard' type='unavailable'/>")
                    .send(presence(ROMEO, "<x xmlns='jabber:x:avatar'><hash>abc</hash></x>"))
                    .then(ScriptedAvatars::barrier)
                    .mark("unchanged")
                    .awaitCue("checked")
                    .send(presence(ROMEO, NONE))
                    .send(presence(ROMEO, NONE))
                    .then(ScriptedAvatars::barrier)
                    .mark("removed"))) {
      Avatars avatars = it.get(Avatars.class);
      events(2);
      it.peer().cue("loaded");
      it.peer().awaitMark("unchanged");
      assertThat(further(it)).isEmpty();
      assertThat(avatars.hash(ROMEO)).isEqualTo(Pictures.hash(FIRST));
      assertThat(avatars.nickname(ROMEO)).isNull();
      it.peer().cue("checked");
      it.peer().awaitMark("removed");
      assertThat(events(1)).containsExactly(new Removed(ROMEO));
      assertThat(further(it)).isEmpty();
      assertThat(get(avatars.avatar(ROMEO))).isEmpty();
    }
  }

  /** Content of a presence that came back is this client's own. */
  @Test
  void a_presence_that_bounced_says_nothing() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.send(
                        "<presence from='romeo@localhost/orchard' type='error'>"
                            + x(FIRST, "Me")
                            + "<error type='cancel'><conflict"
                            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>")
                    .send(
                        "<presence from='romeo@localhost' type='subscribe'>"
                            + x(FIRST, "Me")
                            + "</presence>")
                    .then(ScriptedAvatars::barrier)
                    .mark("done"))) {
      it.peer().awaitMark("done");
      assertThat(further(it)).isEmpty();
    }
  }

  @Test
  void an_error_is_reported_and_tried_again_only_if_it_may_pass() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.send(presence(ROMEO, x(FIRST, "Romeo")))
                    .expect(get(ROMEO))
                    .send(error(ROMEO, "auth", "forbidden"))
                    .awaitCue("failed")
                    .send(presence(ROMEO, x(FIRST)))
                    .then(ScriptedAvatars::barrier)
                    .send(presence(PARIS, x(FIRST)))
                    .expect(get(PARIS))
                    .send(error(PARIS, "wait", "resource-constraint"))
                    .awaitCue("waited")
                    .send(presence(PARIS, x(FIRST)))
                    .expect(get(PARIS))
                    .send(result(PARIS, Pictures.card(FIRST))))) {
      events(1);
      assertThat(((Failed) events(1).get(0)).failure()).isInstanceOf(StanzaException.class);
      assertThat(events(1)).containsExactly(new Renamed(ROMEO, "Romeo"));
      it.peer().cue("failed");
      events(1);
      assertThat(((Failed) events(1).get(0)).failure().retryable()).isTrue();
      it.peer().cue("waited");
      assertThat(events(1)).containsExactly(new Loaded(PARIS, Avatar.of(FIRST)));
    }
  }

  @Test
  void the_folder_is_asked_before_the_contact(@TempDir Path temp) throws Exception {
    AvatarSettings settings = settings().folder(temp.resolve("avatars")).build();
    new AvatarFolder(temp.resolve("avatars"), settings).store(Avatar.of(FIRST));
    try (ScriptedClient it = bound(settings, s -> s.send(presence(ROMEO, x(FIRST, "Romeo"))))) {
      assertThat(events(3))
          .containsExactly(
              new Changed(ROMEO, Pictures.hash(FIRST)),
              new Loaded(ROMEO, Avatar.of(FIRST)),
              new Renamed(ROMEO, "Romeo"));
      assertThat(it.get(Avatars.class).hash(ROMEO)).isEqualTo(Pictures.hash(FIRST));
    }
  }

  @Test
  void a_fetched_avatar_is_stored_in_the_folder(@TempDir Path temp) throws Exception {
    AvatarSettings settings = settings().memory(0, 0).folder(temp.resolve("avatars")).build();
    try (ScriptedClient it =
        bound(
            settings,
            s ->
                s.send(presence(ROMEO, x(FIRST)))
                    .expect(get(ROMEO))
                    .send(result(ROMEO, Pictures.card(FIRST))))) {
      events(2);
      // From the folder, as the server does not expect another request.
      assertThat(get(it.get(Avatars.class).avatar(ROMEO))).contains(Avatar.of(FIRST));
      assertThat(temp.resolve("avatars").resolve(Pictures.hash(FIRST))).hasBinaryContent(FIRST);
    }
  }

  @Test
  void on_demand_nothing_is_fetched_until_it_is_asked_for() throws Exception {
    try (ScriptedClient it =
        bound(
            settings().fetching(AvatarSettings.Fetching.ON_DEMAND).build(),
            s ->
                s.send(presence(ROMEO, x(FIRST, "Romeo")))
                    .then(ScriptedAvatars::barrier)
                    .mark("quiet")
                    .expect(get(ROMEO))
                    .send(result(ROMEO, Pictures.card(FIRST))))) {
      assertThat(events(2))
          .containsExactly(new Changed(ROMEO, Pictures.hash(FIRST)), new Renamed(ROMEO, "Romeo"));
      it.peer().awaitMark("quiet");
      assertThat(get(it.get(Avatars.class).avatar(ROMEO))).contains(Avatar.of(FIRST));
      assertThat(get(it.get(Avatars.class).avatar(ROMEO))).contains(Avatar.of(FIRST));
    }
  }

  @Test
  void a_contact_that_announced_nothing_can_be_asked() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(get(ROMEO))
                    .send(result(ROMEO, Pictures.card(FIRST, "Romeo")))
                    .expect(get(PARIS))
                    .send(result(PARIS, "<vCard xmlns='vcard-temp'/>"))
                    .awaitCue("known")
                    .send(presence(ROMEO, x(FIRST)))
                    .then(ScriptedAvatars::barrier)
                    .mark("done"))) {
      Avatars avatars = it.get(Avatars.class);
      assertThat(get(avatars.avatar(ROMEO))).contains(Avatar.of(FIRST));
      assertThat(get(avatars.avatar(PARIS))).isEmpty();
      assertThat(get(avatars.avatar(PARIS))).isEmpty();
      assertThat(events(1)).containsExactly(new Renamed(ROMEO, "Romeo"));
      it.peer().cue("known");
      it.peer().awaitMark("done");
      assertThat(further(it)).isEmpty();
    }
  }

  /** XEP-0045, section 7.5: the vCard of an occupant is asked of the room, at the full address. */
  @Test
  void an_occupant_has_an_avatar_of_its_own() throws Exception {
    Jid occupant = Jid.of("garden@rooms.localhost/Romeo");
    Jid other = Jid.of("garden@rooms.localhost/Paris");
    try (ScriptedClient it =
        bound(
            settings().announcing(false).build(),
            s ->
                s.expectLike("<presence to='garden@rooms.localhost/Juliet'/>")
                    .send(presence(occupant, MARK + x(FIRST)))
                    .expect(get(occupant))
                    .send(result(occupant, Pictures.card(FIRST)))
                    .send(presence(other, MARK + NONE))
                    .awaitCue("known")
                    .send("<presence type='unavailable' from='" + occupant + "'/>")
                    .then(ScriptedAvatars::barrier)
                    .mark("left"))) {
      Avatars avatars = it.get(Avatars.class);
      visit(it, occupant.bare());
      assertThat(events(3)).contains(new Loaded(occupant, Avatar.of(FIRST)), new Removed(other));
      assertThat(get(avatars.avatar(occupant))).contains(Avatar.of(FIRST));
      assertThat(get(avatars.ofOccupant(other))).isEmpty();
      assertThat(avatars.hash(occupant.bare())).isNull();
      it.peer().cue("known");
      it.peer().awaitMark("left");
      assertThat(avatars.hash(occupant)).isNull();
    }
  }

  @Test
  void a_room_has_an_avatar_apart_from_its_occupants() throws Exception {
    Jid room = Jid.of("garden@rooms.localhost");
    try (ScriptedClient it =
        bound(
            settings().announcing(false).build(),
            s ->
                s.expectLike("<presence to='garden@rooms.localhost/Juliet'/>")
                    .send("<presence from='garden@rooms.localhost'>" + x(SECOND) + "</presence>")
                    .expect(get(room))
                    .send(result(room, Pictures.card(SECOND)))
                    .send(presence(room.withResource("Romeo"), MARK + NONE)))) {
      visit(it, room);
      assertThat(events(3))
          .contains(new Loaded(room, Avatar.of(SECOND)), new Removed(room.withResource("Romeo")));
      assertThat(get(it.get(Avatars.class).avatar(room))).contains(Avatar.of(SECOND));
    }
  }

  private static void visit(ScriptedClient it, Jid room) {
    Jid self = room.withResource("Juliet");
    it.client().send(Presence.builder(Presence.Type.AVAILABLE).to(self).build()).join();
  }

  /**
   * The mark of an occupant alone is worth nothing: the full address of a stranger is not asked.
   */
  @Test
  void a_contact_with_the_mark_of_an_occupant_is_a_contact() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.send(presence(ROMEO, MARK + x(FIRST)))
                    .expect(get(ROMEO))
                    .send(result(ROMEO, Pictures.card(FIRST))))) {
      assertThat(events(2)).last().isEqualTo(new Loaded(ROMEO, Avatar.of(FIRST)));
      assertThat(it.get(Avatars.class).hash(ROMEO)).isNotNull();
    }
  }

  @Test
  void rooms_of_gateways_are_rooms_if_the_program_says_so() throws Exception {
    Jid occupant = Jid.of("r0@msn.localhost/friend@hotmail.com");
    try (ScriptedClient it =
        bound(
            settings().rooms(bare -> bare.equals(occupant.bare())).build(),
            s ->
                s.send(presence(occupant, x(FIRST)))
                    .expect(get(occupant))
                    .send(result(occupant, Pictures.card(FIRST))))) {
      assertThat(events(2)).last().isEqualTo(new Loaded(occupant, Avatar.of(FIRST)));
      assertThat(it.get(Avatars.class).hash(occupant)).isNotNull();
    }
  }

  @Test
  void those_not_wanted_are_ignored() throws Exception {
    try (ScriptedClient it =
        bound(
            settings().wanted(ROMEO::equals).build(),
            s ->
                s.send(presence(PARIS, x(FIRST, "Paris")))
                    .then(ScriptedAvatars::barrier)
                    .mark("done"))) {
      it.peer().awaitMark("done");
      assertThat(further(it)).isEmpty();
      assertThat(it.get(Avatars.class).nickname(PARIS)).isNull();
    }
  }

  @Test
  void a_nickname_is_made_fit_for_display() throws Exception {
    try (ScriptedClient it =
        bound(s -> s.send(presence(ROMEO, x((String) null, "  Ro\n\u202emeo \u0009 M. "))))) {
      assertThat(events(1)).containsExactly(new Renamed(ROMEO, "Ro meo M."));
      assertThat(it.get(Avatars.class).nickname(ROMEO)).isEqualTo("Ro meo M.");
    }
  }
}
