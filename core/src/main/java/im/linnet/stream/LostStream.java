package im.linnet.stream;

import im.linnet.jid.Jid;

/**
 * A managed stream whose connection was lost, as it can be resumed (XEP-0198, section 5).
 *
 * @param jid the address that was bound on it
 * @param id what the server knows it by, for {@code previd}
 * @param handled how many of the server's stanzas were handled, for {@code h}
 */
public record LostStream(Jid jid, String id, long handled) {}
