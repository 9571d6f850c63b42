package im.linnet.avatar;

import im.linnet.RequestChain;
import im.linnet.vcard.VCards;
import java.util.concurrent.CompletableFuture;

/**
 * Fetches avatars from the vCards of their owners (XEP-0153, section 3.3).
 *
 * @param cards fetches the cards
 * @param maxBytes the largest picture
 */
record CardSource(VCards cards, int maxBytes) implements PictureSource {

  @Override
  public CompletableFuture<FetchedCard> fetch(Fetch fetch) {
    RequestChain<FetchedCard> fetched = new RequestChain<>();
    fetched.then(
        fetch.occupant ? cards.ofOccupant(fetch.owner) : cards.of(fetch.owner),
        card -> fetched.complete(FetchedCard.of(card, fetch.hash, maxBytes)));
    return fetched;
  }
}
