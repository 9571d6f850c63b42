package im.linnet.fleet.internal.session;

import im.linnet.connection.ConnectPermit;
import im.linnet.connection.SavedStream;
import im.linnet.fleet.internal.wire.FleetMessage.Outcome;
import im.linnet.fleet.internal.wire.FleetMessage.TakeUp;
import im.linnet.fleet.internal.wire.Held;
import im.linnet.xml.Element;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.ActorRef;
import org.jspecify.annotations.Nullable;

/** What happens to a session within its node. */
public sealed interface SessionMessage {

  /** The session must leave this node, as its shard does. */
  record HandOff() implements SessionMessage {}

  /**
   * Another session holds the account.
   *
   * @param node whether this node was removed altogether
   */
  record Fence(boolean node) implements SessionMessage {}

  /** All wanted accounts have been ensured once more. */
  record Round() implements SessionMessage {}

  /**
   * What the vaults know.
   *
   * @param epoch for the new session
   * @param best the newest copy, or null
   * @param sources the nodes that have a copy, as {@code host:port}
   */
  record ClaimResult(long epoch, @Nullable Held best, List<String> sources)
      implements SessionMessage {

    /**
     * Where to begin.
     *
     * @param epoch for the new session
     * @param saved the stream to resume, or null
     */
    record Choice(long epoch, @Nullable SavedStream saved) {}

    /**
     * Decides between what the vaults know and the former session's last word: no copy is newer
     * than that, unless it is of a later session.
     */
    Choice choose(@Nullable TakeUp last) {
      SavedStream copy = best == null ? null : best.saved();
      if (last == null) {
        return new Choice(epoch, copy);
      }
      boolean newer = best == null || best.copied() < last.epoch();
      SavedStream saved = newer && last.saved() != null ? last.saved() : copy;
      return new Choice(Math.max(epoch, last.epoch()), saved);
    }
  }

  /**
   * Ask the vaults.
   *
   * @param account the bare address
   */
  record ClaimWish(String account) implements SessionMessage {}

  /**
   * The session can send.
   *
   * @param resumed whether a stream continues
   */
  record Online(boolean resumed) implements SessionMessage {}

  /**
   * The session has no connection.
   *
   * @param cause why
   * @param trying whether it connects by itself
   */
  record Offline(Throwable cause, boolean trying) implements SessionMessage {}

  /**
   * The session wants to connect.
   *
   * @param purpose how
   * @param answer whether it may
   */
  record PermitWish(ConnectPermit.Purpose purpose, CompletableFuture<Boolean> answer)
      implements SessionMessage {}

  /**
   * A send is over.
   *
   * @param asker who sent it
   * @param outcome what became of it
   */
  record SendOver(ActorRef asker, Outcome outcome) implements SessionMessage {}

  /**
   * The session has been suspended or closed.
   *
   * @param saved the stream, or null
   */
  record Over(@Nullable SavedStream saved) implements SessionMessage {}

  /**
   * The own vault has the stream that was taken up.
   *
   * @param sources the nodes that have an older copy
   */
  record Recorded(List<String> sources) implements SessionMessage {}

  /**
   * A stanza of a former session.
   *
   * @param stanza the stanza
   */
  record Uncertain(Element stanza) implements SessionMessage {}

  /** It is time for something. */
  enum Tick implements SessionMessage {
    /** To ask again, as there was no answer. */
    ASK,
    /** To connect again. */
    RETRY,
    /** To leave, with what is still under way. */
    DRAIN,
    /** To tell sends that they waited for too long. */
    EXPIRE
  }
}
