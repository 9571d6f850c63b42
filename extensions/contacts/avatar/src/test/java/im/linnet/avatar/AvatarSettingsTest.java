package im.linnet.avatar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.vcard.Photo;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AvatarSettingsTest {

  @Test
  void fetches_automatically_and_announces_no_nickname_by_default() {
    AvatarSettings standard = AvatarSettings.standard();
    assertThat(standard.fetching()).isEqualTo(AvatarSettings.Fetching.AUTOMATIC);
    assertThat(standard.announcing()).isTrue();
    assertThat(standard.nicknameInPresence()).isFalse();
    assertThat(standard.maxBytes()).isEqualTo(1 << 20);
    assertThat(standard.folder()).isNull();
  }

  @Test
  void refuses_limits_that_make_no_sense() {
    AvatarSettings.Builder builder = AvatarSettings.builder();
    refuses(() -> builder.maxBytes(0), "maxBytes: 0 (expected: 1 to");
    refuses(() -> builder.maxBytes(Photo.MAX_BYTES + 1), "maxBytes");
    refuses(() -> builder.fetches(0, Duration.ZERO), "together: 0 (expected: >= 1)");
    refuses(() -> builder.fetches(1, Duration.ofMillis(-1)), "apart");
    refuses(() -> builder.memory(-1, 1), "avatars: -1 (expected: >= 0)");
    refuses(() -> builder.memory(1, -1), "bytes");
    refuses(() -> builder.folderLimits(-1, 1), "avatars");
    refuses(() -> builder.folderLimits(1, -1), "bytes");
    refuses(() -> builder.owners(0), "owners: 0 (expected: >= 1)");
  }

  private static void refuses(ThrowingCallable call, String why) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(why);
  }
}
