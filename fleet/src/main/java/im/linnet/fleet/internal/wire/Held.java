package im.linnet.fleet.internal.wire;

import im.linnet.connection.SavedStream;
import org.jspecify.annotations.Nullable;

/**
 * What a vault knows of an account.
 *
 * @param account the bare address
 * @param epoch the newest epoch that it has seen or promised
 * @param copied the epoch of the copy
 * @param revision the revision of the copy
 * @param saved the stream as copied, or null if it has ended
 */
public record Held(
    String account, long epoch, long copied, long revision, @Nullable SavedStream saved) {

  /** Whether this copy is newer than another. */
  boolean newer(Held other) {
    return copied != other.copied ? copied > other.copied : revision > other.revision;
  }

  /** {@return the one with the newer copy} */
  public static Held newest(Held one, Held other) {
    return one.newer(other) ? one : other;
  }
}
