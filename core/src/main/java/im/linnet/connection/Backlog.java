package im.linnet.connection;

/**
 * What waits in a client for user code, including running callbacks.
 *
 * @param stanzas the number of stanzas: messages and presences not yet delivered, and requests not
 *     yet answered. A stanza that waits for a subscriber and for a {@link
 *     java.util.concurrent.Flow.Subscription} counts twice; pending {@link
 *     im.linnet.ClientBuilder#onWire} events count too
 * @param bytes their size on the wire in bytes, accurate to one read, usually at most 64 KB. In
 *     memory they take several times as much
 * @param paused whether reading from the connection is paused because of the backlog
 */
public record Backlog(int stanzas, long bytes, boolean paused) {}
