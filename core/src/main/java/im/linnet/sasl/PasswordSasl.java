package im.linnet.sasl;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Password-based mechanisms, strongest first: see {@link Sasl#password(String)}. Immutable, except
 * for remembered keys: each setter returns a changed copy.
 */
public final class PasswordSasl extends Sasl {

  /**
   * The default limit of the iterations that a server may demand: a few seconds of work, bounded by
   * the connect time limit.
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
   * Signs in with a name other than the local part of the account.
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
   * Adds PLAIN as the last choice, so a server that offers nothing better receives the password
   * itself. PLAIN is never used without TLS, nor with an unverified server ({@link
   * im.linnet.tls.TlsPolicy.Builder#insecurelyTrustAnyone}) unless the policy {@linkplain
   * im.linnet.tls.TlsPolicy.Builder#insecurelySendSecretsToAnyone allows it}.
   *
   * @return a copy
   */
  public PasswordSasl allowPlain() {
    return new PasswordSasl(credentials, maxIterations, true, memory);
  }

  /**
   * Limits the work that a server may demand for key derivation (RFC 5802, section 9).
   *
   * @param iterations the most iterations of SCRAM's key derivation, at least 4096; by default
   *     {@value #DEFAULT_MAX_ITERATIONS}
   * @return a copy
   * @throws IllegalArgumentException if it is less than 4096, the minimum that a server must demand
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
   * Sets whether the keys that SCRAM derives from the password are kept in memory, so that the next
   * sign-in needs no derivation, which takes a few milliseconds, with some servers much more. Keys
   * are kept only after the server has proved itself, at most sixteen, and apply to one domain,
   * user, hash, salt and iteration count; keys that a server rejects are discarded. Anyone who can
   * read the memory of the process can sign in with them, but does not learn the password.
   *
   * <p>By default keys are kept for {@link Sasl#password(String)}, which holds the password in
   * memory anyway, and not for a password {@linkplain Sasl#password(Supplier) supplied on demand}.
   * If they are kept for the latter, the supplier is not called while they apply: call {@link
   * #forgetKeys()} when the password has changed.
   *
   * @param remember whether to keep keys
   * @return a copy with its own key memory, or with none
   */
  public PasswordSasl rememberKeys(boolean remember) {
    ScramMemory other = remember ? ScramMemory.create() : ScramMemory.none();
    return new PasswordSasl(credentials, maxIterations, plain, other);
  }

  /**
   * Wipes all keys that this value and its copies have remembered. New keys are remembered again.
   */
  public void forgetKeys() {
    memory.clear();
  }
}
