package im.linnet.timeline;

import im.linnet.jid.Jid;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the end of a timeline over restarts. Methods are called on the client's callbacks, so they
 * may block for a short time; what they throw is logged.
 */
public interface TimelineStore {

  /**
   * A store that lasts as long as the program: the archive is read on new streams, and not again
   * after a restart.
   *
   * @return the store
   */
  static TimelineStore inMemory() {
    return new MarkMemory();
  }

  /**
   * A store in a file, for one account.
   *
   * @param file the file; its folder must exist. It is created with access for its owner only
   * @return the store
   */
  static TimelineStore file(Path file) {
    return new MarkFile(file);
  }

  /**
   * Loads the mark of an account.
   *
   * @param account its bare address
   * @return the mark, or null if there is none
   * @throws IOException if it can't be read
   */
  @Nullable TimelineMark load(Jid account) throws IOException;

  /**
   * Saves the mark of an account. Called at most once a second, and when the connection is lost.
   *
   * @param account its bare address
   * @param mark replaces the one before
   * @throws IOException if it can't be written
   */
  void save(Jid account, TimelineMark mark) throws IOException;
}
