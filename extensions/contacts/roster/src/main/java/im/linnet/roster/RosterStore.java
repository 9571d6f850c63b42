package im.linnet.roster;

import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one account's roster between runs of the program. A server with roster versioning (RFC
 * 6121, section 2.6) then need not send the whole roster at the next sign-in. Use {@link #file}, or
 * implement it; without a store the roster lives as long as its client.
 *
 * <p>No method is called again before its previous call has completed. The calling threads are
 * shared, so blocking work belongs on another thread.
 */
public interface RosterStore {

  /**
   * A store in a file that only its owner can read and write. A file that others may access is not
   * used, as it names the user's contacts.
   *
   * @param file the file, of this account only; its directory must exist
   * @return a new store, for one client at a time
   */
  static RosterStore file(Path file) {
    return new RosterFile(file);
  }

  /**
   * Reads the roster that was written last.
   *
   * @return the roster, or null if there is none. A failure is logged and counts as none
   */
  CompletionStage<@Nullable RosterSnapshot> read();

  /**
   * Replaces the stored roster. If the roster changes faster than it is written, intermediate
   * states are skipped.
   *
   * @param roster the roster, with its version
   * @return completes when it is stored. A failure is logged
   */
  CompletionStage<Void> write(RosterSnapshot roster);
}
