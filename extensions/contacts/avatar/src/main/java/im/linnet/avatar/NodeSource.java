package im.linnet.avatar;

import im.linnet.RequestChain;
import im.linnet.avatar.Metadata.Info;
import im.linnet.failure.StanzaException;
import im.linnet.jid.Jid;
import im.linnet.pubsub.Item;
import im.linnet.pubsub.ItemPage;
import im.linnet.pubsub.ItemQuery;
import im.linnet.pubsub.PubSub;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Fetches avatars from nodes of their owners (XEP-0084, section 3.4). If these don't have it, or it
 * was announced by a presence only, it is fetched from the vCard.
 */
final class NodeSource implements PictureSource {

  private final PubSub pubsub;
  private final CardSource cards;

  NodeSource(PubSub pubsub, CardSource cards) {
    this.pubsub = pubsub;
    this.cards = cards;
  }

  @Override
  public CompletableFuture<FetchedCard> fetch(Fetch fetch) {
    String hash = fetch.hash;
    if (fetch.occupant || (hash != null && fetch.origin == Origin.CARD)) {
      return cards.fetch(fetch);
    }
    RequestChain<FetchedCard> fetched = new RequestChain<>();
    if (hash == null) {
      search(fetch, fetched);
    } else {
      data(fetch, hash, fetched);
    }
    return fetched;
  }

  /** What an account announces; empty if there is nothing, or it may not be read. */
  CompletableFuture<Optional<Metadata>> metadata(Jid owner) {
    RequestChain<Optional<Metadata>> found = new RequestChain<>();
    found.then(
        pubsub.node(owner, Metadata.NODE).items(ItemQuery.latest(1)),
        page -> found.complete(Optional.ofNullable(last(page))),
        failure -> {
          if (failure instanceof StanzaException) {
            found.complete(Optional.empty());
          } else {
            found.completeExceptionally(failure);
          }
        });
    return found;
  }

  private static @Nullable Metadata last(ItemPage<Metadata> page) {
    List<Item<Metadata>> items = page.items();
    return items.isEmpty() ? null : items.get(items.size() - 1).payload();
  }

  private void search(Fetch fetch, RequestChain<FetchedCard> fetched) {
    fetched.then(
        metadata(fetch.owner),
        found -> {
          Info best = found.map(metadata -> metadata.best(cards.maxBytes())).orElse(null);
          if (found.isPresent() && found.get().disabled()) {
            fetched.complete(new FetchedCard(null, null));
          } else if (best == null) {
            fetched.then(cards.fetch(fetch), fetched::complete);
          } else {
            requireFetchable(best, cards.maxBytes());
            data(fetch, best.hash(), fetched);
          }
        });
  }

  /** Fails if a picture would not be fetched. */
  static void requireFetchable(Info info, int maxBytes) {
    if (info.url() != null) {
      throw new RejectedPictureException(
          RejectedPictureException.Reason.AT_URL,
          "picture: at a URL only, which is not fetched (expected: one in the node %s)"
              .formatted(PictureData.NAMESPACE));
    }
    if (info.bytes() > maxBytes) {
      throw RejectedPictureException.tooLarge(info.bytes(), maxBytes);
    }
  }

  private void data(Fetch fetch, String hash, RequestChain<FetchedCard> fetched) {
    fetched.then(
        pubsub.node(fetch.owner, PictureData.NODE).item(hash),
        item -> {
          PictureData data = item.map(Item::payload).orElse(null);
          if (data == null) {
            fetched.then(cards.fetch(fetch), fetched::complete);
          } else {
            fetched.complete(new FetchedCard(data.checked(hash, cards.maxBytes()), null));
          }
        },
        failure -> {
          if (failure instanceof StanzaException) {
            fetched.then(cards.fetch(fetch), fetched::complete);
          } else {
            fetched.completeExceptionally(failure);
          }
        });
  }
}
