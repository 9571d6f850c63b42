package im.linnet.archive;

import im.linnet.RequestOptions;
import im.linnet.XmppClient;
import im.linnet.failure.RefusedException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queries of one client that are not answered yet, by the ids that their results carry. */
final class OpenQueries {

  private static final Logger LOG = LoggerFactory.getLogger(OpenQueries.class);

  private final XmppClient client;
  private final ArchiveClaims claims;
  private final Map<String, OpenQuery> open = new ConcurrentHashMap<>();

  /** Keeps the ids of a stream that another program continues from its own. */
  private final String prefix = UUID.randomUUID().toString().substring(0, 8) + "-";

  private final AtomicLong last = new AtomicLong();
  private final AtomicLong unasked = new AtomicLong();

  /** Claims the results that reach a client. */
  OpenQueries(XmppClient client) {
    this.client = client;
    claims = new ArchiveClaims(client, this::take);
  }

  XmppClient client() {
    return client;
  }

  /** How many results belonged to no open query of their sender. */
  long unasked() {
    return unasked.get();
  }

  /** How many queries are open. */
  int size() {
    return open.size();
  }

  /**
   * Asks for a page.
   *
   * @param entity the entity with the archive, or null for the own account
   * @param query the query
   */
  CompletableFuture<Page> ask(@Nullable Jid entity, MessageQuery query) {
    String id = prefix + Long.toString(last.incrementAndGet(), Character.MAX_RADIX);
    Iq request;
    try {
      request = Iq.set(entity, query.toElement(id));
    } catch (IllegalArgumentException unsendable) {
      return CompletableFuture.failedFuture(
          new RefusedException("The query can't be sent: " + unsendable.getMessage()));
    }
    Jid archive = entity == null ? client.address().bare() : entity;
    OpenQuery asked = new OpenQuery(entity, archive, query);
    claims.claim(archive);
    open.put(id, asked);
    CompletableFuture<Page> page =
        client.request(request, RequestOptions.standard().inOrder(), asked::finish);
    page.whenComplete((done, failure) -> open.remove(id));
    return page;
  }

  private void take(Stanza stanza) {
    Element result = stanza.element().child("result", MessageArchive.NAMESPACE);
    String id = result == null ? null : result.attribute("queryid");
    OpenQuery query = id == null ? null : open.get(id);
    boolean believed =
        result != null
            && query != null
            && stanza.error() == null
            && query.isFrom(stanza.from())
            && query.take(result);
    if (!believed) {
      unasked.incrementAndGet();
      LOG.debug("Dropped a result of no open query, from {}", stanza.from());
    }
  }
}
