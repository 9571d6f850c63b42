package im.linnet.internal.tls;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.security.interfaces.DSAKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rejects weak algorithms in certificates and handshakes: SHA-1, MD5, and keys that may be factored
 * (RSA below 2048 bits and the like). The platform rejects these only under its own authorities, or
 * not at all; its own restrictions apply in addition.
 */
final class StrongSignatures implements AlgorithmConstraints {

  private static final int MIN_RSA_BITS = 2048;
  private static final int MIN_EC_BITS = 224;

  /** In the notation of certificates and of TLS: SHA1withRSA, ecdsa_sha1. */
  private static final Pattern WEAK =
      Pattern.compile("(MD[0-9]|SHA-?1)with.*|.*_(md5|sha1)", Pattern.CASE_INSENSITIVE);

  @Override
  public boolean permits(
      @Nullable Set<CryptoPrimitive> primitives,
      String algorithm,
      @Nullable AlgorithmParameters parameters) {
    return !WEAK.matcher(algorithm).matches();
  }

  @Override
  public boolean permits(@Nullable Set<CryptoPrimitive> primitives, Key key) {
    return isStrong(key);
  }

  @Override
  public boolean permits(
      @Nullable Set<CryptoPrimitive> primitives,
      String algorithm,
      Key key,
      @Nullable AlgorithmParameters parameters) {
    return permits(primitives, algorithm, parameters) && isStrong(key);
  }

  /** Whether a key is long enough; other kinds of keys are left to the platform. */
  static boolean isStrong(Key key) {
    if (key instanceof RSAKey rsa) {
      return rsa.getModulus().bitLength() >= MIN_RSA_BITS;
    }
    if (key instanceof DSAKey dsa && dsa.getParams() != null) {
      return dsa.getParams().getP().bitLength() >= MIN_RSA_BITS;
    }
    return !(key instanceof ECKey ec && ec.getParams() != null)
        || ec.getParams().getOrder().bitLength() >= MIN_EC_BITS;
  }
}
