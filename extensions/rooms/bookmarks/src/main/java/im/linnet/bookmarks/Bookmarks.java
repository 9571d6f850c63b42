package im.linnet.bookmarks;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.bookmarks.KnownBookmarks.Kind;
import im.linnet.bookmarks.KnownBookmarks.Request;
import im.linnet.connection.BoundStream;
import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.failure.RefusedException;
import im.linnet.jid.Jid;
import im.linnet.pubsub.NodeEvent;
import im.linnet.pubsub.NodeEvent.Deleted;
import im.linnet.pubsub.NodeEvent.Published;
import im.linnet.pubsub.NodeEvent.Purged;
import im.linnet.pubsub.NodeEvent.Retracted;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms that a user remembers, on the server, for all devices (XEP-0402). They are read on each
 * new stream; {@link #onChange} then reports what was added, changed and removed, by this client or
 * others. Joining rooms is up to the program.
 *
 * <p>Servers notify clients of changes only if these announce the feature {@code
 * urn:xmpp:bookmarks:1+notify}: this extension adds it to service discovery, and an extension for
 * entity capabilities announces it. Without, changes by others are seen on the next stream.
 *
 * <h2>Where bookmarks are</h2>
 *
 * New bookmarks are items of the private node {@code urn:xmpp:bookmarks:1}. If it is not configured
 * as XEP-0402 (section 3.3) requires, it is configured so before anything is published: for the
 * owner alone, and without a limit of items.
 *
 * <p>Older clients keep all in one element (XEP-0048), in private storage (XEP-0049) or in the node
 * {@code storage:bookmarks}. A server that announces to convert these is left to do so. For others:
 *
 * <ul>
 *   <li>Reading gives one bookmark of each room: that of the new node, else that of the old node,
 *       else that of private storage. What clients have added to an old bookmark becomes an
 *       extension of it.
 *   <li>Adding and changing writes to the new node only, so that older clients keep what they have.
 *       {@link #convert()} copies all old bookmarks there.
 *   <li>Removing removes from all places; everything else there, such as web pages, stays.
 *   <li>A bookmark that another new client removed from the new node alone is still in the old
 *       place, so it is there again on the next stream.
 * </ul>
 *
 * <p>A server that refuses fails the future with a {@link im.linnet.failure.StanzaException}. Other
 * failures are those of {@link XmppClient#request}; {@link RefusedException} if a text can't be
 * sent. Cancelling a future ends the work, as far as it was not done.
 *
 * <p>Needs {@link im.linnet.disco.Disco}, {@link im.linnet.pubsub.PubSub} and {@link
 * im.linnet.privatestorage.PrivateStorage}, added before. At most 2,048 bookmarks with 4 Mi
 * characters are kept. Safe for use by any thread; no method blocks.
 */
public final class Bookmarks implements Extension {

  private static final Logger LOG = LoggerFactory.getLogger(Bookmarks.class);

  private final XmppClient client;
  private final Places places;
  private final Subscribers<BookmarkEvent> subscribers = new Subscribers<>(Bookmarks.class);
  private final KnownBookmarks known = new KnownBookmarks(subscribers::tell);

  /**
   * Adds bookmarks to a client. Add it to the client's builder with {@code
   * .with(Disco::new).with(PubSub::new).with(PrivateStorage::new).with(Bookmarks::new)}.
   *
   * @param client the client
   * @throws IllegalArgumentException if the client was built without one of the others
   */
  public Bookmarks(XmppClient client) {
    this.client = client;
    places = new Places(client);
    places.node().onEvent(this::take);
  }

  @Override
  public void bound(BoundStream stream) {
    reload();
  }

  private void reload() {
    all()
        .whenComplete(
            (bookmarks, failure) -> {
              if (failure != null) {
                LOG.debug("The bookmarks can't be read: {}", failure.toString());
              }
            });
  }

  /**
   * Reads all bookmarks from the server.
   *
   * @return one of each room, none if the server keeps none
   */
  public CompletableFuture<List<Bookmark>> all() {
    Request reading = known.begin(Kind.READING);
    RequestChain<List<Bookmark>> all = new RequestChain<>();
    all.then(
        places.read(),
        found -> {
          List<Bookmark> bookmarks = found.all();
          inOrder(() -> known.replace(reading, bookmarks));
          all.complete(bookmarks);
        });
    return ending(reading, all);
  }

  /** {@return the bookmarks as last heard of, without a request} */
  public List<Bookmark> known() {
    return known.all();
  }

  /**
   * Adds a bookmark, or replaces that of the same room as a whole. To change one, use {@link
   * #update}, which keeps what other programs have added.
   *
   * @param bookmark the bookmark
   * @return completes when the server has it
   */
  public CompletableFuture<Void> add(Bookmark bookmark) {
    RequestChain<Void> added = new RequestChain<>();
    publish(added, bookmark, () -> added.complete(null));
    return added;
  }

  /**
   * Changes a bookmark. Two devices that change one at the same time overwrite each other.
   *
   * @param room the room
   * @param change is called with the current bookmark, from the server; with {@link
   *     Bookmark#of(Jid)} if there is none. Returns the new one, of the same room
   * @return the new bookmark, when the server has it; fails with what the change throws
   */
  public CompletableFuture<Bookmark> update(Jid room, UnaryOperator<Bookmark> change) {
    Jid bare = room.bare();
    RequestChain<Bookmark> updated = new RequestChain<>();
    updated.then(
        current(bare),
        before -> {
          Bookmark after = change.apply(before.orElseGet(() -> Bookmark.of(bare)));
          if (!after.room().equals(bare)) {
            throw new RefusedException(
                "A bookmark of %s can't become one of %s".formatted(bare, after.room()));
          }
          publish(updated, after, () -> updated.complete(after));
        });
    return updated;
  }

  private CompletableFuture<Optional<Bookmark>> current(Jid room) {
    RequestChain<Optional<Bookmark>> current = new RequestChain<>();
    current.then(
        places.node().item(room.toString()),
        item -> {
          Optional<Bookmark> bookmark = item.map(Conference::in);
          if (bookmark.isPresent()) {
            current.complete(bookmark);
          } else {
            current.then(
                places.read(), found -> current.complete(Optional.ofNullable(found.get(room))));
          }
        });
    return current;
  }

  private void publish(RequestChain<?> chain, Bookmark bookmark, Runnable done) {
    Request changing = known.begin(Kind.CHANGING);
    CompletableFuture<String> published;
    try {
      published = places.publish(bookmark);
    } catch (IllegalArgumentException unsendable) {
      published =
          CompletableFuture.failedFuture(
              new RefusedException("Nothing was sent: " + unsendable.getMessage()));
    }
    chain.then(
        ending(changing, published),
        id -> {
          known.changedByUs(bookmark.room());
          inOrder(() -> known.put(changing, bookmark));
          done.run();
        });
  }

  /**
   * Removes a bookmark.
   *
   * @param room the room
   * @return completes when it is removed; fails with {@link
   *     im.linnet.stanza.StanzaError.Condition#ITEM_NOT_FOUND} if there is none
   */
  public CompletableFuture<Void> remove(Jid room) {
    Jid bare = room.bare();
    Request changing = known.begin(Kind.CHANGING);
    RequestChain<Void> removed = new RequestChain<>();
    removed.then(
        places.remove(bare),
        done -> {
          known.changedByUs(bare);
          inOrder(() -> known.remove(changing, bare));
          removed.complete(null);
        });
    return ending(changing, removed);
  }

  /**
   * Copies bookmarks of older clients to where new ones keep theirs, if the server does not do
   * that. Bookmarks that are there already stay as they are, and so do the old ones.
   *
   * @return the bookmarks that were copied
   */
  public CompletableFuture<List<Bookmark>> convert() {
    RequestChain<List<Bookmark>> converted = new RequestChain<>();
    converted.then(
        places.read(),
        found -> {
          List<Bookmark> old = found.old();
          convert(converted, old.iterator(), old);
        });
    return converted;
  }

  private void convert(
      RequestChain<List<Bookmark>> converted, Iterator<Bookmark> rest, List<Bookmark> all) {
    if (rest.hasNext()) {
      publish(converted, rest.next(), () -> convert(converted, rest, all));
    } else {
      converted.complete(List.copyOf(all));
    }
  }

  /**
   * Subscribes to changes. When the bookmarks are read for the first time, all of them are added.
   *
   * @param subscriber is called with each change, in order with the client's callbacks
   * @return ends the subscription
   */
  public Subscription onChange(Consumer<? super BookmarkEvent> subscriber) {
    return subscribers.add(subscriber);
  }

  private void take(NodeEvent<Conference> event) {
    if (event instanceof Published<Conference> published) {
      Bookmark bookmark = Conference.in(published.item());
      if (bookmark == null) {
        LOG.debug("Dropped a bookmark that can't be read");
      } else {
        known.published(bookmark);
      }
    } else if (event instanceof Retracted<Conference> retracted) {
      Jid room = Conference.room(retracted.id());
      if (room != null) {
        known.retracted(room);
      }
    } else if (event instanceof Purged<Conference> || event instanceof Deleted<Conference>) {
      reload();
    }
  }

  private void inOrder(Runnable change) {
    client.context().callbacks().execute(change);
  }

  private <T> CompletableFuture<T> ending(Request request, CompletableFuture<T> future) {
    future.whenComplete(
        (result, failure) -> {
          if (failure != null) {
            known.failed(request);
          }
        });
    return future;
  }
}
