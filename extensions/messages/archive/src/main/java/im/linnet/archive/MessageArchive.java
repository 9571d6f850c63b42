package im.linnet.archive;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Access to the archives in which servers and rooms keep messages (XEP-0313), and the preferences
 * of the own one (XEP-0441). Add it to the client's builder with {@code
 * .with(MessageArchive::new)}.
 *
 * <p>The features {@link #NAMESPACE} and {@link #EXTENDED} are in the disco#info of the archive: of
 * the account's bare address, or of the room.
 *
 * <p>Results count only from the archive that was asked, and only while the query is open (section
 * 8.2); others are dropped and {@linkplain #dropped() counted}.
 *
 * <p>Safe for use by any thread; no method blocks. Futures fail as those of {@link
 * XmppClient#request(Iq)} do. Those of pages complete in order with the client's callbacks, so a
 * callback must not block on one.
 */
public final class MessageArchive implements Extension {

  /** The namespace, and the feature of an archive. */
  public static final String NAMESPACE = "urn:xmpp:mam:2";

  /** The feature of an archive with queries by id, flipped pages and metadata (section 7). */
  public static final String EXTENDED = "urn:xmpp:mam:2#extended";

  /** The feature of an archive that knows {@link MessageQuery#includeGroupchat} (section 7). */
  public static final String GROUPCHAT_FIELD = "urn:xmpp:mam:2#groupchat-field";

  private final XmppClient client;
  private final OpenQueries queries;
  private final List<CatchUp> catchUps = new CopyOnWriteArrayList<>();

  /**
   * The archives that a client can reach.
   *
   * @param client the client
   */
  public MessageArchive(XmppClient client) {
    this.client = client;
    queries = new OpenQueries(client);
  }

  /** {@return the archive of the account} */
  public Archive own() {
    return new Archive(this, queries, null);
  }

  /**
   * The archive of any entity, such as a room.
   *
   * @param entity its address; the bare one is used. For the account's own address this is {@link
   *     #own()}
   * @return the archive
   */
  public Archive of(Jid entity) {
    Jid bare = entity.bare();
    return new Archive(this, queries, bare.equals(client.address().bare()) ? null : bare);
  }

  /**
   * Asks what the server archives for the account (XEP-0441, section 2.1).
   *
   * @return the preferences. Fails with a {@link im.linnet.failure.StanzaException} if the server
   *     has none
   */
  public CompletableFuture<ArchivePreferences> preferences() {
    return client.request(Iq.get(null, Element.of("prefs", NAMESPACE)), ArchivePreferences::in);
  }

  /**
   * Sets what the server archives for the account (XEP-0441, section 2.1).
   *
   * @param preferences the preferences
   * @return those that now apply, which may be others. Fails with a {@link
   *     im.linnet.failure.StanzaException} if the server does not allow it
   */
  public CompletableFuture<ArchivePreferences> preferences(ArchivePreferences preferences) {
    return client.request(Iq.set(null, preferences), ArchivePreferences::in);
  }

  /**
   * Counts results that were dropped: from another sender than the archive asked, after the query
   * was answered or cancelled, or never asked for.
   *
   * @return how many
   */
  public long dropped() {
    return queries.unasked();
  }

  /** How many queries are open. */
  int open() {
    return queries.size();
  }

  void add(CatchUp catchUp) {
    catchUps.add(catchUp);
  }

  void remove(CatchUp catchUp) {
    catchUps.remove(catchUp);
  }

  @Override
  public void bound(BoundStream stream) {
    catchUps.forEach(catchUp -> catchUp.bound(stream));
  }

  @Override
  public void resumed(BoundStream stream) {
    catchUps.forEach(CatchUp::resumed);
  }

  @Override
  public void lost() {
    catchUps.forEach(CatchUp::lost);
  }
}
