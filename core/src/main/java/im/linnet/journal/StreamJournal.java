package im.linnet.journal;

import im.linnet.connection.SavedStream;
import im.linnet.xml.Element;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Records where a managed stream (XEP-0198) is, ahead of what the server learns: a stanza is
 * written after {@link #sending} has recorded it, and a received stanza is acknowledged after
 * {@link #handled} has recorded that subscribers are done with it. So a program with the records
 * can resume the stream at any time, also after this process was killed, without losing or
 * repeating what the server knows: nothing acknowledged is lost, and what was handled but not yet
 * recorded comes once more, with the same {@link Arrival}.
 *
 * <p>One journal belongs to one client: see {@code ClientBuilder.journal}. The methods are called
 * on the client's event loop, so they must not block; a record follows those of earlier calls. The
 * stages may complete on any thread. {@link #sending} is not called again before its last stage has
 * completed, and neither is {@link #handled}.
 *
 * <p>If a method throws, or a stage fails or takes longer than {@code ClientBuilder.journalLimit},
 * the client gives its connection up with {@link im.linnet.failure.JournalException}, and neither
 * writes nor acknowledges what was not recorded.
 */
public interface StreamJournal {

  /**
   * A stream begins, or continues in another way than recorded: the records so far are replaced.
   *
   * @param whole the stream as it is now
   * @return completes when it is recorded
   */
  CompletionStage<Void> opened(SavedStream whole);

  /**
   * Stanzas are about to be written.
   *
   * @param stanzas the stanzas in order, which follow those recorded before
   * @return completes when they are recorded
   */
  CompletionStage<Void> sending(List<Element> stanzas);

  /**
   * The server has acknowledged stanzas, so they need not be kept. If this is never recorded, they
   * are compared with the server's count at the next resumption.
   *
   * @param h how many stanzas of the stream the server has handled, modulo 2^32
   */
  void acknowledged(long h);

  /**
   * Stanzas are about to be acknowledged to the server.
   *
   * @param h how many stanzas of the stream have been handled, modulo 2^32
   * @return completes when it is recorded
   */
  CompletionStage<Void> handled(long h);

  /**
   * The stream is over for good: the records can be deleted. Not called when the client is
   * suspended, whose last record is {@link #opened} with the saved stream.
   */
  void ended();
}
