package im.linnet.avatar;

import im.linnet.avatar.RejectedPictureException.Reason;
import im.linnet.vcard.Photo;
import im.linnet.vcard.VCard;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * What was fetched of an owner: from its vCard, or only the avatar from its node.
 *
 * @param avatar the avatar, or null if it has none
 * @param nickname the nickname, or null if it has none
 */
record FetchedCard(@Nullable Avatar avatar, @Nullable String nickname) {

  /**
   * Reads a card and checks the picture in it.
   *
   * @param card the card
   * @param hash the hash that its owner announced, or null for none
   * @param maxBytes the largest picture
   * @throws RejectedPictureException if the picture is not accepted
   */
  static FetchedCard of(VCard card, @Nullable String hash, int maxBytes) {
    Photo photo = card.photo(maxBytes);
    if (photo == null) {
      requireAbsent(card, hash, maxBytes);
      return new FetchedCard(null, card.nickname());
    }
    Avatar avatar = Avatar.owning(photo.bytes());
    if (hash != null && !avatar.hash().equals(hash)) {
      throw RejectedPictureException.wrongHash(avatar.hash(), hash);
    }
    return new FetchedCard(avatar, card.nickname());
  }

  private static void requireAbsent(VCard card, @Nullable String hash, int maxBytes) {
    long digits = 0;
    for (Element photo : card.element().children("PHOTO", VCard.NAMESPACE)) {
      for (Element content : photo.children("BINVAL", VCard.NAMESPACE)) {
        String text = content.text();
        digits = Math.max(digits, text.chars().filter(c -> !Character.isWhitespace(c)).count());
      }
    }
    long bytes = digits / 4 * 3;
    if (bytes > maxBytes) {
      throw RejectedPictureException.tooLarge(bytes, maxBytes);
    }
    if (digits > 0) {
      throw new RejectedPictureException(
          Reason.MALFORMED, "picture: %d characters (expected: base64)".formatted(digits));
    }
    if (hash != null) {
      throw new RejectedPictureException(
          Reason.ABSENT,
          "picture: none (expected: one with the announced hash %s)".formatted(hash));
    }
  }
}
