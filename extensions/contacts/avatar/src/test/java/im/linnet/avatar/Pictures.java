package im.linnet.avatar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;

/** Pictures for tests, which begin as such and go on at random. */
final class Pictures {

  private Pictures() {}

  static byte[] png(int seed) {
    return png(seed, 200);
  }

  static byte[] png(int seed, int size) {
    return begun("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR", seed, size);
  }

  /** Bytes that begin with characters of Latin-1. */
  static byte[] begun(String begin, int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    byte[] first = begin.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(first, 0, bytes, 0, first.length);
    return bytes;
  }

  static String hash(byte[] bytes) {
    return Avatar.of(bytes).hash();
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** A card with a picture. */
  static String card(byte[] picture) {
    return "<vCard xmlns='vcard-temp'><PHOTO><TYPE>image/png</TYPE><BINVAL>"
        + base64(picture)
        + "</BINVAL></PHOTO></vCard>";
  }

  /** A card with a nickname and a picture. */
  static String card(byte[] picture, String nickname) {
    return card(picture).replace("</vCard>", "<NICKNAME>" + nickname + "</NICKNAME></vCard>");
  }

  static byte[] without(byte[] bytes, int last) {
    return Arrays.copyOf(bytes, bytes.length - last);
  }
}
