package im.linnet.sasl;

import java.nio.charset.CharacterCodingException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * SCRAM's {@code Hi} (RFC 5802, section 2.2), which is the first block of PBKDF2 (RFC 8018, section
 * 5.2). The platform's implementation can't be cancelled, and runs for as long as the server
 * demands. This one runs in slices that alternate with those of others, and stops before the next
 * slice if the result is no longer needed.
 */
final class KeyDerivation implements Runnable {

  /** The iterations in one slice, which take a few milliseconds. */
  static final int TURN = 4096;

  private static final byte[] FIRST_BLOCK = {0, 0, 0, 1};

  private final SaslChannel channel;
  private final Mac mac;
  private final byte[] last;
  private final byte[] sum;
  private final CompletableFuture<byte[]> result = new CompletableFuture<>();
  private int left;

  private KeyDerivation(SaslChannel channel, Mac mac, byte[] first, int iterations) {
    this.channel = channel;
    this.mac = mac;
    this.last = first;
    this.sum = first.clone();
    this.left = iterations - 1;
  }

  /**
   * Starts a derivation.
   *
   * @param channel provides the executor, and cancels the derivation when it ends
   * @param algorithm the platform's name of the HMAC
   * @param password the password; owned by the caller, who may wipe it
   * @param salt the server's salt
   * @param iterations at least one
   * @return the salted password, which the caller must wipe; cancelled when the channel has ended
   */
  static CompletableFuture<byte[]> begin(
      SaslChannel channel, String algorithm, char[] password, byte[] salt, int iterations) {
    Mac mac = keyed(algorithm, password);
    mac.update(salt);
    KeyDerivation derivation =
        new KeyDerivation(channel, mac, mac.doFinal(FIRST_BLOCK), iterations);
    channel.ended().thenRun(() -> derivation.result.cancel(false));
    derivation.submit();
    return derivation.result;
  }

  private void submit() {
    try {
      channel.computing().execute(this);
    } catch (RejectedExecutionException stopped) {
      end();
      result.completeExceptionally(stopped);
    }
  }

  /** Runs one slice. */
  @Override
  public void run() {
    if (result.isDone()) {
      end();
      return;
    }
    try {
      compute(Math.min(left, TURN));
    } catch (GeneralSecurityException e) {
      end();
      result.completeExceptionally(e);
      return;
    }
    if (left > 0) {
      submit();
    } else if (result.complete(sum)) {
      Arrays.fill(last, (byte) 0);
    } else {
      end();
    }
  }

  private void compute(int turn) throws GeneralSecurityException {
    for (int i = 0; i < turn; i++) {
      mac.update(last);
      mac.doFinal(last, 0);
      for (int b = 0; b < sum.length; b++) {
        sum[b] ^= last[b];
      }
    }
    left -= turn;
  }

  private void end() {
    Arrays.fill(last, (byte) 0);
    Arrays.fill(sum, (byte) 0);
  }

  private static Mac keyed(String algorithm, char[] password) {
    byte[] key = {};
    try {
      key = Utf8.encode(password);
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac;
    } catch (CharacterCodingException e) {
      // Without the cause, which would reveal a position in the password.
      throw Credentials.invalid("The password holds a lone surrogate: it is no Unicode text");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK can't compute " + algorithm, e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
