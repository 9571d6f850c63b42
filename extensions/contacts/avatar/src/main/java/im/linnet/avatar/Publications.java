package im.linnet.avatar;

import im.linnet.RequestChain;
import im.linnet.avatar.OwnCard.Known;
import im.linnet.avatar.OwnNodes.Support;
import im.linnet.failure.RefusedException;
import im.linnet.vcard.Photo;
import im.linnet.vcard.VCardBuilder;
import im.linnet.vcard.VCards;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Changes the avatar and nickname in the account's own card and nodes, one change at a time,
 * because the card can only be stored as a whole. Safe for use by any thread; the lock is held for
 * short.
 */
final class Publications {

  private static final int MAX_WAITING = 64;

  private final VCards cards;
  private final Announcer announcer;
  private final @Nullable OwnNodes nodes;
  private final Deque<Publication> waiting = new ArrayDeque<>();
  private @Nullable Publication running;

  /**
   * A change of the card.
   *
   * @param photo whether the picture changes
   * @param avatar the new picture, or null for none
   * @param named whether the nickname changes
   * @param nickname the new nickname, or null for none
   */
  record Change(boolean photo, @Nullable Avatar avatar, boolean named, @Nullable String nickname) {

    boolean isDone(Known known) {
      String hash = avatar == null ? null : avatar.hash();
      return (!photo || Objects.equals(known.hash(), hash))
          && (!named || Objects.equals(known.nickname(), nickname));
    }

    VCardBuilder apply(VCardBuilder card) {
      if (photo) {
        card.photo(avatar == null ? null : Photo.of(avatar.mediaType(), avatar.shared()));
      }
      return named ? card.nickname(nickname) : card;
    }
  }

  /** A change and the future of its caller. */
  private record Publication(Change change, RequestChain<Void> done) {}

  /**
   * Publishes nothing yet.
   *
   * @param nodes the own nodes, or null if only the card is used
   */
  Publications(VCards cards, Announcer announcer, @Nullable OwnNodes nodes) {
    this.cards = cards;
    this.announcer = announcer;
    this.nodes = nodes;
  }

  /** Makes a change when those before it are done. */
  CompletableFuture<Void> publish(Change change) {
    Publication publication = new Publication(change, new RequestChain<>());
    synchronized (this) {
      if (waiting.size() >= MAX_WAITING) {
        return CompletableFuture.failedFuture(
            RefusedException.full("Too many changes of the own avatar wait. Wait for them first."));
      }
      waiting.add(publication);
    }
    next();
    return publication.done;
  }

  private void next() {
    Publication publication;
    synchronized (this) {
      publication = running == null ? waiting.poll() : null;
      if (publication == null) {
        return;
      }
      running = publication;
    }
    publication.done.whenComplete((done, failure) -> ended());
    if (!publication.done.isDone()) {
      start(publication);
    }
  }

  private void ended() {
    synchronized (this) {
      running = null;
    }
    next();
  }

  private void start(Publication publication) {
    Change change = publication.change;
    OwnNodes own = nodes;
    if (own == null || !change.photo) {
      store(change, publication.done);
    } else {
      publication.done.then(
          own.support(), support -> publish(change, own, support, publication.done));
    }
  }

  private void publish(Change change, OwnNodes own, Support support, RequestChain<Void> done) {
    Avatar avatar = change.avatar;
    if (support == Support.CARD) {
      store(change, done);
      return;
    }
    announcer.expect(avatar == null ? "" : avatar.hash());
    done.then(
        avatar == null ? own.disable() : own.publish(avatar),
        published -> {
          if (support == Support.CONVERTED_NODES) {
            announcer.converted(avatar == null ? null : avatar.hash());
          }
          if (support == Support.CARD_AND_NODES || change.named) {
            store(change, done);
          } else {
            announce(done);
          }
        });
  }

  /** Changes the card, unless it is known to be so. */
  private void store(Change change, RequestChain<Void> done) {
    Known known = announcer.known();
    if (known != null && change.isDone(known)) {
      announce(done);
      return;
    }
    done.then(
        cards.change(change::apply),
        card -> {
          announcer.known(card);
          announce(done);
        });
  }

  private void announce(RequestChain<Void> done) {
    done.then(announcer.announceChange(), sent -> done.complete(null));
  }
}
