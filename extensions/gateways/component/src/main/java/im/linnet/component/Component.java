package im.linnet.component;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.tls.TlsPolicy;
import java.util.List;

/**
 * Makes clients that are external components of a server (XEP-0114), such as bots and gateways: the
 * server routes to them everything that is sent to their domain.
 *
 * <p>Such a client is an ordinary {@link XmppClient}, with these differences:
 *
 * <ul>
 *   <li>It may send from any address of its domain. A stanza without a sender is sent from the
 *       domain itself. One without an addressee fails with {@link
 *       im.linnet.failure.RefusedException}: there is no account that it could be for, and presence
 *       is not broadcast.
 *   <li>It receives what is sent to any address of its domain. Handlers of requests answer for all
 *       of them; {@code request.to()} is the address that was asked.
 *   <li>It signs in with a secret that it shares with the server, without SASL, and has no resource
 *       and no stream management. So {@code deliver} only means that a stanza was written.
 *   <li>To find a dead connection, it pings its own domain: the server routes the ping back.
 * </ul>
 *
 * <pre>{@code
 * XmppClient echo = Component.builder("echo.example.com", "secret").build();
 * echo.onMessage(
 *     message -> {
 *       if (message.from() != null && message.body() != null) {
 *         echo.send(
 *             Message.chat(message.from(), message.body()).toBuilder().from(message.to()).build());
 *       }
 *     });
 * echo.connect().join();
 * }</pre>
 *
 * <h2>Failures to sign in</h2>
 *
 * <ul>
 *   <li>A wrong secret: {@link im.linnet.failure.AuthenticationException}. Some servers, such as
 *       ejabberd, say the same if they don't know the component.
 *   <li>An unknown component: {@link im.linnet.failure.StreamException} with {@code HOST_UNKNOWN}.
 *   <li>Another connection of the same component: {@code StreamException} with {@code CONFLICT}.
 *       Only this one is retryable, as the server may not have noticed yet that an earlier
 *       connection of this program is dead.
 * </ul>
 *
 * <p>The builders set how the client signs in, its header, its steps, its endpoint and its TLS
 * policy. Do not call {@code sasl}, {@code steps} or {@code opening} again; everything else can be
 * set as usual, such as extensions and {@code reconnect}.
 */
public final class Component {

  /** The port that servers usually have for components. */
  public static final int PORT = 5347;

  private static final String THIS_MACHINE = "127.0.0.1";

  private Component() {}

  /**
   * Returns a builder of a component of a server on this machine, at the usual {@link #PORT}.
   *
   * @param domain the component's domain, as the server's configuration names it
   * @param secret the secret in the server's configuration
   * @return the builder
   * @throws IllegalArgumentException if the domain is none, or the secret is empty
   */
  public static ClientBuilder builder(String domain, String secret) {
    return builder(domain, secret, PORT);
  }

  /**
   * Returns a builder of a component of a server on this machine. Nothing is encrypted, as nothing
   * leaves the machine.
   *
   * @param domain the component's domain, as the server's configuration names it
   * @param secret the secret in the server's configuration
   * @param port the server's port for components, at 127.0.0.1
   * @return the builder
   * @throws IllegalArgumentException if the domain is none, the secret is empty or the port is out
   *     of range
   */
  public static ClientBuilder builder(String domain, String secret, int port) {
    return builder(
            domain,
            new ComponentHandshake(secret, ClearText.ON_THIS_MACHINE),
            Endpoint.startTls(THIS_MACHINE, port))
        .tls(TlsPolicy.builder().insecurelyAllowClearText().build());
  }

  /**
   * Returns a builder of a component of a server that uses TLS from the first byte, such as
   * ejabberd with {@code tls: true}, or a TLS proxy in front of another server. The certificate
   * must be for the component's domain or for the host.
   *
   * @param domain the component's domain, as the server's configuration names it
   * @param secret the secret in the server's configuration
   * @param host the server's host name or IP address
   * @param port the server's port for components with TLS
   * @return the builder; a {@link TlsPolicy} of your own needs {@code alsoAccept(host)}, too
   * @throws IllegalArgumentException if the domain is none, the secret is empty, the host is
   *     invalid or the port is out of range
   */
  public static ClientBuilder overTls(String domain, String secret, String host, int port) {
    return builder(
            domain,
            new ComponentHandshake(secret, ClearText.ON_THIS_MACHINE),
            Endpoint.directTls(host, port))
        .tls(TlsPolicy.builder().alsoAccept(host).build());
  }

  /**
   * Returns a builder of a component of a server on another machine, without encryption. Everybody
   * on the network between the two can read and change everything, and find out a weak secret. For
   * closed networks.
   *
   * @param domain the component's domain, as the server's configuration names it
   * @param secret the secret in the server's configuration
   * @param host the server's host name or IP address
   * @param port the server's port for components
   * @return the builder
   * @throws IllegalArgumentException if the domain is none, the secret is empty, the host is empty
   *     or the port is out of range
   */
  public static ClientBuilder insecurelyInClearText(
      String domain, String secret, String host, int port) {
    return builder(
            domain,
            new ComponentHandshake(secret, ClearText.ANYWHERE),
            Endpoint.startTls(host, port))
        .tls(TlsPolicy.builder().insecurelyAllowClearText().build());
  }

  private static ClientBuilder builder(
      String domain, ComponentHandshake handshake, Endpoint endpoint) {
    Jid jid = Jid.of(domain);
    if (!jid.equals(jid.domainJid())) {
      throw new IllegalArgumentException("domain: %s (expected: a domain)".formatted(domain));
    }
    return XmppClient.builder(jid)
        .sasl(Sasl.none())
        .opening(
            header -> header.withContentNamespace(ComponentHandshake.NAMESPACE).withoutVersion())
        .steps(standard -> List.of(handshake))
        .endpoint(endpoint);
  }
}
