package im.linnet.sasl;

import com.ongres.scram.common.ScramMechanism;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * The hash functions of the SCRAM family, the weakest first, with the computations (RFC 5802,
 * section 3).
 *
 * <p>The SCRAM library computes keys, proof and signature. Its message classes are not used, as
 * they rewrite the server's first message and lose its extensions, which the proof covers. Its
 * derivation of the salted password is not used either, as it rejects characters newer than Unicode
 * 3.2, leaves a copy of the password behind and can't be cancelled.
 */
enum ScramHash {
  /** RFC 5802. */
  SHA_1(ScramMechanism.SCRAM_SHA_1, "SHA-1", "HmacSHA1"),
  /** RFC 7677. */
  SHA_256(ScramMechanism.SCRAM_SHA_256, "SHA-256", "HmacSHA256"),
  /** As RFC 7677, with SHA-512. */
  SHA_512(ScramMechanism.SCRAM_SHA_512, "SHA-512", "HmacSHA512");

  private final ScramMechanism family;
  private final String digest;
  private final String hmac;

  ScramHash(ScramMechanism family, String digest, String hmac) {
    this.family = family;
    this.digest = digest;
    this.hmac = hmac;
  }

  /** The SASL name of the mechanism without channel binding. */
  String mechanism() {
    return family.getName();
  }

  /** Hashes some bytes. */
  byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance(digest).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("The JDK can't compute " + digest, e);
    }
  }

  /**
   * Derives the keys. The time depends on {@link ScramServerFirst#iterations}.
   *
   * @param channel provides the executor, and cancels the derivation when it ends
   * @param password the password, owned by the caller
   */
  CompletableFuture<ScramKeys> keys(
      SaslChannel channel, char[] password, byte[] salt, int iterations) {
    return salted(channel, password, salt, iterations).thenApply(this::keys);
  }

  /** Derives the salted password, which the caller must wipe; otherwise as {@link #keys}. */
  CompletableFuture<byte[]> salted(
      SaslChannel channel, char[] password, byte[] salt, int iterations) {
    return KeyDerivation.begin(channel, hmac, password, salt, iterations);
  }

  private ScramKeys keys(byte[] salted) {
    try {
      return ScramKeys.of(family, salted);
    } finally {
      Arrays.fill(salted, (byte) 0);
    }
  }

  /** Computes the proofs of keys for this hash. */
  ScramKeys.Proofs prove(ScramKeys keys, String authMessage) {
    return keys.prove(family, authMessage);
  }
}
