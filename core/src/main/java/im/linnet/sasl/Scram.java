package im.linnet.sasl;

import im.linnet.sasl.ScramRules.Binding;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * A mechanism of the SCRAM family (RFC 5802, RFC 7677): the client proves the password without
 * sending it, and the server proves that it knows it.
 *
 * @param hash the hash function
 * @param plus whether the sign-in is bound to the TLS connection
 * @param credentials the user name and password
 * @param rules what the user allows and demands
 * @param memory keeps keys from one sign-in to the next
 * @param nonces returns a new client nonce for each sign-in
 */
record Scram(
    ScramHash hash,
    boolean plus,
    Credentials credentials,
    ScramRules rules,
    ScramMemory memory,
    Supplier<String> nonces)
    implements SaslMechanism {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NONCE_BYTES = 24;

  /** With channel binding, of an allowed type that both sides have. */
  static Scram plus(ScramHash hash, Credentials who, ScramRules rules, ScramMemory memory) {
    return new Scram(hash, true, who, rules, memory, Scram::nonce);
  }

  /** Without channel binding. */
  static Scram unbound(ScramHash hash, Credentials who, ScramRules rules, ScramMemory memory) {
    return new Scram(hash, false, who, rules, memory, Scram::nonce);
  }

  /**
   * 192 random bits in base64, which has no comma: the only printable character not allowed in a
   * nonce.
   */
  static String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public String name() {
    return plus ? hash.mechanism() + "-PLUS" : hash.mechanism();
  }

  /**
   * With channel binding, if there is a type that both sides have. Without, always, as the password
   * is not sent. The client decides whether clear text is allowed, in which an eavesdropper can
   * test passwords offline.
   */
  @Override
  public boolean usableOn(SaslChannel channel) {
    return !plus || ChannelBindingTypes.common(channel) != null;
  }

  /** The header of the first message. */
  Gs2Header header(SaslChannel channel) {
    return plus ? Gs2Header.bound(channel) : Gs2Header.unbound(channel, rules);
  }

  /** Whether nothing but a mechanism with channel binding will do. */
  boolean isBindingRequired() {
    return rules.binding() == Binding.REQUIRED;
  }

  /** Whether this signs in with the same credentials and as bound, only with another hash. */
  boolean isAlternativeTo(Scram refused) {
    return hash != refused.hash && plus == refused.plus && credentials.equals(refused.credentials);
  }

  @Override
  public SaslExchange start(SaslChannel channel) {
    return new ScramExchange(this, channel);
  }

  @Override
  public String toString() {
    return name();
  }
}
