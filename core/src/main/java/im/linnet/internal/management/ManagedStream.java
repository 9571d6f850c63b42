package im.linnet.internal.management;

import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import java.util.concurrent.CompletableFuture;

/**
 * A stream that outlives its connections. Belongs to the event loop.
 *
 * @param jid the address that was bound
 * @param terms what the server granted
 * @param ledger what was counted
 * @param over completes when the stream can't go on any more, with why
 */
public record ManagedStream(
    Jid jid, ResumeTerms terms, Ledger ledger, CompletableFuture<XmppException> over) {

  /**
   * A stream that begins now.
   *
   * @param jid the address that was bound
   * @param terms what the server granted
   */
  public ManagedStream(Jid jid, ResumeTerms terms) {
    this(jid, terms, new Ledger(), new CompletableFuture<>());
  }

  /**
   * Ends the stream for good and hands back what was not acknowledged; more than once is harmless.
   *
   * @param why what ended it
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
