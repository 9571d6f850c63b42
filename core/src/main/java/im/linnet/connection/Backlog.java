package im.linnet.connection;

/**
 * What waits in a client for its user's code, running callbacks included.
 *
 * @param stanzas how many stanzas: messages and presences not yet delivered, and requests not yet
 *     answered. One that waits for a subscriber and for a {@link
 *     java.util.concurrent.Flow.Subscription} counts twice; what {@link
 *     im.linnet.ClientBuilder#onWire} has not shown yet counts too
 * @param bytes what these took on the wire, at the precision of what is read at once: mostly up to
 *     64 KB. In memory they take several times as much
 * @param paused whether nothing is read from the connection because of it
 */
public record Backlog(int stanzas, long bytes, boolean paused) {}
