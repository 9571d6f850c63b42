package im.linnet.testkit.net;

import org.jspecify.annotations.Nullable;

/**
 * A client's request to a proxy.
 *
 * @param host the host as sent by the client: a name if it leaves the look-up to the proxy
 * @param port the port
 * @param byName whether the host is a name and not an address
 * @param user the user name sent by the client, or null; the password isn't kept
 */
public record ProxyRequest(String host, int port, boolean byName, @Nullable String user) {}
