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
 * 5.2). The platform's own can't be stopped once it runs, for as long as a server demands; this one
 * takes turns with others, and ends before its next turn when nobody wants the result any more.
 */
final class KeyDerivation implements Runnable {

  /** The iterations of a turn: some milliseconds. */
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
   * Begins one.
   *
   * @param channel where it computes, and how long it is of use
   * @param algorithm the HMAC, as the platform names it
   * @param password stays the caller's, who may wipe it
   * @param salt the server's
   * @param iterations at least one
   * @return the salted password, to be wiped by the caller; cancelled when the channel has ended
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

  /** Takes a turn. */
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
      // Without the cause: where in the password the fault lies is nobody's business.
      throw Credentials.invalid("The password holds a lone surrogate: it is no Unicode text");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK can't compute " + algorithm, e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
