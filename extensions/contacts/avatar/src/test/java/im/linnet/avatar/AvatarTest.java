package im.linnet.avatar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.linnet.avatar.RejectedPictureException.Reason;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvatarTest {

  @Test
  void knows_a_picture_by_its_content() {
    assertThat(Avatar.of(Pictures.png(1)).mediaType()).isEqualTo("image/png");
    assertThat(Avatar.of(Pictures.begun("\u00ff\u00d8\u00ff\u00e0", 1, 50)).mediaType())
        .isEqualTo("image/jpeg");
    assertThat(Avatar.of(Pictures.begun("GIF87a", 1, 50)).mediaType()).isEqualTo("image/gif");
    assertThat(Avatar.of(Pictures.begun("GIF89a", 1, 50)).mediaType()).isEqualTo("image/gif");
    assertThat(Avatar.of(Pictures.begun("RIFF....WEBPVP8 ", 1, 50)).mediaType())
        .isEqualTo("image/webp");
  }

  @Test
  void has_the_hash_of_its_bytes() {
    byte[] gif = "GIF89a.......".getBytes(StandardCharsets.US_ASCII);
    assertThat(Avatar.of(gif).hash()).isEqualTo("9132d87064c3d34b4c27ad00f855619e6df21b89");
    assertThat(Avatar.of(gif).size()).isEqualTo(13);
  }

  @Test
  void is_not_changed_through_its_arrays() {
    byte[] bytes = Pictures.png(1);
    Avatar avatar = Avatar.of(bytes);
    bytes[100]++;
    avatar.bytes()[100]++;
    assertThat(avatar).isEqualTo(Avatar.of(Pictures.png(1))).hasSameHashCodeAs(avatar);
    assertThat(avatar.toString()).contains("image/png", "200 bytes", avatar.hash());
  }

  /** Bad input: "SVG or HTML named PNG", and what else may be named so. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        "\u00ef\u00bb\u00bf<svg xmlns='http://www.w3.org/2000/svg'/>",
        "<!DOCTYPE html><html><script>alert(1)</script></html>",
        "<html><body>GIF89a</body></html>",
        " \u0089PNG\r\n\u001a\n\0\0\0\rIHDR",
        "\u0089PNG\r\n\u001a\n<svg xmlns='http://www.w3.org/2000/svg'/>",
        "\u0089PNG\n\u001a\n\0\0\0\rIHDR",
        "BM......",
        "II*\0....",
        "%PDF-1.7",
        "MZ\u0090\0"
      })
  void refuses_what_is_no_picture(String content) {
    assertThat(reason(content.getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo(Reason.NOT_A_PICTURE);
  }

  @ParameterizedTest
  @CsvSource({"GIF89a, 12", "GIF8, 4", "RIFF....WEBP, 14", "RIFF....WAVEfmt, 20"})
  void refuses_half_a_beginning(String begin, int size) {
    assertThat(reason(Pictures.begun(begin, 1, size))).isEqualTo(Reason.NOT_A_PICTURE);
  }

  @Test
  void refuses_the_first_bytes_of_each_kind() {
    for (int size = 0; size < 16; size++) {
      assertThat(reason(Pictures.without(Pictures.png(1), 200 - size)))
          .isEqualTo(Reason.NOT_A_PICTURE);
    }
    assertThat(reason(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff}))
        .isEqualTo(Reason.NOT_A_PICTURE);
  }

  private static Reason reason(byte[] bytes) {
    return catchThrowableOfType(RejectedPictureException.class, () -> Avatar.of(bytes)).reason();
  }
}
