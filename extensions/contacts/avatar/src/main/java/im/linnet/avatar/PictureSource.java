package im.linnet.avatar;

import java.util.concurrent.CompletableFuture;

/** Where avatars are fetched from. */
interface PictureSource {

  /**
   * Fetches an avatar.
   *
   * @return what was found. Fails with {@link RejectedPictureException} if it is not accepted, and
   *     as requests do
   */
  CompletableFuture<FetchedCard> fetch(Fetch fetch);
}
