package im.linnet.internal.outgoing;

import im.linnet.internal.management.Ledger;
import im.linnet.xml.Element;

/**
 * A request as the ledger keeps it. Who asked learns of it by the answer alone; so neither the
 * answer, which may be large, nor anybody who waits is held until the server acknowledges it.
 */
record SentRequest(Element stanza, long weight) implements Ledger.Entry {}
