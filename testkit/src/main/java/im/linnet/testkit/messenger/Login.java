package im.linnet.testkit.messenger;

/**
 * A client that signed in and was bound.
 *
 * @param user the user
 * @param jid the full address assigned
 * @param mechanism the SASL mechanism
 * @param connection as in {@link Received}
 * @param listener 0 for the front, 1 for the first gateway
 * @param secured whether under TLS
 */
public record Login(
    MessengerUser user,
    String jid,
    String mechanism,
    int connection,
    int listener,
    boolean secured) {}
