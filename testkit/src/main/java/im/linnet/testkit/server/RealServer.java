package im.linnet.testkit.server;

import im.linnet.testkit.tls.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A real XMPP server that runs for a test, listening on loopback only.
 *
 * <p>Its certificate names {@link #domain()} and {@link #anonymousDomain()} and comes from an
 * authority made for it alone. The server is ready for logins when {@code start()} of its builder
 * returns. All methods block; a call that takes longer than 90 seconds fails with an {@link
 * IllegalStateException} that holds the server's last log lines. Calls from several threads are
 * serialised.
 */
public sealed interface RealServer extends AutoCloseable permits ProsodyServer, EjabberdServer {

  /** The domain with accounts: {@code localhost}. */
  String domain();

  /** The domain that lets in everybody by SASL ANONYMOUS: {@code anonymous.localhost}. */
  String anonymousDomain();

  /** The port for clients that begin in clear text; STARTTLS is required there. */
  int starttlsPort();

  /** The port for clients that begin with TLS (XEP-0368). */
  int directTlsPort();

  /** The authority that issued the server's certificate. */
  TestCertificates authority();

  /** A PEM file with the one certificate that a client must trust; it is gone after close. */
  Path trustAnchorFile();

  /** Adds an account in {@link #domain()}; one that exists gets the new password or fails. */
  void addUser(String name, String password);

  /**
   * Adds many accounts in {@link #domain()} with one password, as fast as the server can.
   *
   * @param names of letters and digits
   */
  default void addUsers(List<String> names, String password) {
    names.forEach(name -> addUser(name, password));
  }

  /** Stops the server orderly; accounts and stored messages stay. Does nothing when stopped. */
  void stop();

  /** Kills the server without a chance to say good-bye; accounts and stored messages stay. */
  void crash();

  /** Stops the server if it runs, and starts it with the same ports, certificate and data. */
  void restart();

  /** The last lines that the server logged, oldest first; they outlive the server. */
  List<String> log();

  /** Stops the server and deletes its folder. Never fails because the server has died. */
  @Override
  void close();

  /** The settings that every real server has; used by one thread. */
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
     * Sets how many bytes a stanza of a client may have; 256 KiB unless set.
     *
     * @throws IllegalArgumentException if it is less than 10,000 (RFC 6120, section 13.12)
     */
    Builder largestStanza(int bytes);

    /**
     * What a test asks first: empty to go on, or the reason to skip, which is logged as a warning.
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
