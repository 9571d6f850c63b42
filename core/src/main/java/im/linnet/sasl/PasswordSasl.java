package im.linnet.sasl;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The mechanisms that prove a password, strongest first: see {@link Sasl#password(String)}. Each
 * method returns a changed copy.
 */
public final class PasswordSasl extends Sasl {

  /** The most iterations that a server may demand unless said otherwise: some seconds of work. */
  public static final int DEFAULT_MAX_ITERATIONS = 10_000_000;

  private final Credentials credentials;
  private final int maxIterations;
  private final boolean plain;

  PasswordSasl(Supplier<char[]> password) {
    this(new Credentials(null, password), DEFAULT_MAX_ITERATIONS, false);
  }

  private PasswordSasl(Credentials credentials, int maxIterations, boolean plain) {
    super(mechanisms(credentials, maxIterations, plain));
    this.credentials = credentials;
    this.maxIterations = maxIterations;
    this.plain = plain;
  }

  private static List<SaslMechanism> mechanisms(
      Credentials credentials, int maxIterations, boolean plain) {
    List<SaslMechanism> mechanisms = new ArrayList<>();
    mechanisms.add(new Scram(ScramHash.SHA_512, credentials, maxIterations));
    mechanisms.add(new Scram(ScramHash.SHA_256, credentials, maxIterations));
    mechanisms.add(new Scram(ScramHash.SHA_1, credentials, maxIterations));
    if (plain) {
      mechanisms.add(new Plain(credentials));
    }
    return mechanisms;
  }

  /**
   * Signs in by a name other than the local part of the account.
   *
   * @param name the user name; null for the local part of the account
   * @return a copy
   * @throws IllegalArgumentException if the name is empty
   */
  public PasswordSasl user(@Nullable String name) {
    if (name != null && name.isEmpty()) {
      throw new IllegalArgumentException("name: empty (expected: a user name)");
    }
    return new PasswordSasl(new Credentials(name, credentials.password()), maxIterations, plain);
  }

  /**
   * Adds PLAIN at the end: a server that offers nothing better is given the password itself. Even
   * so never without TLS.
   *
   * @return a copy
   */
  public PasswordSasl allowPlain() {
    return new PasswordSasl(credentials, maxIterations, true);
  }

  /**
   * Sets how much work a server may demand for deriving keys (RFC 5802, section 9).
   *
   * @param iterations the most iterations of SCRAM's key derivation, at least 4096; by default
   *     {@value #DEFAULT_MAX_ITERATIONS}
   * @return a copy
   * @throws IllegalArgumentException if it is less than a server must demand
   */
  public PasswordSasl maxIterations(int iterations) {
    if (iterations < ScramServerFirst.MIN_ITERATIONS) {
      throw new IllegalArgumentException(
          "iterations: %d (expected: >= %d)"
              .formatted(iterations, ScramServerFirst.MIN_ITERATIONS));
    }
    return new PasswordSasl(credentials, iterations, plain);
  }
}
