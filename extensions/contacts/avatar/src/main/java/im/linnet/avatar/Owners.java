package im.linnet.avatar;

import im.linnet.avatar.AvatarEvent.Changed;
import im.linnet.avatar.AvatarEvent.Failed;
import im.linnet.avatar.AvatarEvent.Loaded;
import im.linnet.avatar.AvatarEvent.Removed;
import im.linnet.avatar.AvatarEvent.Renamed;
import im.linnet.avatar.AvatarSettings.Fetching;
import im.linnet.avatar.Fetch.Outcome;
import im.linnet.avatar.Metadata.Info;
import im.linnet.avatar.Owner.Picture;
import im.linnet.connection.BoundStream;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.nickname.Nickname;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The avatars and nicknames of others: what they announce, what follows from it, and what is
 * fetched. The least recently heard owner is forgotten first.
 *
 * <p>Safe for use by any thread. Events are queued under the lock, in their order, and passed on
 * without it.
 */
final class Owners {

  private final AvatarSettings settings;
  private final Executor callbacks;
  private final Consumer<AvatarEvent> subscribers;
  private final Consumer<Jid> doubts;
  private final AvatarCache cache;
  private final Fetches fetches;
  private final Queue<AvatarEvent> events = new ConcurrentLinkedQueue<>();
  private final Map<Jid, Owner> owners = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Knows nobody yet.
   *
   * @param streams returns the current stream, or null if there is no connection
   * @param subscribers is called with each event by the callbacks' executor
   * @param doubts is called with an owner whose node has to be asked what it announces
   */
  Owners(
      PictureSource source,
      AvatarSettings settings,
      Supplier<@Nullable BoundStream> streams,
      Executor callbacks,
      Consumer<AvatarEvent> subscribers,
      Consumer<Jid> doubts) {
    this.doubts = doubts;
    this.settings = settings;
    this.callbacks = callbacks;
    this.subscribers = subscribers;
    cache = new AvatarCache(settings);
    fetches = new Fetches(source, cache, settings, streams, this::ended);
  }

  /** Takes what an owner announces in a presence. */
  void heard(Jid owner, boolean occupant, VCardUpdate update) {
    if (isDoubted(owner, update)) {
      doubts.accept(owner);
    }
    fetch(owner, occupant, noted(owner, update), Origin.CARD, update.nickname());
  }

  /** Takes what an owner announces in an event, which counts more than a presence. */
  void heard(Jid owner, Metadata metadata) {
    Info best = metadata.best(settings.maxBytes());
    if (metadata.disabled()) {
      gone(owner);
    } else if (best != null) {
      RejectedPictureException rejected = null;
      try {
        NodeSource.requireFetchable(best, settings.maxBytes());
      } catch (RejectedPictureException unwanted) {
        rejected = unwanted;
      }
      if (rejected == null) {
        fetch(owner, false, noted(owner, best.hash()), Origin.NODE, null);
      } else {
        unfetchable(owner, best.hash(), rejected.of(owner));
      }
    }
  }

  /** Takes what a node announced when it was asked. */
  void checked(Jid owner, Metadata metadata) {
    Info best = metadata.best(settings.maxBytes());
    if (metadata.disabled() || best == null || !best.hash().equals(get(owner).hash())) {
      heard(owner, metadata);
    }
  }

  /** Takes that what an event announced is there no longer. */
  void gone(Jid owner) {
    synchronized (this) {
      removed(owner);
    }
    passOn();
  }

  private void fetch(
      Jid owner, boolean occupant, @Nullable String wanted, Origin origin, @Nullable String tag) {
    passOn();
    XmppException full =
        wanted == null ? null : fetches.announced(owner, occupant, wanted, origin, tag);
    if (wanted != null && full != null) {
      missed(owner, wanted, full);
      name(owner, tag);
      passOn();
    }
  }

  /**
   * Whether a presence says that there is no avatar although an event has announced one: then the
   * node is asked, once, as some servers send no event when it is emptied.
   */
  private synchronized boolean isDoubted(Jid owner, VCardUpdate update) {
    Owner before = get(owner);
    if (update.photo() instanceof VCardUpdate.Photo.None
        && before.isByEvent()
        && before.picture() instanceof Picture.Hash known
        && known.origin() == Origin.NODE) {
      put(
          owner,
          before.with(new Picture.Hash(known.sha1(), Origin.CHECKED_NODE, true, known.missed())));
      return true;
    }
    return false;
  }

  private void passOn() {
    if (!events.isEmpty()) {
      callbacks.execute(
          () -> {
            for (AvatarEvent event = events.poll(); event != null; event = events.poll()) {
              subscribers.accept(event);
            }
          });
    }
  }

  /** Notes what is announced; returns the hash if it has to be fetched. */
  private synchronized @Nullable String noted(Jid owner, VCardUpdate update) {
    Owner before = get(owner);
    boolean overruled = before.isByEvent();
    if (update.photo() instanceof VCardUpdate.Photo.Hash hash
        && (!overruled || hash.sha1().equals(before.hash()))) {
      // A presence that agrees with the node ends the doubt of an earlier one.
      Origin origin = overruled ? Origin.NODE : Origin.CARD;
      return noted(owner, hash.sha1(), origin, update.nickname());
    }
    if (update.photo() instanceof VCardUpdate.Photo.None && !overruled) {
      removed(owner);
    }
    name(owner, update.nickname());
    return null;
  }

  /** Notes that there is no avatar. */
  private void removed(Jid owner) {
    Owner before = get(owner);
    put(owner, before.with(new Picture.None(true)));
    fetches.withdrawn(owner);
    if (!(before.picture() instanceof Picture.None)) {
      events.add(new Removed(owner));
    }
  }

  private synchronized @Nullable String noted(Jid owner, String hash) {
    return noted(owner, hash, Origin.NODE, null);
  }

  /** Notes an avatar that is not going to be fetched. */
  private void unfetchable(Jid owner, String hash, XmppException why) {
    synchronized (this) {
      Owner before = get(owner);
      put(owner, before.with(new Picture.Hash(hash, Origin.NODE, true, false)));
      fetches.withdrawn(owner);
      if (!hash.equals(before.hash())) {
        events.add(new Changed(owner, hash));
        events.add(new Failed(owner, hash, why));
      }
    }
    passOn();
  }

  private @Nullable String noted(Jid owner, String hash, Origin origin, @Nullable String tag) {
    Owner before = get(owner);
    boolean same = hash.equals(before.hash());
    boolean missed = before.picture() instanceof Picture.Hash known && known.missed();
    put(owner, before.with(new Picture.Hash(hash, origin, true, false)));
    if (same && !missed) {
      if (tag != null) {
        fetches.named(owner);
      }
      name(owner, tag);
      return null;
    }
    if (!same) {
      events.add(new Changed(owner, hash));
    }
    Avatar cached = cache.inMemory(hash);
    if (cached == null && settings.fetching() == Fetching.AUTOMATIC) {
      return hash;
    }
    fetches.withdrawn(owner);
    if (cached != null) {
      events.add(new Loaded(owner, cached));
    }
    name(owner, tag);
    return null;
  }

  /** Notes a nickname; null says nothing about it. */
  private synchronized void name(Jid owner, @Nullable String text) {
    if (text == null) {
      return;
    }
    Nickname nickname = Nickname.tidied(text);
    String name = nickname == null ? null : nickname.text();
    Owner before = get(owner);
    if (!Objects.equals(name, before.nickname())) {
      put(owner, before.named(name));
      events.add(new Renamed(owner, name));
    }
  }

  private void ended(Fetch fetch, Outcome outcome) {
    if (outcome instanceof Outcome.Cached cached) {
      loaded(fetch, cached.avatar());
      nameUnlessNamed(fetch, fetch.tag);
    } else if (outcome instanceof Outcome.Fetched fetched) {
      loaded(fetch, fetched.card().avatar());
      String nickname = fetched.card().nickname();
      nameUnlessNamed(fetch, nickname == null ? fetch.tag : nickname);
    } else if (outcome instanceof Outcome.Failed failed && fetch.automatic && fetch.hash != null) {
      missed(fetch.owner, fetch.hash, failed.failure());
      nameUnlessNamed(fetch, fetch.tag);
    }
    passOn();
  }

  private synchronized void loaded(Fetch fetch, @Nullable Avatar avatar) {
    Owner before = get(fetch.owner);
    if (fetch.hash == null) {
      if (!isAnnounced(before.picture())) {
        Picture seen =
            avatar == null
                ? new Picture.None(false)
                : new Picture.Hash(avatar.hash(), fetch.origin, false, false);
        put(fetch.owner, before.with(seen));
      }
    } else if (fetch.hash.equals(before.hash())) {
      put(fetch.owner, before.with(before.picture().fetched(false)));
      if (fetch.automatic && avatar != null) {
        events.add(new Loaded(fetch.owner, avatar));
      }
    }
  }

  private synchronized void missed(Jid owner, String hash, XmppException failure) {
    Owner before = get(owner);
    if (hash.equals(before.hash())) {
      put(owner, before.with(before.picture().fetched(failure.retryable())));
      events.add(new Failed(owner, hash, failure));
    }
  }

  private void nameUnlessNamed(Fetch fetch, @Nullable String name) {
    if (!fetch.named) {
      name(fetch.owner, name);
    }
  }

  private static boolean isAnnounced(Picture picture) {
    return picture instanceof Picture.Hash hash
        ? hash.announced()
        : picture instanceof Picture.None none && none.announced();
  }

  /** The avatar of an owner, from memory or fetched. */
  CompletableFuture<Optional<Avatar>> avatar(Jid owner, boolean occupant) {
    String hash;
    Origin origin;
    synchronized (this) {
      Picture picture = get(owner).picture();
      if (picture instanceof Picture.None) {
        return CompletableFuture.completedFuture(Optional.empty());
      }
      hash = picture instanceof Picture.Hash known ? known.sha1() : null;
      origin = picture instanceof Picture.Hash known ? known.origin() : Origin.NODE;
      Avatar cached = hash == null ? null : cache.inMemory(hash);
      if (cached != null) {
        return CompletableFuture.completedFuture(Optional.of(cached));
      }
    }
    return fetches.demanded(owner, occupant, hash, origin);
  }

  /** Puts an avatar into the cache, such as the own one. */
  void keep(Avatar avatar) {
    cache.put(avatar);
  }

  /** What is known of an owner. */
  synchronized Owner get(Jid owner) {
    return owners.getOrDefault(owner, Owner.NEW);
  }

  private void put(Jid owner, Owner now) {
    owners.put(owner, now);
    if (owners.size() > settings.owners()) {
      owners.remove(owners.keySet().iterator().next());
    }
  }

  /** Whether anything is known of exactly this address. */
  synchronized boolean knows(Jid owner) {
    return owners.containsKey(owner);
  }

  synchronized void forget(Jid owner) {
    owners.remove(owner);
    fetches.withdrawn(owner);
  }

  /** On a new stream, what was not announced may have changed since it was fetched. */
  void renew() {
    synchronized (this) {
      owners.replaceAll(
          (jid, owner) -> isAnnounced(owner.picture()) ? owner : owner.with(new Picture.Unknown()));
    }
    fetches.next();
  }

  /** Continues with what waits for a connection. */
  void resume() {
    fetches.next();
  }
}
