package im.linnet.sasl;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * A mechanism of the SCRAM family (RFC 5802, RFC 7677): the password is proved and not sent, and
 * the server proves that it knows it too.
 *
 * @param hash which of the family
 * @param credentials who signs in
 * @param maxIterations the most work that a server may demand
 * @param memory keeps keys from one sign-in to the next
 * @param nonces gives a new client nonce for each sign-in
 */
record Scram(
    ScramHash hash,
    Credentials credentials,
    int maxIterations,
    ScramMemory memory,
    Supplier<String> nonces)
    implements SaslMechanism {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NONCE_BYTES = 24;

  Scram(ScramHash hash, Credentials credentials, int maxIterations, ScramMemory memory) {
    this(hash, credentials, maxIterations, memory, Scram::nonce);
  }

  /** 192 random bits; base64 has no comma, which is all that a nonce may not hold. */
  static String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public String name() {
    return hash.mechanism();
  }

  /**
   * Anywhere, as the password is not sent. Whether the stream may be in clear text is the client's
   * to say: whoever listens there can try passwords at leisure.
   */
  @Override
  public boolean usableOn(SaslChannel channel) {
    return true;
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
