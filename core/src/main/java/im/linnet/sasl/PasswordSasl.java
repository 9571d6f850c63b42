package im.linnet.sasl;

import im.linnet.sasl.ScramRules.Binding;
import im.linnet.sasl.ScramRules.Protection;
import im.linnet.sasl.ScramRules.Upgrade;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Password-based mechanisms: see {@link Sasl#password(String)}. SCRAM with channel binding comes
 * before SCRAM without, whatever the hash (RFC 5802, section 6); among these, the strongest hash
 * comes first. Immutable, except for remembered keys: each setter returns a changed copy.
 */
public final class PasswordSasl extends Sasl {

  private static final List<ScramHash> HASHES =
      List.of(ScramHash.SHA_512, ScramHash.SHA_256, ScramHash.SHA_1);

  /**
   * The default limit of the iterations that a server may demand: a few seconds of work, bounded by
   * the connect time limit.
   */
  public static final int DEFAULT_MAX_ITERATIONS = ScramRules.DEFAULT_MAX_ITERATIONS;

  private final Credentials credentials;
  private final ScramRules rules;
  private final boolean plain;
  private final ScramMemory memory;

  PasswordSasl(Supplier<char[]> password, ScramMemory memory) {
    this(new Credentials(null, password), ScramRules.DEFAULT, false, memory);
  }

  private PasswordSasl(
      Credentials credentials, ScramRules rules, boolean plain, ScramMemory memory) {
    super(mechanisms(credentials, rules, plain, memory));
    this.credentials = credentials;
    this.rules = rules;
    this.plain = plain;
    this.memory = memory;
  }

  private static List<SaslMechanism> mechanisms(
      Credentials credentials, ScramRules rules, boolean plain, ScramMemory memory) {
    List<SaslMechanism> mechanisms = new ArrayList<>();
    if (rules.binding() != Binding.UNUSED) {
      for (ScramHash hash : HASHES) {
        mechanisms.add(Scram.plus(hash, credentials, rules, memory));
      }
    }
    if (rules.binding() != Binding.REQUIRED) {
      for (ScramHash hash : HASHES) {
        mechanisms.add(Scram.unbound(hash, credentials, rules, memory));
      }
      if (plain) {
        mechanisms.add(new Plain(credentials));
      }
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
    return new PasswordSasl(named, rules, plain, memory);
  }

  /**
   * Adds PLAIN as the last choice, so a server that offers nothing better receives the password
   * itself. PLAIN is never used without TLS, nor with an unverified server ({@link
   * im.linnet.tls.TlsPolicy.Builder#insecurelyTrustAnyone}) unless the policy {@linkplain
   * im.linnet.tls.TlsPolicy.Builder#insecurelySendSecretsToAnyone allows it}, nor if {@linkplain
   * #requireChannelBinding channel binding is required}.
   *
   * @return a copy
   */
  public PasswordSasl allowPlain() {
    return new PasswordSasl(credentials, rules, true, memory);
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
    return with(rules.withMaxIterations(iterations));
  }

  /**
   * Signs in only by SCRAM with channel binding, so that no one can relay the sign-in to another
   * connection, not even someone with a certificate for the service. Connecting fails if the server
   * does not offer it, or only with types of binding that this connection does not have: see {@link
   * SaslChannel#channelBinding}. By default, channel binding is used where possible.
   *
   * @return a copy
   */
  public PasswordSasl requireChannelBinding() {
    return with(rules.with(Binding.REQUIRED));
  }

  /**
   * Never binds a sign-in to the TLS connection. For services whose TLS ends at a proxy that the
   * server does not know of, so that every sign-in with channel binding fails.
   *
   * @return a copy
   */
  public PasswordSasl withoutChannelBinding() {
    return with(rules.with(Binding.UNUSED));
  }

  /**
   * Signs in by SCRAM only if the server proves which mechanisms and channel binding types it has
   * offered (XEP-0474), so that an attacker can't have removed some. By default the proof is
   * verified if the server sends one. Does not concern PLAIN.
   *
   * @return a copy
   */
  public PasswordSasl requireDowngradeProtection() {
    return with(rules.with(Protection.REQUIRED));
  }

  /**
   * Lets a server that knows the password only by a weaker hash have it by a stronger one too, if
   * it asks for that (XEP-0480), so that later sign-ins are by SCRAM with the stronger hash. The
   * server is given the salted password (RFC 5802, section 3): with it, it can sign in as the user
   * at itself, as a server that is given the password by PLAIN can, but it does not learn the
   * password. Only after a sign-in by SCRAM over SASL2 in which the server has proved that it knows
   * the user, and only if TLS has verified it. The computation is bounded by {@link
   * #maxIterations}. Not for ejabberd 24.12, which stores the salt wrongly.
   *
   * @return a copy
   */
  public PasswordSasl allowUpgrade() {
    return with(rules.with(Upgrade.ALLOWED));
  }

  private PasswordSasl with(ScramRules changed) {
    return new PasswordSasl(credentials, changed, plain, memory);
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
    return new PasswordSasl(credentials, rules, plain, other);
  }

  /**
   * Wipes all keys that this value and its copies have remembered. New keys are remembered again.
   */
  public void forgetKeys() {
    memory.clear();
  }
}
