package im.linnet.archive;

import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An archive: that of the account, or of a room. See {@link MessageArchive} for threads and
 * failures.
 */
public final class Archive {

  private final MessageArchive archives;
  private final OpenQueries queries;
  private final @Nullable Jid entity;

  Archive(MessageArchive archives, OpenQueries queries, @Nullable Jid entity) {
    this.archives = archives;
    this.queries = queries;
    this.entity = entity;
  }

  /** {@return the bare address of the archive} */
  public Jid address() {
    return entity == null ? client().address().bare() : entity;
  }

  boolean isOwn() {
    return entity == null;
  }

  XmppClient client() {
    return queries.client();
  }

  /**
   * Requests a page (section 4).
   *
   * @param query which messages, and which page of them
   * @return the page. Fails with a {@link im.linnet.failure.StanzaException} if the archive refuses
   *     the query, such as for a field that it does not know or an id that it does not have; with
   *     an {@link im.linnet.failure.UnreadableAnswerException} if it sent more messages than the
   *     page may have, or more than 4 Mi characters; with a {@link
   *     im.linnet.failure.RefusedException} if the query has a text that can't be sent. Cancelling
   *     it discards the results
   */
  public CompletableFuture<Page> page(MessageQuery query) {
    return queries.ask(entity, query);
  }

  /**
   * All messages that match a query, from its page on: the oldest first, or the latest first if the
   * query goes backward, such as {@link MessageQuery#latest()}. The next page is requested when
   * more messages are demanded than were received, so at most one page waits. A page that is larger
   * than a page may be is requested again in smaller ones.
   *
   * <p>It ends at the end of the archive, or when the archive repeats a page. It fails as {@link
   * #page} does. Signals come in order with the client's callbacks.
   *
   * @param query which messages; its {@code max} is the size of a page, at least 1
   * @return a publisher, for any number of subscriptions, each with its own queries
   * @throws IllegalArgumentException if the size of a page is 0
   */
  public Flow.Publisher<ArchivedMessage> messages(MessageQuery query) {
    if (query.paging().max() == 0) {
      throw new IllegalArgumentException("max: 0 (expected: >= 1)");
    }
    return subscriber -> new ArchiveSubscription(new Walk(this, query), subscriber).begin();
  }

  /**
   * Asks by which fields the archive can be searched (section 4.1.5).
   *
   * @return the form
   */
  public CompletableFuture<QueryForm> form() {
    return client()
        .request(Iq.get(entity, Element.of("query", MessageArchive.NAMESPACE)), QueryForm::in);
  }

  /**
   * Asks for the first and last message of the archive (section 5).
   *
   * @return the metadata. Fails with a {@link im.linnet.failure.StanzaException} if the archive
   *     does not have {@link MessageArchive#EXTENDED}
   */
  public CompletableFuture<ArchiveMetadata> metadata() {
    return client()
        .request(
            Iq.get(entity, Element.of("metadata", MessageArchive.NAMESPACE)), ArchiveMetadata::in);
  }

  /**
   * Prepares to read what a timeline missed, and to join it with the live messages.
   *
   * @param anchor where the timeline ends
   * @param listener is called with each event, in order with the client's callbacks
   * @return the catch-up, to be {@linkplain CatchUp#start() started}
   */
  public CatchUp catchUp(Anchor anchor, Consumer<? super CatchUpEvent> listener) {
    CatchUp catchUp = new CatchUp(this, anchor, listener, archives::remove);
    archives.add(catchUp);
    return catchUp;
  }

  @Override
  public String toString() {
    return "Archive[" + address() + "]";
  }
}
