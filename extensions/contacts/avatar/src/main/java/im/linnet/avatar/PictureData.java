package im.linnet.avatar;

import im.linnet.avatar.RejectedPictureException.Reason;
import im.linnet.pubsub.NodeType;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import java.util.Base64;

/**
 * A picture in the data node (XEP-0084, section 4.1).
 *
 * @param base64 the picture, with or without white space
 */
record PictureData(String base64) implements Payload {

  static final String NAMESPACE = "urn:xmpp:avatar:data";
  static final NodeType<PictureData> NODE =
      NodeType.of(
          NAMESPACE, new Type<>("data", NAMESPACE, element -> new PictureData(element.text())));

  static PictureData of(Avatar avatar) {
    return new PictureData(Base64.getEncoder().encodeToString(avatar.shared()));
  }

  /**
   * Checks the picture.
   *
   * @param hash the hash that its owner announced
   * @param maxBytes the largest picture
   * @throws RejectedPictureException if it is not accepted
   */
  Avatar checked(String hash, int maxBytes) {
    String digits = base64.replaceAll("\\s", "");
    if (digits.length() / 4 * 3L > maxBytes + 2L) {
      throw RejectedPictureException.tooLarge(digits.length() / 4 * 3L, maxBytes);
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(digits);
    } catch (IllegalArgumentException malformed) {
      throw new RejectedPictureException(
          Reason.MALFORMED, "picture: %d characters (expected: base64)".formatted(digits.length()));
    }
    if (bytes.length > maxBytes) {
      throw RejectedPictureException.tooLarge(bytes.length, maxBytes);
    }
    Avatar avatar = Avatar.owning(bytes);
    if (!avatar.hash().equals(hash)) {
      throw RejectedPictureException.wrongHash(avatar.hash(), hash);
    }
    return avatar;
  }

  @Override
  public Element toElement() {
    return Element.of("data", NAMESPACE, base64);
  }
}
