package im.linnet.avatar;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The kinds of pictures that are accepted, each known by its first bytes. */
enum PictureType {
  /** PNG: its signature, then its first chunk (PNG, sections 5.2 and 5.3). */
  PNG("image/png") {
    @Override
    boolean begins(byte[] bytes) {
      return has(bytes, 0, "\u0089PNG\r\n\u001a\n") && has(bytes, 12, "IHDR");
    }
  },

  /** JPEG: the start of the image, then another marker. */
  JPEG("image/jpeg") {
    @Override
    boolean begins(byte[] bytes) {
      return bytes.length > 3 && has(bytes, 0, "\u00ff\u00d8\u00ff");
    }
  },

  /** GIF of either version, with its screen descriptor. */
  GIF("image/gif") {
    @Override
    boolean begins(byte[] bytes) {
      return bytes.length >= 13 && (has(bytes, 0, "GIF87a") || has(bytes, 0, "GIF89a"));
    }
  },

  /** WebP: a RIFF file of this form. */
  WEBP("image/webp") {
    @Override
    boolean begins(byte[] bytes) {
      return has(bytes, 0, "RIFF") && has(bytes, 8, "WEBPVP8");
    }
  };

  private final String mediaType;

  PictureType(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The type of a picture, or null if it is none of these. */
  static @Nullable PictureType of(byte[] bytes) {
    for (PictureType type : values()) {
      if (type.begins(bytes)) {
        return type;
      }
    }
    return null;
  }

  String mediaType() {
    return mediaType;
  }

  abstract boolean begins(byte[] bytes);

  private static boolean has(byte[] bytes, int at, String latin) {
    byte[] wanted = latin.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < wanted.length; i++) {
      if (at + i >= bytes.length || bytes[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
