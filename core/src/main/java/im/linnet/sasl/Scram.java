package im.linnet.sasl;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * A mechanism of the SCRAM family (RFC 5802, RFC 7677): the client proves the password without
 * sending it, and the server proves that it knows it.
 *
 * @param hash the hash function
 * @param credentials the user name and password
 * @param maxIterations the limit of the iterations that a server may demand
 * @param memory keeps keys from one sign-in to the next
 * @param nonces returns a new client nonce for each sign-in
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
    return hash.mechanism();
  }

  /**
   * Always usable, as the password is not sent. The client decides whether clear text is allowed,
   * in which an eavesdropper can test passwords offline.
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
