package im.linnet.testkit.small;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.UUID;

/**
 * The server's side of one SCRAM exchange without channel binding (RFC 5802): a challenge for the
 * first message, a signature for the last.
 */
final class ScramExchange {
  private final ScramHash hash;
  private final Password password;
  private final String header;
  private final String nonce;
  private final String challenge;
  private final String start;

  ScramExchange(ScramHash hash, Password password, First first, String ownNonce) {
    this.hash = hash;
    this.password = password;
    this.header = first.header();
    this.nonce = first.nonce() + ownNonce;
    this.challenge =
        "r=%s,s=%s,i=%d"
            .formatted(
                nonce, Base64.getEncoder().encodeToString(password.salt()), Password.ITERATIONS);
    this.start = first.bare() + "," + challenge + ",";
  }

  /**
   * The client's first message.
   *
   * @param header the part about channel binding, with its comma
   * @param bare the rest
   * @param user the name of the account
   * @param nonce the client's nonce
   */
  record First(String header, String bare, String user, String nonce) {

    /** Reads {@code n,,n=user,r=nonce}. */
    static First of(String message) throws SaslFailure {
      int comma = message.indexOf(',', message.indexOf(',') + 1);
      String bare = message.substring(comma + 1);
      int at = bare.indexOf(",r=");
      boolean unbound = message.startsWith("n,") || message.startsWith("y,");
      if (comma < 0 || !unbound || at < 0 || !bare.startsWith("n=")) {
        throw new SaslFailure("malformed-request");
      }
      String user = bare.substring(2, at).replace("=2C", ",").replace("=3D", "=");
      String nonce = bare.substring(at + 3).split(",", 2)[0];
      return new First(message.substring(0, comma + 1), bare, user, nonce);
    }
  }

  static ScramExchange begin(ScramHash hash, Password password, First first) {
    return new ScramExchange(hash, password, first, UUID.randomUUID().toString());
  }

  /** {@return the message to send to the client} */
  String challenge() {
    return challenge;
  }

  /**
   * Checks {@code c=header,r=nonce,p=proof}.
   *
   * @return the server's last message
   * @throws SaslFailure if the proof is that of another password, or for another exchange
   */
  String finish(String message) throws SaslFailure {
    int at = message.lastIndexOf(",p=");
    byte[] bound = header.getBytes(StandardCharsets.UTF_8);
    String expected = "c=" + Base64.getEncoder().encodeToString(bound) + ",r=" + nonce;
    if (at < 0 || !message.substring(0, at).equals(expected)) {
      throw new SaslFailure("malformed-request");
    }
    String signed = start + expected;
    byte[] salted = password.salted(hash);
    byte[] clientKey = hash.hmac(salted, "Client Key");
    byte[] proof = xor(hash.hmac(hash.hash(clientKey), signed), clientKey);
    if (!MessageDigest.isEqual(proof, decoded(message.substring(at + 3)))) {
      throw new SaslFailure("not-authorized");
    }
    byte[] signature = hash.hmac(hash.hmac(salted, "Server Key"), signed);
    return "v=" + Base64.getEncoder().encodeToString(signature);
  }

  private static byte[] decoded(String base64) throws SaslFailure {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new SaslFailure("malformed-request");
    }
  }

  private static byte[] xor(byte[] one, byte[] other) {
    byte[] both = one.clone();
    for (int i = 0; i < both.length; i++) {
      both[i] ^= other[i];
    }
    return both;
  }
}
