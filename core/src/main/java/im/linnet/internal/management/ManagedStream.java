package im.linnet.internal.management;

import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import java.util.concurrent.CompletableFuture;

/**
 * A stream that can survive its connections. Belongs to the event loop.
 *
 * @param jid the bound address
 * @param terms what the server granted
 * @param ledger the stream's counters
 * @param over completes with the cause once the stream can't be resumed any more
 */
public record ManagedStream(
    Jid jid, ResumeTerms terms, Ledger ledger, CompletableFuture<XmppException> over) {

  /**
   * A new stream.
   *
   * @param jid the bound address
   * @param terms what the server granted
   */
  public ManagedStream(Jid jid, ResumeTerms terms) {
    this(jid, terms, new Ledger(), new CompletableFuture<>());
  }

  /**
   * Ends the stream for good and notifies the stanzas not acknowledged. Idempotent.
   *
   * @param why the cause
   */
  public void giveUp(XmppException why) {
    ledger.fail(
        new TransportException(
            Reason.UNCERTAIN,
            "The stream ended before the server acknowledged the stanza: it may have arrived or"
                + " not",
            why));
    over.complete(why);
  }
}
