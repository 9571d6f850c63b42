package im.linnet.sasl;

import com.ongres.scram.common.ScramMechanism;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * The members of the SCRAM family and their computation (RFC 5802, section 3).
 *
 * <p>The library computes keys, proof and signature. Its message classes are not used: they write
 * the server's first message again and so lose its extensions, which the proof covers. Nor is its
 * derivation of the salted password, as it forgives no character newer than Unicode 3.2, leaves a
 * copy of the password behind and can't be stopped.
 */
enum ScramHash {
  /** RFC 5802. */
  SHA_1(ScramMechanism.SCRAM_SHA_1, "HmacSHA1"),
  /** RFC 7677. */
  SHA_256(ScramMechanism.SCRAM_SHA_256, "HmacSHA256"),
  /** As RFC 7677, with SHA-512. */
  SHA_512(ScramMechanism.SCRAM_SHA_512, "HmacSHA512");

  private final ScramMechanism family;
  private final String hmac;

  ScramHash(ScramMechanism family, String hmac) {
    this.family = family;
    this.hmac = hmac;
  }

  /** The name of the mechanism. */
  String mechanism() {
    return family.getName();
  }

  /**
   * Derives the keys; takes as long as the server demands: {@link ScramServerFirst#iterations}.
   *
   * @param channel where it computes; cancelled when that has ended
   * @param password stays the caller's
   */
  CompletableFuture<ScramKeys> keys(
      SaslChannel channel, char[] password, byte[] salt, int iterations) {
    return KeyDerivation.begin(channel, hmac, password, salt, iterations).thenApply(this::keys);
  }

  private ScramKeys keys(byte[] salted) {
    try {
      return ScramKeys.of(family, salted);
    } finally {
      Arrays.fill(salted, (byte) 0);
    }
  }

  /** Proves keys of this member of the family. */
  ScramKeys.Proofs prove(ScramKeys keys, String authMessage) {
    return keys.prove(family, authMessage);
  }
}
