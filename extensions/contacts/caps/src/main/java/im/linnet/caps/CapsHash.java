package im.linnet.caps;

import im.linnet.disco.DiscoInfo;
import java.util.Objects;

/**
 * A hash of what an entity answers to an info query, as announced in its presence. It is the key
 * under which a {@link CapsStore} keeps the answer.
 *
 * @param version the specification that says what is hashed
 * @param algorithm the hash function, such as {@code sha-1} (XEP-0300, section 4)
 * @param value the hash in base64
 */
public record CapsHash(Version version, String algorithm, String value) {

  /** The specifications, whose hashes of the same answer differ. */
  public enum Version {
    /** XEP-0115, section 5.1. */
    V1,
    /** XEP-0390, section 4.1. */
    V2
  }

  /** Rejects null. */
  public CapsHash {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(algorithm, "algorithm");
    Objects.requireNonNull(value, "value");
  }

  /**
   * Computes the hash of an answer.
   *
   * @param version the specification
   * @param algorithm {@code sha-1} (not for V2), {@code sha-256}, {@code sha-384}, {@code sha-512},
   *     {@code sha3-256} or {@code sha3-512}
   * @param info the answer; its node is of no importance
   * @return the hash
   * @throws IllegalArgumentException if the hash function is another one, or the answer has no hash
   *     because it is ill-formed (XEP-0115, section 5.4; XEP-0390, section 4.1)
   */
  public static CapsHash of(Version version, String algorithm, DiscoInfo info) {
    return new CapsHash(
        version, algorithm, HashFunction.of(version, algorithm).hash(version, info.toElement()));
  }
}
