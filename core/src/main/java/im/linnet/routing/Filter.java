package im.linnet.routing;

import im.linnet.stanza.Iq;
import im.linnet.stanza.Stanza;

/**
 * Stands on the way of a client's stanzas. Those that go out pass the filters from the user to the
 * wire, those that come in from the wire to the user, so what one filter has wrapped up last is
 * unwrapped first. See {@link im.linnet.ClientBuilder#filters} for the order.
 *
 * <h2>What passes</h2>
 *
 * <p>Out: what the program gives to {@code send}, {@code deliver} and {@code request}, with its id,
 * and what {@code onRequest} handlers answer. In: messages and presences, requests before their
 * handler is called, and answers to requests of this client before they are handed over. Errors by
 * which the client itself refuses a stanza pass nobody.
 *
 * <h2>Threads and order</h2>
 *
 * <p>Called on no event loop; for messages and presences one at a time in each direction, for IQs
 * at any time. A {@linkplain Verdict#later later} verdict holds up what comes behind in the same
 * direction, for as long as {@link im.linnet.ClientBuilder#filterLimit} says at most; IQs that go
 * out and answers that come in are not held up, so a filter may ask and await the answer. A filter
 * that throws, or is late, lets nothing through: what goes out fails with {@link
 * im.linnet.failure.FilterException}, what comes in is {@linkplain
 * im.linnet.connection.Dropped.Reason#FILTERED dropped}, and a request is answered with {@code
 * internal-server-error}.
 */
public interface Filter {

  /**
   * Where filters stand, beginning with those nearest to the user. Within a layer they stand as
   * they were given to the builder.
   */
  enum Layer {
    /** What a stanza says: chat states, receipts, markers. */
    CONTENT,
    /** Who may read it: encryption and signatures, of all that the content layer has said. */
    PROTECTION,
    /** How it travels: what has to be seen just as it comes from the wire, such as repetitions. */
    TRANSPORT
  }

  /** {@return where this one stands; the same whenever asked} */
  default Layer layer() {
    return Layer.CONTENT;
  }

  /**
   * Judges what goes out.
   *
   * @param stanza what is to be sent; an {@link Iq} may be a request, a result or an error
   * @return what becomes of it; a stanza in its place must be of the same class, and an IQ of the
   *     same id
   */
  default Verdict outgoing(Stanza stanza) {
    return Verdict.pass();
  }

  /**
   * Judges what comes in.
   *
   * @param stanza what was received; an {@link Iq} may be a request, a result or an error
   * @return what becomes of it; a stanza in its place must be of the same class, and an IQ of the
   *     same id
   */
  default Verdict incoming(Stanza stanza) {
    return Verdict.pass();
  }
}
