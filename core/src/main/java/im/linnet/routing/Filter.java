package im.linnet.routing;

import im.linnet.stanza.Iq;
import im.linnet.stanza.Stanza;

/**
 * Passes, changes, drops or answers a client's stanzas. Outgoing stanzas pass the filters from the
 * user to the wire, incoming ones in reverse, so the last wrapping is undone first. See {@link
 * im.linnet.ClientBuilder#filters} for the order.
 *
 * <h2>Which stanzas pass</h2>
 *
 * <p>Outgoing: the stanzas given to {@code send}, {@code deliver} and {@code request}, with their
 * ids, and the replies of {@code onRequest} handlers. Incoming: messages and presences, requests
 * before their handler is called, and answers to this client's requests before they are delivered.
 * Errors that the client itself generates to reject a stanza pass no filter.
 *
 * <h2>Threads and order</h2>
 *
 * <p>Never called on an event loop. Calls for messages and presences come one at a time in each
 * direction. Outgoing IQs have an order of their own: calls come one after another, but while one
 * waits, in {@code join()} for instance, the next ones go on. Calls for incoming IQs come at any
 * time. A {@linkplain Verdict#later later} verdict delays the stanzas behind it in the same
 * direction, for at most {@link im.linnet.ClientBuilder#filterLimit}; outgoing IQs and incoming
 * answers are not delayed, so a filter may send a request and wait for the answer. If a filter
 * throws or is late, the stanza is stopped: an outgoing one fails with {@link
 * im.linnet.failure.FilterException}, an incoming one is {@linkplain
 * im.linnet.connection.Dropped.Reason#FILTERED dropped}, and an incoming request is also answered
 * with {@code internal-server-error}.
 */
public interface Filter {

  /**
   * The layers of filters, starting with the one nearest to the user. Within a layer, filters are
   * in the order of {@link im.linnet.ClientBuilder#filters}.
   */
  enum Layer {
    /** The content of stanzas: chat states, receipts, markers. */
    CONTENT,
    /** Encryption and signatures, which cover what the content layer added. */
    PROTECTION,
    /** Transport: filters that need stanzas as they are on the wire, such as for duplicates. */
    TRANSPORT
  }

  /** {@return the layer of this filter; the same at each call} */
  default Layer layer() {
    return Layer.CONTENT;
  }

  /**
   * Filters an outgoing stanza.
   *
   * @param stanza the stanza; an {@link Iq} may be a request, a result or an error
   * @return the verdict; a replacement must be of the same class, and an IQ must keep its id
   */
  default Verdict outgoing(Stanza stanza) {
    return Verdict.pass();
  }

  /**
   * Filters an incoming stanza.
   *
   * @param stanza the stanza; an {@link Iq} may be a request, a result or an error
   * @return the verdict; a replacement must be of the same class, and an IQ must keep its id
   */
  default Verdict incoming(Stanza stanza) {
    return Verdict.pass();
  }
}
