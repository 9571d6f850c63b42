package im.linnet.sasl;

import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import java.util.Arrays;

/**
 * The two keys derived from a password for one salt and iteration count (RFC 5802, section 3).
 * Anyone who has them can sign in there, so they are as secret as the password; but they do not
 * reveal it except by guessing, and are of no use elsewhere.
 */
final class ScramKeys {

  private final byte[] client;
  private final byte[] server;

  private ScramKeys(byte[] client, byte[] server) {
    this.client = client;
    this.server = server;
  }

  /** Derives the keys from a salted password, which the caller owns and wipes. */
  static ScramKeys of(ScramMechanism family, byte[] salted) {
    return new ScramKeys(
        ScramFunctions.clientKey(family, salted), ScramFunctions.serverKey(family, salted));
  }

  /**
   * The proofs of both sides.
   *
   * @param client the client's proof, which is sent
   * @param server the expected server signature
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and read in one place
  record Proofs(byte[] client, byte[] server) {}

  /** Computes the proofs for one sign-in. */
  Proofs prove(ScramMechanism family, String authMessage) {
    byte[] storedKey = ScramFunctions.storedKey(family, client);
    byte[] signature = ScramFunctions.clientSignature(family, storedKey, authMessage);
    return new Proofs(
        ScramFunctions.clientProof(client, signature),
        ScramFunctions.serverSignature(family, server, authMessage));
  }

  /** A copy of the keys that is wiped separately. */
  ScramKeys copy() {
    return new ScramKeys(client.clone(), server.clone());
  }

  /** Overwrites the keys. */
  void wipe() {
    Arrays.fill(client, (byte) 0);
    Arrays.fill(server, (byte) 0);
  }

  /** Shows neither key. */
  @Override
  public String toString() {
    return "ScramKeys";
  }
}
