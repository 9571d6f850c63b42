package im.linnet.stream;

import im.linnet.jid.Jid;

/**
 * A managed stream whose connection was lost and that can be resumed (XEP-0198, section 5).
 *
 * @param jid the address that was bound
 * @param id the resumption id, for {@code previd}
 * @param handled the number of the server's stanzas that were handled, for {@code h}
 */
public record LostStream(Jid jid, String id, long handled) {}
