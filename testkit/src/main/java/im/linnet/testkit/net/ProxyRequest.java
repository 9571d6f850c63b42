package im.linnet.testkit.net;

import org.jspecify.annotations.Nullable;

/**
 * What a client asked a proxy for.
 *
 * @param host the host as the client gave it: a name when it leaves the look-up to the proxy
 * @param port the port
 * @param byName whether the host is a name and not an address
 * @param user who the client said it was, null if it didn't; the password isn't kept
 */
public record ProxyRequest(String host, int port, boolean byName, @Nullable String user) {}
