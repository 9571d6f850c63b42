package im.linnet.avatar;

import im.linnet.vcard.Photo;
import im.linnet.vcard.VCard;
import org.jspecify.annotations.Nullable;

/** What this client knows of the account's own card. */
sealed interface OwnCard {

  /** It was not read on this stream. */
  record Unread() implements OwnCard {}

  /** It is being read. Compared by identity: the answer to an earlier request is outdated. */
  final class Reading implements OwnCard {}

  /**
   * It was read or stored.
   *
   * @param hash the hash of the picture in it, or null if there is none
   * @param nickname the nickname in it, or null if there is none
   */
  record Known(@Nullable String hash, @Nullable String nickname) implements OwnCard {

    static Known of(VCard card) {
      Photo photo = card.photo();
      return new Known(photo == null ? null : photo.sha1(), card.nickname());
    }
  }
}
