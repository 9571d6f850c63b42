package im.linnet.sasl;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.sasl.ScramRules.Protection;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Downgrade protection (XEP-0474): the server's first SCRAM message may contain a hash of the
 * mechanisms and of the channel binding types that it has offered. The proofs of both sides cover
 * the hash, so one that fits shows that nobody has changed the offer.
 */
final class OfferHash {

  private static final byte NEXT = 0x1E;
  private static final byte TYPES = 0x1F;

  private OfferHash() {}

  /**
   * Compares the server's hash with that of the offer received.
   *
   * @param received the server's hash in base64, or null if it sent none
   * @throws AuthenticationException if it differs, or is missing although the user requires it
   */
  static void check(
      @Nullable String received, ScramHash hash, SaslChannel channel, Protection use) {
    if (received == null) {
      if (use == Protection.REQUIRED) {
        throw downgraded(
            "The server does not prove what it offers (XEP-0474), which"
                + " PasswordSasl.requireDowngradeProtection demands");
      }
      return;
    }
    String expected = of(hash, channel.offered(), ChannelBindingTypes.listed(channel.features()));
    if (!MessageDigest.isEqual(bytes(expected), bytes(received))) {
      throw downgraded(
          "The mechanisms and channel binding types that arrived are not those that the server"
              + " offered (XEP-0474): someone between changes them to weaken the sign-in, or the"
              + " server is at fault. Nothing was sent that reveals the password; try another"
              + " network, and ask the operator of the service");
    }
  }

  /** The hash of an offer in base64; the types are null if the server has no list of them. */
  static String of(ScramHash hash, Set<String> mechanisms, @Nullable Set<String> types) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    append(text, mechanisms);
    if (types != null) {
      text.write(TYPES);
      append(text, types);
    }
    return Base64.getEncoder().encodeToString(hash.digest(text.toByteArray()));
  }

  /** In the order of their octets (RFC 4790, section 9.3). */
  private static void append(ByteArrayOutputStream text, Collection<String> names) {
    byte[][] sorted = names.stream().map(OfferHash::bytes).toArray(byte[][]::new);
    Arrays.sort(sorted, Arrays::compareUnsigned);
    for (int i = 0; i < sorted.length; i++) {
      if (i > 0) {
        text.write(NEXT);
      }
      text.writeBytes(sorted[i]);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static AuthenticationException downgraded(String message) {
    return new AuthenticationException(Reason.DOWNGRADED, null, message, null);
  }
}
