package im.linnet.bookmarks;

import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.disco.Disco;
import im.linnet.failure.StanzaException;
import im.linnet.jid.Jid;
import im.linnet.privatestorage.PrivateStorage;
import im.linnet.pubsub.Item;
import im.linnet.pubsub.ItemPage;
import im.linnet.pubsub.LastItem;
import im.linnet.pubsub.NodeOptions;
import im.linnet.pubsub.PubSub;
import im.linnet.pubsub.PubSubNode;
import im.linnet.pubsub.PublishOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The places of an account where bookmarks may be: the node of XEP-0402, and the two of XEP-0048. A
 * server that converts between them says so (XEP-0402, section 6); its old places are left to it.
 */
final class Places {

  private static final Logger LOG = LoggerFactory.getLogger(Bookmarks.class);
  private static final String CONVERTS_STORAGE = Bookmark.NAMESPACE + "#compat";
  private static final String CONVERTS_NODE = Bookmark.NAMESPACE + "#compat-pep";

  /** XEP-0402, section 3.3. */
  static final PublishOptions OPTIONS =
      PublishOptions.privateData()
          .prefer(NodeOptions.none().allItems().lastItem(LastItem.NEVER))
          .configuring();

  private final XmppClient client;
  private final Disco disco;
  private final PrivateStorage storage;
  private final PubSubNode<Conference> node;
  private final PubSubNode<OldStorage> oldNode;

  Places(XmppClient client) {
    this.client = client;
    disco = client.get(Disco.class);
    storage = client.get(PrivateStorage.class);
    PubSub pubsub = client.get(PubSub.class);
    node = pubsub.own(Conference.NODE);
    oldNode = pubsub.own(OldStorage.NODE);
  }

  PubSubNode<Conference> node() {
    return node;
  }

  /** All bookmarks, wherever they are. */
  CompletableFuture<Found> read() {
    RequestChain<Found> found = new RequestChain<>();
    ifThere(
        found,
        node.items(),
        page -> readOld(found, bookmarks(page)),
        () -> readOld(found, List.of()));
    return found;
  }

  private static List<Bookmark> bookmarks(ItemPage<Conference> page) {
    List<Bookmark> all = new ArrayList<>();
    for (Item<Conference> item : page) {
      Bookmark bookmark = Conference.in(item);
      if (bookmark == null) {
        LOG.debug("Left out a bookmark that can't be read");
      } else {
        all.add(bookmark);
      }
    }
    return all;
  }

  private void readOld(RequestChain<Found> found, List<Bookmark> bookmarks) {
    found.then(old(), old -> found.complete(new Found(bookmarks, old.inStorage(), old.inNode())));
  }

  /** What is in the old places that the server does not convert. */
  CompletableFuture<Old> old() {
    RequestChain<Old> old = new RequestChain<>();
    ifThere(
        old,
        disco.info(client.address().bare()),
        info -> old(old, info.has(CONVERTS_STORAGE), info.has(CONVERTS_NODE)),
        () -> old(old, false, false));
    return old;
  }

  private void old(RequestChain<Old> old, boolean storageConverted, boolean nodeConverted) {
    if (storageConverted) {
      oldNode(old, OldStorage.EMPTY, nodeConverted);
      return;
    }
    ifThere(
        old,
        storage.get(OldStorage.TYPE),
        stored -> oldNode(old, stored.orElse(OldStorage.EMPTY), nodeConverted),
        () -> oldNode(old, OldStorage.EMPTY, nodeConverted));
  }

  private void oldNode(RequestChain<Old> old, OldStorage inStorage, boolean converted) {
    if (converted) {
      old.complete(Old.of(inStorage));
      return;
    }
    ifThere(
        old,
        oldNode.items(),
        page -> old.complete(newest(page, inStorage)),
        () -> old.complete(Old.of(inStorage)));
  }

  /** The node has one item, of this id or, as some clients write it, of another. */
  private static Old newest(ItemPage<OldStorage> page, OldStorage inStorage) {
    Item<OldStorage> current = page.get(OldStorage.ITEM);
    List<Item<OldStorage>> items = page.items();
    Item<OldStorage> item =
        current != null || items.isEmpty() ? current : items.get(items.size() - 1);
    OldStorage inNode = item == null ? null : item.payload();
    String id = item == null ? null : item.id();
    return inNode == null ? Old.of(inStorage) : new Old(inStorage, inNode, id);
  }

  /** Continues if the server has no such thing; other failures fail the chain. */
  private static <A> void ifThere(
      RequestChain<?> chain,
      CompletableFuture<A> request,
      Consumer<? super A> next,
      Runnable otherwise) {
    chain.then(
        request,
        next,
        failure -> {
          if (isAbsent(failure)) {
            otherwise.run();
          } else {
            chain.completeExceptionally(failure);
          }
        });
  }

  private static boolean isAbsent(Throwable failure) {
    return failure instanceof StanzaException refused
        && switch (refused.error().condition()) {
          case FEATURE_NOT_IMPLEMENTED, ITEM_NOT_FOUND, SERVICE_UNAVAILABLE -> true;
          default -> false;
        };
  }

  CompletableFuture<String> publish(Bookmark bookmark) {
    return node.publish(bookmark.room().toString(), new Conference(bookmark.toElement()), OPTIONS);
  }

  /**
   * Removes a bookmark, from the old places first: if that is interrupted, it is still there and
   * can be removed again.
   */
  CompletableFuture<Void> remove(Jid room) {
    RequestChain<Void> removed = new RequestChain<>();
    removed.then(old(), old -> removeFromStorage(removed, room, old));
    return removed;
  }

  private void removeFromStorage(RequestChain<Void> removed, Jid room, Old old) {
    if (old.inStorage().contains(room)) {
      removed.then(
          storage.set(old.inStorage().without(room)), done -> removeFromNode(removed, room, old));
    } else {
      removeFromNode(removed, room, old);
    }
  }

  private void removeFromNode(RequestChain<Void> removed, Jid room, Old old) {
    if (old.inNode().contains(room)) {
      removed.then(
          oldNode.publish(old.item(), old.inNode().without(room), PublishOptions.privateData()),
          done -> retract(removed, room, old));
    } else {
      retract(removed, room, old);
    }
  }

  private void retract(RequestChain<Void> removed, Jid room, Old old) {
    boolean wasOld = old.inStorage().contains(room) || old.inNode().contains(room);
    removed.then(
        node.retract(room.toString()),
        done -> removed.complete(null),
        failure -> {
          if (wasOld && isAbsent(failure)) {
            removed.complete(null);
          } else {
            removed.completeExceptionally(failure);
          }
        });
  }

  /**
   * What is in the old places.
   *
   * @param inStorage in private storage (XEP-0049)
   * @param inNode in the node
   * @param item the id of the node's item, or null if there is none
   */
  record Old(OldStorage inStorage, OldStorage inNode, @Nullable String item) {

    static Old of(OldStorage inStorage) {
      return new Old(inStorage, OldStorage.EMPTY, null);
    }
  }
}
