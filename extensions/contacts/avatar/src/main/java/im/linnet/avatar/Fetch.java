package im.linnet.avatar;

import im.linnet.connection.BoundStream;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The fetch of one owner's avatar, waiting or running; guarded by {@link Fetches}. */
final class Fetch {

  /** How a fetch ended. */
  sealed interface Outcome {

    /**
     * The avatar was cached.
     *
     * @param avatar the avatar
     */
    record Cached(Avatar avatar) implements Outcome {}

    /**
     * It was fetched.
     *
     * @param card what was fetched
     */
    record Fetched(FetchedCard card) implements Outcome {}

    /**
     * There is no avatar that is accepted.
     *
     * @param failure why
     */
    record Failed(XmppException failure) implements Outcome {}
  }

  final Jid owner;
  final boolean occupant;

  /** The announced hash, or null if none was. */
  final @Nullable String hash;

  /** By which way it was announced. */
  final Origin origin;

  /** The futures of callers. */
  final List<CompletableFuture<Optional<Avatar>>> callers = new ArrayList<>();

  /** Whether it was announced, so that subscribers learn how it ends. */
  boolean automatic;

  /** The nickname in the presence, which counts if that in the card is not fetched; or null. */
  @Nullable String tag;

  /** Whether a later presence has named the owner, so that the name in the card is outdated. */
  boolean named;

  /** Whether the cache was found not to have it. */
  boolean lookedUp;

  /** How often it may begin again after the connection was lost. */
  int attempts = 3;

  /** The stream on which it was last requested, or null. */
  volatile @Nullable BoundStream asked;

  /** The running request, or null. */
  @Nullable CompletableFuture<FetchedCard> request;

  Fetch(Jid owner, boolean occupant, @Nullable String hash, Origin origin) {
    this.owner = owner;
    this.occupant = occupant;
    this.hash = hash;
    this.origin = origin;
  }

  /** Whether it was not lost with this stream, which may not have noticed its end yet. */
  @SuppressWarnings("ReferenceEquality") // two streams may have been negotiated to the same end
  boolean mayAskOn(BoundStream stream) {
    return asked != stream;
  }

  /** Takes out a caller who was waiting; true if nobody waits for it any more. */
  boolean leave(CompletableFuture<Optional<Avatar>> caller) {
    return callers.removeIf(each -> each == caller) && isAbandoned();
  }

  /** Whether nobody waits for it any more. */
  boolean isAbandoned() {
    return !automatic && callers.isEmpty();
  }
}
