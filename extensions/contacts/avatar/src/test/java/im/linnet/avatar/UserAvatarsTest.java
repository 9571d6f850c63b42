package im.linnet.avatar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.avatar.AvatarEvent.Changed;
import im.linnet.avatar.AvatarEvent.Failed;
import im.linnet.avatar.AvatarEvent.Loaded;
import im.linnet.avatar.AvatarEvent.Removed;
import im.linnet.avatar.AvatarEvent.Renamed;
import im.linnet.avatar.RejectedPictureException.Reason;
import im.linnet.disco.Disco;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.sasl.Sasl;
import im.linnet.test.ScriptedClient;
import im.linnet.test.Xml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What contacts announce by events, beside what they announce by presence. */
@Timeout(120)
class UserAvatarsTest extends ScriptedUserAvatars {

  private static final byte[] FIRST = Pictures.png(1);
  private static final byte[] SECOND = Pictures.png(2);
  private static final String HASH = Pictures.hash(FIRST);

  private static Changed changed(byte[] picture) {
    return new Changed(ROMEO, Pictures.hash(picture));
  }

  private static Loaded loaded(byte[] picture) {
    return new Loaded(ROMEO, Avatar.of(picture));
  }

  @Test
  void an_event_is_followed_by_the_data_and_by_nothing_if_repeated() throws Exception {
    try (ScriptedClient it =
        withNodes(
            s ->
                s.send(event(ROMEO, metadata(FIRST)))
                    .expect(getData(ROMEO, FIRST))
                    .send(
                        data(
                            ROMEO, HASH, "\n" + Pictures.base64(FIRST).replaceAll(".{20}", "$0\n")))
                    .awaitCue("loaded")
                    .send(event(ROMEO, metadata(FIRST)))
                    .send(presence(ROMEO, x(FIRST, "Romeo")))
                    // Another picture in the vCard counts less.
                    .send(presence(ROMEO, x(SECOND, "Montague")))
                    .send(event(ROMEO, EMPTY))
                    .send(event(ROMEO, EMPTY))
                    .then(ScriptedAvatars::barrier)
                    // Known from before.
                    .send(event(ROMEO, metadata(FIRST)))
                    .mark("done"))) {
      assertThat(events(2)).containsExactly(changed(FIRST), loaded(FIRST));
      it.peer().cue("loaded");
      assertThat(events(5))
          .containsExactly(
              new Renamed(ROMEO, "Romeo"),
              new Renamed(ROMEO, "Montague"),
              new Removed(ROMEO),
              changed(FIRST),
              loaded(FIRST));
      it.peer().awaitMark("done");
      assertThat(further(it)).isEmpty();
      assertThat(it.get(Avatars.class).hash(ROMEO)).isEqualTo(HASH);
      assertThat(get(it.get(Avatars.class).avatar(ROMEO))).contains(Avatar.of(FIRST));
      assertThat(it.get(Disco.class).ownInfo().has("urn:xmpp:avatar:metadata+notify")).isTrue();
    }
  }

  @Test
  void a_presence_before_the_event_is_enough() throws Exception {
    try (ScriptedClient it =
        withNodes(
            s ->
                s.send(presence(ROMEO, x(FIRST)))
                    .expect(get(ROMEO))
                    .send(event(ROMEO, metadata(FIRST)))
                    .send(result(ROMEO, Pictures.card(FIRST)))
                    .awaitCue("loaded")
                    .send(presence(ROMEO, x(SECOND)))
                    .then(ScriptedAvatars::barrier)
                    .send(event(ROMEO, metadata(SECOND)))
                    .expect(getData(ROMEO, SECOND))
                    .send(data(ROMEO, SECOND)))) {
      assertThat(events(2)).containsExactly(changed(FIRST), loaded(FIRST));
      it.peer().cue("loaded");
      assertThat(events(2)).containsExactly(changed(SECOND), loaded(SECOND));
      assertThat(further(it)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"item-not-found", "forbidden", "service-unavailable", ""})
  void the_card_has_it_if_the_node_does_not(String condition) throws Exception {
    String absent =
        condition.isEmpty()
            ? result(
                ROMEO,
                "<pubsub xmlns='" + PUBSUB + "'><items node='urn:xmpp:avatar:data'/></pubsub>")
            : error(ROMEO, "cancel", condition);
    try (ScriptedClient it =
        withNodes(
            s ->
                s.send(event(ROMEO, metadata(FIRST)))
                    .expect(getData(ROMEO, FIRST))
                    .send(absent)
                    .expect(get(ROMEO))
                    .send(result(ROMEO, Pictures.card(FIRST, "Romeo"))))) {
      assertThat(events(3))
          .containsExactly(changed(FIRST), loaded(FIRST), new Renamed(ROMEO, "Romeo"));
      assertThat(it.get(Avatars.class).hash(ROMEO)).isEqualTo(HASH);
    }
  }

  private static Reason reason(AvatarEvent event) {
    Throwable failure = ((Failed) event).failure();
    assertThat(failure).isInstanceOf(UnreadableAnswerException.class);
    return ((RejectedPictureException) Objects.requireNonNull(failure.getCause())).reason();
  }

  @Test
  void what_is_not_the_announced_picture_is_rejected() throws Exception {
    byte[] large = Pictures.png(3, 2_000);
    byte[] text = "<svg onload='alert(1)'/>".getBytes(StandardCharsets.UTF_8);
    Map<Reason, String> bad =
        Map.of(
            Reason.WRONG_HASH, Pictures.base64(SECOND),
            Reason.MALFORMED, "????",
            Reason.TOO_LARGE, Pictures.base64(large),
            Reason.NOT_A_PICTURE, Pictures.base64(text));
    for (Map.Entry<Reason, String> each : bad.entrySet()) {
      try (ScriptedClient it =
          withNodes(
              settings().maxBytes(1_000),
              s ->
                  s.send(event(ROMEO, info("bytes='10' id='" + HASH + "'")))
                      .expect(getData(ROMEO, FIRST))
                      .send(data(ROMEO, HASH, each.getValue())))) {
        List<AvatarEvent> both = events(2);
        assertThat(both.get(0)).isEqualTo(changed(FIRST));
        assertThat(reason(both.get(1))).isEqualTo(each.getKey());
        assertThat(it.get(Avatars.class).hash(ROMEO)).isEqualTo(HASH);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"bytes='1048577',TOO_LARGE", "bytes='10' url='https://example.com/a.png',AT_URL"})
  void what_would_not_be_accepted_is_not_fetched(String attributes, Reason reason)
      throws Exception {
    String info = info("id='" + HASH + "' " + attributes);
    try (ScriptedClient it =
        withNodes(
            s ->
                s.send(event(ROMEO, info))
                    .send(event(ROMEO, info))
                    .then(ScriptedAvatars::barrier)
                    .mark("done"))) {
      it.peer().awaitMark("done");
      List<AvatarEvent> both = events(2);
      assertThat(both.get(0)).isEqualTo(changed(FIRST));
      assertThat(reason(both.get(1))).isEqualTo(reason);
      assertThat(further(it)).isEmpty();
    }
  }

  @Test
  void of_several_forms_the_one_in_the_node_is_fetched() throws Exception {
    String several =
        "<metadata xmlns='urn:xmpp:avatar:metadata'>"
            + "<info id='nonsense' bytes='1'/><info/>"
            + "<info id='%s' bytes='10' url='http://example.com/a.gif' type='image/gif'/>"
                .formatted("1".repeat(40))
            + "<info id='%s' bytes='999999999' type='image/png'/>".formatted("2".repeat(40))
            + "<info id='%s' bytes='200' type='image/png'/>"
                .formatted(HASH.toUpperCase(Locale.ROOT))
            + "<pointer><x xmlns='urn:game'/></pointer></metadata>";
    try (ScriptedClient it =
        withNodes(
            s ->
                s.send(event(ROMEO, several))
                    .expect(getData(ROMEO, FIRST))
                    .send(data(ROMEO, FIRST)))) {
      assertThat(events(2)).containsExactly(changed(FIRST), loaded(FIRST));
      assertThat(it.get(Avatars.class).hash(ROMEO)).isEqualTo(HASH);
    }
  }

  @Test
  void what_is_malformed_or_from_an_occupant_says_nothing() throws Exception {
    try (ScriptedClient it =
        withNodes(
            settings().wanted(jid -> !jid.equals(PARIS)),
            s ->
                s.send(event(ROMEO, info("id='nonsense' bytes='1'")))
                    .send(event(ROMEO, "<other xmlns='urn:a'/>"))
                    .send(
                        event(
                            ROMEO,
                            "<metadata xmlns='urn:xmpp:avatar:metadata'><a"
                                + " xmlns='urn:a'/></metadata>"))
                    .send(event("room@localhost/romeo", metadata(FIRST)))
                    .send(event(PARIS, metadata(FIRST)))
                    .send(event(ROMEO, "retract", ""))
                    .send(event(ROMEO, "purge", ""))
                    .then(ScriptedAvatars::barrier)
                    .mark("done"))) {
      it.peer().awaitMark("done");
      assertThat(further(it)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"purge", "delete", "items"})
  void a_node_that_is_emptied_means_no_avatar(String what) throws Exception {
    String content = what.equals("items") ? "<retract id='" + HASH + "'/>" : "";
    try (ScriptedClient it =
        withNodes(
            s ->
                s.send(event(ROMEO, metadata(FIRST)))
                    .expect(getData(ROMEO, FIRST))
                    .send(data(ROMEO, FIRST))
                    .awaitCue("loaded")
                    .send(event(ROMEO, what, content)))) {
      assertThat(events(2)).containsExactly(changed(FIRST), loaded(FIRST));
      it.peer().cue("loaded");
      assertThat(events(1)).containsExactly(new Removed(ROMEO));
      assertThat(it.get(Avatars.class).hash(ROMEO)).isNull();
    }
  }

  /** Prosody empties the node without an event when the photo is removed from the vCard. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_presence_without_avatar_has_the_node_asked_once_until_they_agree(boolean byEvent)
      throws Exception {
    String agreeing = byEvent ? event(ROMEO, metadata(FIRST)) : presence(ROMEO, x(FIRST));
    try (ScriptedClient it =
        withNodes(
            s ->
                s.send(event(ROMEO, metadata(FIRST)))
                    .expect(getData(ROMEO, FIRST))
                    .send(data(ROMEO, FIRST))
                    .awaitCue("loaded")
                    .send(presence(ROMEO, NONE))
                    .expect(getMetadata(ROMEO))
                    .send(metadataResult(ROMEO, "<item id='a'>" + metadata(FIRST) + "</item>"))
                    .send(presence(ROMEO, NONE))
                    .then(ScriptedAvatars::barrier)
                    .send(agreeing)
                    .send(presence(ROMEO, NONE))
                    .expect(getMetadata(ROMEO))
                    .send(metadataResult(ROMEO, "")))) {
      assertThat(events(2)).containsExactly(changed(FIRST), loaded(FIRST));
      it.peer().cue("loaded");
      assertThat(events(1)).containsExactly(new Removed(ROMEO));
    }
  }

  @Test
  void on_demand_the_node_is_asked_before_the_card() throws Exception {
    try (ScriptedClient it =
        withNodes(
            s ->
                s.expect(getMetadata(ROMEO))
                    .send(metadataResult(ROMEO, "<item id='a'>" + metadata(FIRST) + "</item>"))
                    .expect(getData(ROMEO, FIRST))
                    .send(data(ROMEO, FIRST))
                    .expect(getMetadata(PARIS))
                    .send(error(PARIS, "cancel", "item-not-found"))
                    .expect(get(PARIS))
                    .send(result(PARIS, Pictures.card(SECOND))))) {
      Avatars avatars = it.get(Avatars.class);
      assertThat(get(avatars.avatar(ROMEO))).contains(Avatar.of(FIRST));
      assertThat(get(avatars.avatar(PARIS))).contains(Avatar.of(SECOND));
      assertThat(get(avatars.avatar(PARIS))).contains(Avatar.of(SECOND));
      assertThat(further(it)).isEmpty();
    }
  }

  @Test
  void on_demand_a_disabled_or_unfetchable_avatar_is_told_from_each_other() throws Exception {
    String url = info("id='" + HASH + "' bytes='10' url='https://example.com/a'");
    try (ScriptedClient it =
        withNodes(
            s ->
                s.expect(getMetadata(ROMEO))
                    .send(metadataResult(ROMEO, "<item id='a'>" + EMPTY + "</item>"))
                    .expect(getMetadata(PARIS))
                    .send(metadataResult(PARIS, "<item id='a'>" + url + "</item>")))) {
      Avatars avatars = it.get(Avatars.class);
      assertThat(get(avatars.avatar(ROMEO))).isEmpty();
      assertThatThrownBy(() -> get(avatars.avatar(PARIS)))
          .hasCauseInstanceOf(UnreadableAnswerException.class)
          .hasRootCauseInstanceOf(RejectedPictureException.class);
    }
  }

  @Test
  void it_needs_publish_subscribe() {
    AvatarSettings settings = AvatarSettings.builder().userAvatars(true).build();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                XmppClient.builder("juliet@localhost")
                    .sasl(Sasl.anonymous())
                    .with(client -> new Avatars(client, settings))
                    .build());
    assertThat(AvatarSettings.standard().userAvatars()).isFalse();
  }

  @Test
  void sizes_are_those_of_png_and_gif() {
    byte[] png = Pictures.begun("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\0`\0\0\u0001\u0002", 1, 99);
    assertThat(PictureSize.of(png)).isEqualTo(new PictureSize(96, 258));
    byte[] gif = Pictures.begun("GIF89a`\0\u0002\u0001", 1, 99);
    assertThat(PictureSize.of(gif)).isEqualTo(new PictureSize(96, 258));
    assertThat(PictureSize.of(Pictures.begun("\u00ff\u00d8\u00ff\u00e0", 1, 99))).isNull();
    assertThat(
            PictureSize.of(
                Pictures.begun("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\u0001\0\0`\0\0\0`", 1, 99)))
        .isNull();
    assertThat(Metadata.of(Avatar.of(gif)).toElement())
        .isEqualTo(
            Xml.element(
                info(
                    "bytes='99' id='%s' type='image/gif' width='96' height='258'"
                        .formatted(Pictures.hash(gif)))));
  }
}
