package im.linnet.sasl;

import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import java.util.Arrays;

/**
 * The two keys that a password comes down to for one salt and iteration count (RFC 5802, section
 * 3). Whoever has them can sign in there, so they are as secret as the password; but the password
 * can't be had from them without guessing, and they open nothing else.
 */
final class ScramKeys {

  private final byte[] client;
  private final byte[] server;

  private ScramKeys(byte[] client, byte[] server) {
    this.client = client;
    this.server = server;
  }

  /** The keys of a salted password, which stays the caller's to wipe. */
  static ScramKeys of(ScramMechanism family, byte[] salted) {
    return new ScramKeys(
        ScramFunctions.clientKey(family, salted), ScramFunctions.serverKey(family, salted));
  }

  /**
   * What both sides prove themselves with.
   *
   * @param client the client's proof, to be sent
   * @param server the signature that the server has to answer with
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and read in one place
  record Proofs(byte[] client, byte[] server) {}

  /** Proves the keys for one sign-in. */
  Proofs prove(ScramMechanism family, String authMessage) {
    byte[] storedKey = ScramFunctions.storedKey(family, client);
    byte[] signature = ScramFunctions.clientSignature(family, storedKey, authMessage);
    return new Proofs(
        ScramFunctions.clientProof(client, signature),
        ScramFunctions.serverSignature(family, server, authMessage));
  }

  /** The same keys, to be wiped apart from these. */
  ScramKeys copy() {
    return new ScramKeys(client.clone(), server.clone());
  }

  /** Makes them useless. */
  void wipe() {
    Arrays.fill(client, (byte) 0);
    Arrays.fill(server, (byte) 0);
  }

  /** Shows neither. */
  @Override
  public String toString() {
    return "ScramKeys";
  }
}
