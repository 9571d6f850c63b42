package im.linnet.avatar;

import org.jspecify.annotations.Nullable;

/**
 * The size of a picture.
 *
 * @param width in pixels
 * @param height in pixels
 */
record PictureSize(int width, int height) {

  /** The size of a PNG or GIF, which is at a fixed place; null for other kinds. */
  static @Nullable PictureSize of(byte[] bytes) {
    PictureType type = PictureType.of(bytes);
    PictureSize size = null;
    if (type == PictureType.PNG && bytes.length >= 24) {
      size = new PictureSize(bigEndian(bytes, 18), bigEndian(bytes, 22));
    } else if (type == PictureType.GIF) {
      size = new PictureSize(littleEndian(bytes, 6), littleEndian(bytes, 8));
    }
    return size == null || size.width == 0 || size.height == 0 ? null : size;
  }

  /** The lower half of a number of four bytes; avatars are not larger. */
  private static int bigEndian(byte[] bytes, int at) {
    return (bytes[at - 2] | bytes[at - 1]) != 0
        ? 0
        : (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  private static int littleEndian(byte[] bytes, int at) {
    return (bytes[at + 1] & 0xff) << 8 | (bytes[at] & 0xff);
  }
}
