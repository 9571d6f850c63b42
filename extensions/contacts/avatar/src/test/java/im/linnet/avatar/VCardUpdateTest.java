package im.linnet.avatar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.avatar.VCardUpdate.Photo;
import im.linnet.stanza.Presence;
import im.linnet.xml.Element;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VCardUpdateTest {

  private static final String HASH = "4a5eb7d8f0c1b2a39485761029384756abcdef01";

  @Test
  void tells_a_missing_photo_from_an_empty_one() {
    assertThat(VCardUpdate.of(x(null, null)))
        .isEqualTo(new VCardUpdate(new Photo.NotReady(), null));
    assertThat(VCardUpdate.of(x("", null))).isEqualTo(new VCardUpdate(new Photo.None(), null));
    assertThat(VCardUpdate.of(x(" \n", "N"))).isEqualTo(new VCardUpdate(new Photo.None(), "N"));
    assertThat(VCardUpdate.of(x(HASH, ""))).isEqualTo(new VCardUpdate(new Photo.Hash(HASH), ""));
  }

  @Test
  void compares_hashes_regardless_of_case() {
    Photo.Hash upper = new Photo.Hash(HASH.toUpperCase(Locale.ROOT));
    assertThat(upper).isEqualTo(new Photo.Hash(HASH));
    assertThat(VCardUpdate.of(x("\n " + upper.sha1() + " ", null)).photo()).isEqualTo(upper);
  }

  @Test
  void writes_what_it_reads() {
    for (VCardUpdate update :
        new VCardUpdate[] {
          new VCardUpdate(new Photo.NotReady(), null),
          new VCardUpdate(new Photo.None(), "Name & Co"),
          new VCardUpdate(new Photo.Hash(HASH), null),
          new VCardUpdate(new Photo.NotReady(), "")
        }) {
      assertThat(VCardUpdate.of(update.toElement())).isEqualTo(update);
    }
    assertThat(new VCardUpdate(new Photo.NotReady(), null).toElement().toXml())
        .isEqualTo("<x xmlns=\"vcard-temp:x:update\"/>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha1-hash-of-image",
        "4a5eb7",
        "4a5eb7d8f0c1b2a39485761029384756abcdef0g",
        "../../../../../../../../etc/passwd/......",
        "４a5eb7d8f0c1b2a39485761029384756abcdef01",
        "4a5eb7d8f0c1b2a39485761029384756abcdef0101"
      })
  void a_malformed_hash_says_nothing(String hash) {
    assertThatThrownBy(() -> VCardUpdate.of(x(hash, null)))
        .isInstanceOf(IllegalArgumentException.class);
    Presence presence =
        Presence.builder(Presence.Type.AVAILABLE).payload(x(hash, null)).status("s").build();
    assertThat(presence.payload(VCardUpdate.TYPE)).isNull();
    assertThat(presence.status()).isEqualTo("s");
  }

  @Test
  void is_no_other_element() {
    assertThatThrownBy(() -> VCardUpdate.of(Element.of("x", "jabber:x:avatar")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Element x(@Nullable String photo, @Nullable String nickname) {
    return Element.builder("x", VCardUpdate.NAMESPACE)
        .child("photo", photo)
        .child("nickname", nickname)
        .build();
  }
}
