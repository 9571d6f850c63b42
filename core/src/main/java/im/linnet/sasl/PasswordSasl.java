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

  /**
   * The most iterations that a server may demand unless said otherwise: some seconds of work, which
   * the limit for connecting cuts short.
   */
  public static final int DEFAULT_MAX_ITERATIONS = 10_000_000;

  private final Credentials credentials;
  private final int maxIterations;
  private final boolean plain;
  private final ScramMemory memory;

  PasswordSasl(Supplier<char[]> password, ScramMemory memory) {
    this(new Credentials(null, password), DEFAULT_MAX_ITERATIONS, false, memory);
  }

  private PasswordSasl(
      Credentials credentials, int maxIterations, boolean plain, ScramMemory memory) {
    super(mechanisms(credentials, maxIterations, plain, memory));
    this.credentials = credentials;
    this.maxIterations = maxIterations;
    this.plain = plain;
    this.memory = memory;
  }

  private static List<SaslMechanism> mechanisms(
      Credentials credentials, int maxIterations, boolean plain, ScramMemory memory) {
    List<SaslMechanism> mechanisms = new ArrayList<>();
    mechanisms.add(new Scram(ScramHash.SHA_512, credentials, maxIterations, memory));
    mechanisms.add(new Scram(ScramHash.SHA_256, credentials, maxIterations, memory));
    mechanisms.add(new Scram(ScramHash.SHA_1, credentials, maxIterations, memory));
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
    Credentials named = new Credentials(name, credentials.password());
    return new PasswordSasl(named, maxIterations, plain, memory);
  }

  /**
   * Adds PLAIN at the end: a server that offers nothing better is given the password itself. Even
   * so never without TLS, and never where the server's certificate is not verified ({@link
   * im.linnet.tls.TlsPolicy.Builder#insecurelyTrustAnyone}), unless the policy {@linkplain
   * im.linnet.tls.TlsPolicy.Builder#insecurelySendSecretsToAnyone says so} too.
   *
   * @return a copy
   */
  public PasswordSasl allowPlain() {
    return new PasswordSasl(credentials, maxIterations, true, memory);
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
    return new PasswordSasl(credentials, iterations, plain, memory);
  }

  /**
   * Sets whether the keys that SCRAM derives from the password are kept in memory for the next
   * sign-in, which is then spared the derivation: some milliseconds of computing, at some servers
   * much more. They are kept once the server has proved itself, for the same domain, user, hash,
   * salt and iteration count only, at most sixteen of them; keys that a server refuses are dropped.
   * They let whoever can read the memory of the process sign in, but do not tell the password.
   *
   * <p>By default they are kept for {@link Sasl#password(String)}, as the value holds the password
   * itself anyway, and are not for a password that is {@linkplain Sasl#password(Supplier) fetched
   * when it is needed}. If they are kept for such a one, it is not fetched where they serve: call
   * {@link #forgetKeys()} when the password has changed.
   *
   * @param remember whether to keep keys
   * @return a copy with a memory of its own, or with none
   */
  public PasswordSasl rememberKeys(boolean remember) {
    ScramMemory other = remember ? ScramMemory.create() : ScramMemory.none();
    return new PasswordSasl(credentials, maxIterations, plain, other);
  }

  /** Wipes all keys that this value and its copies have remembered; later ones are kept again. */
  public void forgetKeys() {
    memory.clear();
  }
}
