package im.linnet.bookmarks;

import im.linnet.bookmarks.BookmarkEvent.Added;
import im.linnet.bookmarks.BookmarkEvent.Changed;
import im.linnet.bookmarks.BookmarkEvent.Removed;
import im.linnet.jid.Jid;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bookmarks as this client last heard of them. Changed in order with the client's callbacks
 * only; requests may begin on any thread.
 *
 * <p>Answers and events do not come in one order. An event that comes while a request is in
 * progress counts more than the answer: either it is newer, or a newer one follows.
 */
final class KnownBookmarks {

  static final int MAX_COUNT = 2048;
  static final long MAX_WEIGHT = 4L * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Bookmarks.class);

  /** What a request in progress is for. */
  enum Kind {
    READING,
    CHANGING
  }

  /** A request in progress, and the rooms that have changed since it began. */
  static final class Request {

    private final Kind kind;
    private final Set<Jid> changed = ConcurrentHashMap.newKeySet();

    private Request(Kind kind) {
      this.kind = kind;
    }
  }

  private final Set<Request> requests = ConcurrentHashMap.newKeySet();
  private final Map<Jid, Bookmark> known = new LinkedHashMap<>();
  private final Consumer<BookmarkEvent> subscriber;
  private long weight;
  private volatile List<Bookmark> snapshot = List.of();

  KnownBookmarks(Consumer<BookmarkEvent> subscriber) {
    this.subscriber = subscriber;
  }

  List<Bookmark> all() {
    return snapshot;
  }

  /** A request begins. */
  Request begin(Kind kind) {
    Request request = new Request(kind);
    requests.add(request);
    return request;
  }

  /** A request has failed. */
  void failed(Request request) {
    requests.remove(request);
  }

  /** This client has changed a bookmark: what is being read may be older. */
  void changedByUs(Jid room) {
    for (Request request : requests) {
      if (request.kind == Kind.READING) {
        request.changed.add(room);
      }
    }
  }

  /** The answer of a request that has changed a bookmark. */
  void put(Request request, Bookmark bookmark) {
    requests.remove(request);
    if (!request.changed.contains(bookmark.room())) {
      put(bookmark);
    }
  }

  /** The answer of a request that has removed a bookmark. */
  void remove(Request request, Jid room) {
    requests.remove(request);
    if (!request.changed.contains(room)) {
      remove(room);
    }
  }

  /** All bookmarks. */
  void replace(Request request, List<Bookmark> all) {
    requests.remove(request);
    Set<Jid> gone = new HashSet<>(known.keySet());
    for (Bookmark bookmark : all) {
      gone.remove(bookmark.room());
      if (!request.changed.contains(bookmark.room())) {
        put(bookmark);
      }
    }
    for (Jid room : gone) {
      if (!request.changed.contains(room)) {
        remove(room);
      }
    }
  }

  /** An event. */
  void published(Bookmark bookmark) {
    requests.forEach(request -> request.changed.add(bookmark.room()));
    put(bookmark);
  }

  /** An event. */
  void retracted(Jid room) {
    requests.forEach(request -> request.changed.add(room));
    remove(room);
  }

  private void put(Bookmark bookmark) {
    Bookmark before = known.get(bookmark.room());
    long heavier = weight + bookmark.weight() - (before == null ? 0 : before.weight());
    if (heavier > MAX_WEIGHT || (before == null && known.size() >= MAX_COUNT)) {
      LOG.warn("There are too many bookmarks to keep: that of {} is left out", bookmark.room());
      return;
    }
    weight = heavier;
    known.put(bookmark.room(), bookmark);
    snapshot = List.copyOf(known.values());
    if (before == null) {
      subscriber.accept(new Added(bookmark));
    } else if (!bookmark.equals(before)) {
      subscriber.accept(new Changed(bookmark, before));
    }
  }

  private void remove(Jid room) {
    Bookmark before = known.remove(room);
    if (before != null) {
      weight -= before.weight();
      snapshot = List.copyOf(known.values());
      subscriber.accept(new Removed(before));
    }
  }
}
