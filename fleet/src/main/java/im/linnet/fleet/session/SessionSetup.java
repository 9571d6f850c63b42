package im.linnet.fleet.session;

import im.linnet.connection.ConnectPermit;
import im.linnet.connection.SavedStream;
import im.linnet.jid.Jid;
import im.linnet.journal.StreamJournal;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a session has to use.
 *
 * @param account the bare address
 * @param saved the stream to resume, or null
 * @param journal records the session's streams ahead
 * @param journalLimit how long a record may take
 * @param permit is asked before each attempt to connect
 * @param events is told what becomes of the session
 */
public record SessionSetup(
    Jid account,
    @Nullable SavedStream saved,
    StreamJournal journal,
    Duration journalLimit,
    ConnectPermit permit,
    SessionEvents events) {

  /** Requires everything but the saved stream. */
  public SessionSetup {
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(journal, "journal");
    Objects.requireNonNull(journalLimit, "journalLimit");
    Objects.requireNonNull(permit, "permit");
    Objects.requireNonNull(events, "events");
  }
}
