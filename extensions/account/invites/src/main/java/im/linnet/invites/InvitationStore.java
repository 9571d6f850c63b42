package im.linnet.invites;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Keeps the open invitations of {@link Invites#byThisClient} between runs of the program. Use
 * {@link #file}, or implement it; without a store they end with the program.
 *
 * <p>No method is called again before its previous call has completed. The calling threads are
 * shared, so blocking work belongs on another thread.
 */
public interface InvitationStore {

  /**
   * Reads what was written last.
   *
   * @return the invitations. A failure is logged and counts as none
   */
  CompletionStage<List<StoredInvitation>> read();

  /**
   * Replaces what is stored. If it changes faster than it is written, intermediate states are
   * skipped.
   *
   * @param open all invitations that are open, at most 256; their tokens are secrets
   * @return completes when they are stored. A failure is logged
   */
  CompletionStage<Void> write(List<StoredInvitation> open);

  /**
   * A store in a file that only its owner can read and write. A file that others may access is not
   * used: they could make themselves contacts.
   *
   * @param file the file, of one account only; its directory must exist
   * @return a new store, for one client at a time
   */
  static InvitationStore file(Path file) {
    return new InvitationFile(file);
  }
}
