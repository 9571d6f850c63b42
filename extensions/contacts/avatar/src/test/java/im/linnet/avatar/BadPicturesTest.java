package im.linnet.avatar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.avatar.AvatarEvent.Changed;
import im.linnet.avatar.AvatarEvent.Failed;
import im.linnet.avatar.AvatarEvent.Loaded;
import im.linnet.avatar.AvatarEvent.Renamed;
import im.linnet.avatar.RejectedPictureException.Reason;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.test.ScriptedClient;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong hashes, pictures over the limit, SVG or HTML named PNG: reported and not cached. */
@Timeout(120)
class BadPicturesTest extends ScriptedAvatars {

  private static final byte[] FIRST = Pictures.png(1);
  private static final byte[] SECOND = Pictures.png(2);

  @Test
  @DisplayName("d.6: wrong hashes")
  void a_wrong_hash_is_reported_and_not_cached() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.send(presence(ROMEO, x(FIRST, "Romeo")))
                    .expect(get(ROMEO))
                    .send(result(ROMEO, Pictures.card(SECOND, "Somebody")))
                    .awaitCue("failed")
                    .send(presence(PARIS, x(SECOND)))
                    .expect(get(PARIS))
                    .send(result(PARIS, Pictures.card(SECOND)))
                    .awaitCue("loaded")
                    .send(presence(ROMEO, x(FIRST)))
                    .then(ScriptedAvatars::barrier)
                    .mark("done"))) {
      assertThat(events(1)).containsExactly(new Changed(ROMEO, Pictures.hash(FIRST)));
      assertThat(failure(Pictures.hash(FIRST))).isEqualTo(Reason.WRONG_HASH);
      assertThat(events(1)).containsExactly(new Renamed(ROMEO, "Romeo"));
      it.peer().cue("failed");
      assertThat(events(2)).last().isEqualTo(new Loaded(PARIS, Avatar.of(SECOND)));
      it.peer().cue("loaded");
      it.peer().awaitMark("done");
      assertThat(further(it)).as("the same wrong hash is not fetched twice").isEmpty();
    }
  }

  @Tag("Q14")
  @Test
  @DisplayName("d.6: pictures over the limit")
  void a_picture_over_the_limit_is_reported() throws Exception {
    byte[] most = Pictures.png(1, 1_000);
    byte[] large = Pictures.png(2, 1_001);
    try (ScriptedClient it =
        bound(
            settings().maxBytes(1_000).build(),
            s ->
                s.send(presence(ROMEO, x(most)))
                    .expect(get(ROMEO))
                    .send(result(ROMEO, Pictures.card(most)))
                    .awaitCue("loaded")
                    .send(presence(ROMEO, x(large)))
                    .expect(get(ROMEO))
                    .send(result(ROMEO, Pictures.card(large))))) {
      assertThat(events(2)).last().isEqualTo(new Loaded(ROMEO, Avatar.of(most)));
      it.peer().cue("loaded");
      assertThat(events(1)).containsExactly(new Changed(ROMEO, Pictures.hash(large)));
      assertThat(failure(Pictures.hash(large))).isEqualTo(Reason.TOO_LARGE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
      })
  @DisplayName("d.6: SVG or HTML named PNG, with the right hash")
  void svg_or_html_named_png_is_reported(String content) throws Exception {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    String hash = im.linnet.vcard.Photo.of("image/png", bytes).sha1();
    try (ScriptedClient it =
        bound(
            s ->
                s.send(presence(ROMEO, x(hash, null)))
                    .expect(get(ROMEO))
                    .send(result(ROMEO, Pictures.card(bytes)))
                    .awaitCue("failed")
                    .expect(get(ROMEO))
                    .send(result(ROMEO, Pictures.card(bytes))))) {
      events(1);
      assertThat(failure(hash)).isEqualTo(Reason.NOT_A_PICTURE);
      it.peer().cue("failed");
      assertThatThrownBy(() -> get(it.get(Avatars.class).avatar(ROMEO)))
          .hasCauseInstanceOf(UnreadableAnswerException.class)
          .hasRootCauseInstanceOf(RejectedPictureException.class)
          .hasMessageContaining("PNG, JPEG, GIF or WebP");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<PHOTO><BINVAL>no base64!</BINVAL></PHOTO>", "<PHOTO><BINVAL/></PHOTO>", ""})
  void a_card_without_the_announced_picture_is_reported(String photo) throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.send(presence(ROMEO, x(FIRST)))
                    .expect(get(ROMEO))
                    .send(result(ROMEO, "<vCard xmlns='vcard-temp'>" + photo + "</vCard>")))) {
      events(1);
      assertThat(failure(Pictures.hash(FIRST)))
          .isEqualTo(photo.contains("no") ? Reason.MALFORMED : Reason.ABSENT);
      assertThat(it.get(Avatars.class).hash(ROMEO)).isEqualTo(Pictures.hash(FIRST));
    }
  }

  private Reason failure(String hash) throws InterruptedException {
    Failed failed = (Failed) events(1).get(0);
    assertThat(failed.hash()).isEqualTo(hash);
    assertThat(failed.failure()).isInstanceOf(UnreadableAnswerException.class);
    assertThat(failed.failure().retryable()).isFalse();
    return ((RejectedPictureException) Objects.requireNonNull(failed.failure().getCause()))
        .reason();
  }
}
