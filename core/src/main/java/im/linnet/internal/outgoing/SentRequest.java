package im.linnet.internal.outgoing;

import im.linnet.internal.management.Ledger;
import im.linnet.xml.Element;

/**
 * A request as the ledger keeps it. The caller is served by the answer, so the ledger holds neither
 * the answer, which may be large, nor the caller's future until the acknowledgement.
 */
record SentRequest(Element stanza, long weight) implements Ledger.Entry {}
