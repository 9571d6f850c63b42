package im.linnet.avatar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.avatar.AvatarEvent.Changed;
import im.linnet.avatar.AvatarEvent.Failed;
import im.linnet.avatar.AvatarEvent.Loaded;
import im.linnet.avatar.AvatarEvent.Renamed;
import im.linnet.failure.RefusedException;
import im.linnet.jid.Jid;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.xml.XmlElement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signing on with many contacts causes no storm of fetches. */
@Timeout(120)
class FetchesTest extends ScriptedAvatars {

  private static final Duration FOREVER = Duration.ofHours(1);
  private static final byte[] FIRST = Pictures.png(1);
  private static final byte[] SECOND = Pictures.png(2);

  /** A server that answers only when as many ask as may, and sees that nobody else asks then. */
  @Test
  void asks_few_contacts_at_the_same_time() throws Exception {
    int contacts = 200;
    int parallel = 4;
    try (ScriptedClient it =
        bound(
            settings().fetches(parallel, Duration.ZERO).build(),
            s -> {
              for (int i = 0; i < contacts; i++) {
                s.send(presence("contact" + i + "@localhost", x(Pictures.png(i))));
              }
              for (int i = 0; i < contacts / parallel; i++) {
                wave(s, parallel);
              }
            })) {
      List<AvatarEvent> all = events(2 * contacts);
      assertThat(all.stream().filter(event -> event instanceof Loaded)).hasSize(contacts);
      assertThat(it.get(Avatars.class).hash(Jid.of("contact7@localhost"))).isNotNull();
    }
  }

  private static void wave(Script script, int parallel) {
    StringBuilder answers = new StringBuilder();
    for (int i = 0; i < parallel; i++) {
      script.answer(
          request -> {
            answers.append(answer(request));
            return "";
          });
    }
    script
        .send("<iq type='get' id='b' from='localhost'><barrier xmlns='urn:test'/></iq>")
        .answer(
            next -> {
              assertThat(next.attribute("id")).as("not another request").isEqualTo("b");
              return answers.toString();
            });
  }

  private static String answer(XmlElement request) {
    Jid to = Jid.of(String.valueOf(request.attribute("to")));
    int i = Integer.parseInt(String.valueOf(to.local()).substring("contact".length()));
    return "<iq type='result' id='%s' from='%s'>%s</iq>"
        .formatted(request.attribute("id"), to, Pictures.card(Pictures.png(i)));
  }

  @Test
  void one_hash_is_fetched_once_even_if_many_announce_it_at_once() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.send(presence(ROMEO, x(FIRST, "Romeo")))
                    .send(presence(PARIS, x(FIRST, "Paris")))
                    .expect(get(ROMEO))
                    .then(ScriptedAvatars::barrier)
                    .send(result(ROMEO, Pictures.card(FIRST))))) {
      assertThat(events(6))
          .containsExactlyInAnyOrder(
              new Changed(ROMEO, Pictures.hash(FIRST)),
              new Changed(PARIS, Pictures.hash(FIRST)),
              new Loaded(ROMEO, Avatar.of(FIRST)),
              new Renamed(ROMEO, "Romeo"),
              new Loaded(PARIS, Avatar.of(FIRST)),
              new Renamed(PARIS, "Paris"));
      assertThat(it.get(Avatars.class).nickname(PARIS)).isEqualTo("Paris");
    }
  }

  @Test
  void if_the_first_who_announces_a_hash_does_not_have_it_the_next_is_asked() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.send(presence(ROMEO, x(FIRST)))
                    .send(presence(PARIS, x(FIRST)))
                    .expect(get(ROMEO))
                    .send(result(ROMEO, Pictures.card(SECOND)))
                    .expect(get(PARIS))
                    .send(result(PARIS, Pictures.card(FIRST))))) {
      List<AvatarEvent> all = events(4);
      assertThat(all).contains(new Loaded(PARIS, Avatar.of(FIRST)));
      assertThat(all).anyMatch(event -> event instanceof Failed && event.owner().equals(ROMEO));
      assertThat(it.get(Avatars.class).hash(PARIS)).isNotNull();
    }
  }

  @Test
  void a_contact_that_changes_often_is_asked_for_the_last_only() throws Exception {
    try (ScriptedClient it =
        bound(
            settings().fetches(1, Duration.ZERO).build(),
            s ->
                s.send(presence(PARIS, x(SECOND)))
                    .expect(get(PARIS))
                    .send(presence(ROMEO, x(Pictures.png(3))))
                    .send(presence(ROMEO, x(Pictures.png(4))))
                    .send(presence(ROMEO, x(FIRST)))
                    .then(ScriptedAvatars::barrier)
                    .send(
                        "<iq type='result' id='{id}' from='paris@localhost'>"
                            + Pictures.card(SECOND)
                            + "</iq>")
                    .expect(get(ROMEO))
                    .send(result(ROMEO, Pictures.card(FIRST))))) {
      List<AvatarEvent> all = events(6);
      assertThat(all.stream().filter(event -> event instanceof Loaded))
          .containsExactly(
              new Loaded(PARIS, Avatar.of(SECOND)), new Loaded(ROMEO, Avatar.of(FIRST)));
      assertThat(it.get(Avatars.class).hash(ROMEO)).isEqualTo(Pictures.hash(FIRST));
    }
  }

  @Test
  void automatic_fetches_are_spread_and_callers_do_not_wait_for_them() throws Exception {
    try (ScriptedClient it =
        bound(
            AvatarSettings.builder().fetches(4, FOREVER).build(),
            s ->
                s.send(presence(ROMEO, x(FIRST)))
                    .send(presence(PARIS, x(SECOND)))
                    .expect(get(ROMEO))
                    .then(ScriptedAvatars::barrier)
                    .send(
                        "<iq type='result' id='{id}' from='romeo@localhost'>"
                            + Pictures.card(FIRST)
                            + "</iq>")
                    .then(ScriptedAvatars::barrier)
                    .mark("spread")
                    .expect(get(PARIS))
                    .send(result(PARIS, Pictures.card(SECOND))))) {
      assertThat(events(3)).contains(new Loaded(ROMEO, Avatar.of(FIRST)));
      it.peer().awaitMark("spread");
      assertThat(get(it.get(Avatars.class).avatar(PARIS))).contains(Avatar.of(SECOND));
      assertThat(events(1)).containsExactly(new Loaded(PARIS, Avatar.of(SECOND)));
    }
  }

  @Test
  void the_next_automatic_fetch_begins_when_it_is_its_turn() throws Exception {
    try (ScriptedClient it =
        bound(
            AvatarSettings.builder().fetches(4, Duration.ofMillis(50)).build(),
            s ->
                s.send(presence(ROMEO, x(FIRST)))
                    .send(presence(PARIS, x(SECOND)))
                    .expect(get(ROMEO))
                    .send(result(ROMEO, Pictures.card(FIRST)))
                    .expect(get(PARIS))
                    .send(result(PARIS, Pictures.card(SECOND))))) {
      assertThat(events(4)).contains(new Loaded(PARIS, Avatar.of(SECOND)));
      assertThat(it.get(Avatars.class).hash(PARIS)).isNotNull();
    }
  }

  @Test
  void no_more_than_the_limit_wait_and_the_rest_is_reported() throws Exception {
    Jid third = Jid.of("third@localhost");
    try (ScriptedClient it =
        bound(
            AvatarSettings.builder().owners(1).fetches(1, FOREVER).build(),
            s ->
                s.send(presence(ROMEO, x(FIRST)))
                    .expect(get(ROMEO))
                    .send(presence(PARIS, x(SECOND)))
                    .send(presence(third, x(Pictures.png(3), "Third")))
                    .then(ScriptedAvatars::barrier)
                    .mark("full"))) {
      it.peer().awaitMark("full");
      List<AvatarEvent> all = events(5);
      assertThat(all.subList(0, 3)).allMatch(event -> event instanceof Changed);
      Failed failed = (Failed) all.get(3);
      assertThat(failed.owner()).isEqualTo(third);
      assertThat(failed.failure()).isInstanceOf(RefusedException.class);
      assertThat(failed.failure().retryable()).isTrue();
      assertThat(all.get(4)).isEqualTo(new Renamed(third, "Third"));
      assertThat(it.get(Avatars.class).hash(PARIS)).as("the longest silent").isNull();
      assertThatThrownBy(() -> get(it.get(Avatars.class).avatar(Jid.of("fourth@localhost"))))
          .hasCauseInstanceOf(RefusedException.class);
    }
  }

  @Test
  void equal_calls_share_a_fetch_that_one_of_them_alone_can_not_cancel() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(get(ROMEO))
                    .mark("asked")
                    .awaitCue("answer")
                    .send(result(ROMEO, Pictures.card(FIRST))))) {
      Avatars avatars = it.get(Avatars.class);
      CompletableFuture<Optional<Avatar>> one = avatars.avatar(ROMEO);
      CompletableFuture<Optional<Avatar>> two = avatars.avatar(ROMEO.withResource("x"));
      it.peer().awaitMark("asked");
      one.cancel(false);
      it.peer().cue("answer");
      assertThat(get(two)).contains(Avatar.of(FIRST));
      assertThatThrownBy(one::join).isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void a_call_in_a_callback_does_not_block_the_client() throws Exception {
    CompletableFuture<Optional<Avatar>> fetched = new CompletableFuture<>();
    try (ScriptedClient it =
        bound(
            settings().fetching(AvatarSettings.Fetching.ON_DEMAND).build(),
            s ->
                s.awaitCue("go")
                    .send(presence(ROMEO, x(FIRST)))
                    .expect(get(ROMEO))
                    .send(result(ROMEO, Pictures.card(FIRST))))) {
      Avatars avatars = it.get(Avatars.class);
      avatars.onChange(event -> fetched.complete(avatars.avatar(event.owner()).join()));
      it.peer().cue("go");
      assertThat(get(fetched)).contains(Avatar.of(FIRST));
    }
  }

  @Test
  void the_longest_silent_owner_is_forgotten_first() throws Exception {
    List<Jid> contacts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      contacts.add(Jid.of("contact" + i + "@localhost"));
    }
    try (ScriptedClient it =
        bound(
            settings().owners(10).build(),
            s -> {
              contacts.forEach(contact -> s.send(presence(contact, x("", "Name"))));
              s.then(ScriptedAvatars::barrier).mark("done");
            })) {
      it.peer().awaitMark("done");
      Avatars avatars = it.get(Avatars.class);
      assertThat(avatars.nickname(contacts.get(9))).isNull();
      assertThat(avatars.nickname(contacts.get(10))).isEqualTo("Name");
      events(40);
    }
  }
}
