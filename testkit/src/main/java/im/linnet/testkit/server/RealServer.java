package im.linnet.testkit.server;

import im.linnet.testkit.tls.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A real XMPP server that runs for a test, listening on loopback only.
 *
 * <p>Its certificate names {@link #domain()} and {@link #anonymousDomain()} and is issued by an
 * authority of its own. The server is ready for logins when {@code start()} of its builder returns.
 * All methods block; a call that takes longer than 90 seconds fails with an {@link
 * IllegalStateException} that contains the server's last log lines. Calls from several threads are
 * serialised.
 */
public sealed interface RealServer extends AutoCloseable permits ProsodyServer, EjabberdServer {

  /** The domain with accounts: {@code localhost}. */
  String domain();

  /** The domain that accepts everybody with SASL ANONYMOUS: {@code anonymous.localhost}. */
  String anonymousDomain();

  /** The port for clients that start in clear text; STARTTLS is required there. */
  int starttlsPort();

  /** The port for clients that start with TLS (XEP-0368). */
  int directTlsPort();

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

  /** The settings common to all real servers; used by one thread. */
  sealed interface Builder permits ProsodyServer.Builder, EjabberdServer.Builder {

    /** Adds an account. */
    Builder user(String name, String password);

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
