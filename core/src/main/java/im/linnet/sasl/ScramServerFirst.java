package im.linnet.sasl;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The server's first message: {@code r=nonce,s=salt,i=iterations} (RFC 5802, section 7), validated
 * before use.
 *
 * @param nonce the client's nonce followed by the server's
 * @param salt the salt, at least one byte
 * @param iterations the iteration count, at least {@link #MIN_ITERATIONS}
 * @param offerHash the hash of what the server offers (XEP-0474), or null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and read in one place
record ScramServerFirst(String nonce, byte[] salt, int iterations, @Nullable String offerHash) {

  /** The minimum of RFC 5802, section 5.1 and RFC 7677, section 4. */
  static final int MIN_ITERATIONS = 4096;

  private static final Pattern NONCE = Pattern.compile("[\\x21-\\x2B\\x2D-\\x7E]+");
  private static final Pattern POSITIVE = Pattern.compile("[1-9][0-9]{0,9}");

  /**
   * An unknown optional extension: {@code m} is mandatory, and the other excluded letters are known
   * attributes.
   */
  private static final Pattern EXTENSION = Pattern.compile("[A-Za-z&&[^mrsive]]=[^\\x00,]+");

  static ScramServerFirst of(String text, String clientNonce, int maxIterations) {
    // The limit -1 keeps empty attributes at the end.
    String[] parts = text.split(",", -1);
    if (parts[0].startsWith("m=")) {
      throw malformed("demands an extension that is not known here");
    }
    String offerHash = null;
    for (int i = 3; i < parts.length; i++) {
      requireExtension(parts[i]);
      if (parts[i].startsWith("h=")) {
        if (offerHash != null) {
          throw malformed("has two hashes of what the server offers");
        }
        offerHash = parts[i].substring(2);
      }
    }
    String nonce = nonce(value(parts, 0, "r="), clientNonce);
    byte[] salt = salt(value(parts, 1, "s="));
    int iterations = iterations(value(parts, 2, "i="), maxIterations);
    return new ScramServerFirst(nonce, salt, iterations, offerHash);
  }

  /** Rejects anything but an optional extension. */
  static void requireExtension(String part) {
    if (!EXTENSION.matcher(part).matches()) {
      throw malformed("has something after its last attribute that is no optional extension");
    }
  }

  private static String value(String[] parts, int index, String name) {
    if (index >= parts.length || !parts[index].startsWith(name)) {
      throw malformed("has no “" + name + "” in place " + (index + 1));
    }
    return parts[index].substring(2);
  }

  private static String nonce(String nonce, String clientNonce) {
    if (!nonce.startsWith(clientNonce) || nonce.length() == clientNonce.length()) {
      throw malformed("has a nonce that does not extend ours: it may be replayed");
    }
    if (!NONCE.matcher(nonce).matches()) {
      throw malformed("has a nonce with characters outside of visible ASCII");
    }
    return nonce;
  }

  /** Reads a salt. */
  static byte[] salt(String text) {
    try {
      byte[] salt = StrictBase64.decode(text);
      if (salt.length > 0) {
        return salt;
      }
    } catch (IllegalArgumentException e) {
      throw malformed("has a salt that is not base64");
    }
    throw malformed("has no salt");
  }

  /** Reads an iteration count within the limits of the standard and of the user. */
  static int iterations(String text, int max) {
    long iterations = POSITIVE.matcher(text).matches() ? Long.parseLong(text) : 0;
    if (iterations < 1 || iterations > Integer.MAX_VALUE) {
      throw malformed("has an iteration count that is no positive number of 31 bits");
    }
    if (iterations < MIN_ITERATIONS) {
      throw malformed(
          "has an iteration count of %d (expected: >= %d), which would let a stolen proof be guessed"
              .formatted(iterations, MIN_ITERATIONS));
    }
    if (iterations > max) {
      throw new AuthenticationException(
          Reason.COST,
          null,
          "The server demands %d iterations (expected: <= %d); if it is right to, raise PasswordSasl.maxIterations"
              .formatted(iterations, max),
          null);
    }
    return (int) iterations;
  }

  private static AuthenticationException malformed(String what) {
    return new AuthenticationException(
        Reason.MALFORMED, null, "The server's SCRAM message " + what, null);
  }
}
