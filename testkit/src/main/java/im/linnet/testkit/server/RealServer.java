package im.linnet.testkit.server;

import im.linnet.testkit.tls.TestCertificates;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A real XMPP server that runs for a test, listening on loopback only.
 *
 * <p>The installed servers are those of Debian 12, Prosody 0.12 and ejabberd 23. The modern ones
 * are Prosody 13 and ejabberd 24, which the script {@code testkit/modern-servers} downloads from
 * Debian's backports into {@code ~/.cache/linnet/servers}, or the folder that the environment
 * variable {@code LINNET_SERVERS} names. All of them run with stream management, carbons, client
 * state, archives of users and of rooms, pubsub and PEP, vCards, bookmarks, blocking, uploads of up
 * to 1 MiB (XEP-0363), push (XEP-0357), external services (XEP-0215), commands (XEP-0050),
 * WebSocket (RFC 7395) at the port for HTTPS, and an administrator {@code admin@localhost}, if that
 * account is added. Only the modern ones have:
 *
 * <ul>
 *   <li>SASL2 (XEP-0388), Bind2 (XEP-0386), FAST (XEP-0484), downgrade protection (XEP-0474),
 *       channel binding of the types tls-exporter and tls-server-end-point (XEP-0440);
 *   <li>BOSH (XEP-0206), and conversion between the two kinds of avatars (XEP-0398) at ejabberd.
 * </ul>
 *
 * <p>Its certificate names {@link #domain()} and {@link #anonymousDomain()} and is issued by an
 * authority of its own. Everybody can register an account in-band (XEP-0077). The server is ready
 * for logins when {@code start()} of its builder returns. All methods block; a call that takes
 * longer than 90 seconds fails with an {@link IllegalStateException} that contains the server's
 * last log lines. Calls from several threads are serialised.
 */
public sealed interface RealServer extends AutoCloseable permits ProsodyServer, EjabberdServer {

  /** The version, such as {@code 13.0.1}. */
  String version();

  /** The domain with accounts: {@code localhost}. */
  String domain();

  /** The domain that accepts everybody with SASL ANONYMOUS: {@code anonymous.localhost}. */
  String anonymousDomain();

  /**
   * The domain of rooms (XEP-0045): {@code conference.localhost} at an installed server, {@code
   * rooms.localhost} at a modern one.
   */
  String roomDomain();

  /** The port for clients that start in clear text; STARTTLS is required there. */
  int starttlsPort();

  /** The port for clients that start with TLS (XEP-0368). */
  int directTlsPort();

  /**
   * The port for HTTPS, with the same certificate: WebSocket, and {@code /.well-known/host-meta} in
   * both of its forms (XEP-0156), which only Prosody 0.12 does not serve.
   */
  int httpsPort();

  /**
   * The address for clients that connect by WebSocket (RFC 7395), such as {@code
   * wss://localhost:8443/ws}.
   */
  URI webSocket();

  /**
   * The port for a component (XEP-0114), in clear text; see {@link Builder#component}.
   *
   * @param host the component's domain
   * @throws IllegalArgumentException if the server has no such component
   */
  int componentPort(String host);

  /** The authority that issued the server's certificate. */
  TestCertificates authority();

  /** A PEM file with the one certificate that a client must trust; deleted by close. */
  Path trustAnchorFile();

  /**
   * Adds an account in {@link #domain()}. If it exists, it gets the new password, or the call
   * fails.
   */
  void addUser(String name, String password);

  /**
   * Adds many accounts in {@link #domain()} with one password, as fast as the server can.
   *
   * @param names letters and digits only
   */
  default void addUsers(List<String> names, String password) {
    names.forEach(name -> addUser(name, password));
  }

  /**
   * Shuts the server down; accounts and stored messages are kept. Does nothing if it is stopped.
   */
  void stop();

  /** Kills the server without a shutdown; accounts and stored messages are kept. */
  void crash();

  /** Stops the server if it runs, and starts it with the same ports, certificate and data. */
  void restart();

  /**
   * The last lines of the server's log, oldest first; also available after the server has ended.
   */
  List<String> log();

  /** Stops the server and deletes its folder. Does not fail if the server has died. */
  @Override
  void close();

  /** {@return its name and version, such as {@code Prosody 13.0.1}} */
  @Override
  String toString();

  /** The settings common to all real servers; used by one thread. */
  sealed interface Builder permits ProsodyServer.Builder, EjabberdServer.Builder {

    /** Adds an account. */
    Builder user(String name, String password);

    /**
     * Allows a component to connect at {@link RealServer#componentPort} (XEP-0114), and to send
     * from any address.
     *
     * @param host its domain, such as {@code bots.localhost}
     * @param secret letters and digits only
     * @throws IllegalArgumentException if the secret has other characters
     */
    Builder component(String host, String secret);

    /**
     * Sets how long a lost stream can be resumed (XEP-0198), in seconds.
     *
     * @throws IllegalArgumentException if it is less than a second or more than a year
     */
    Builder resumable(Duration value);

    /**
     * Sets the maximum size of a client's stanza in bytes; 256 KiB unless set.
     *
     * @throws IllegalArgumentException if it is less than 10,000 (RFC 6120, section 13.12)
     */
    Builder largestStanza(int bytes);

    /**
     * Sets how long a token is valid (XEP-0484), in seconds; 21 days unless set.
     *
     * @throws IllegalArgumentException if it is less than a second, or 1,000 seconds at ejabberd,
     *     or more than a year
     * @throws IllegalStateException if the server is an installed one, which has no tokens
     */
    Builder tokenLifetime(Duration value);

    /**
     * Sets the age from which a token is replaced when it is used (XEP-0484), in seconds; a day
     * unless set.
     *
     * @throws IllegalArgumentException if it is less than a second, or 1,000 seconds at ejabberd,
     *     or more than a year
     * @throws IllegalStateException if the server is an installed one, which has no tokens
     */
    Builder tokenRenewal(Duration value);

    /**
     * For a test to check first: empty to continue, or the reason to skip, which is logged as a
     * warning.
     *
     * @throws IllegalStateException if the server is missing and the system property {@code
     *     linnet.servers} is {@code required}
     */
    Optional<String> reasonToSkip();

    /**
     * Starts the server and returns when it accepts clients.
     *
     * @throws IllegalStateException if the server isn't installed or doesn't start
     */
    RealServer start();
  }
}
