package im.linnet.sasl.siblings;

import im.linnet.sasl.SaslChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The message of Google's mechanisms, in the form of PLAIN: NUL, user, NUL, token. */
final class UserAndToken {

  private UserAndToken() {}

  static byte[] message(@Nullable String user, String token, SaslChannel channel) {
    String name = user == null ? channel.account().bare().toString() : user;
    return ("\0" + name + "\0" + VisibleToken.checked(token)).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Checks a name.
   *
   * @throws IllegalArgumentException if it is empty or contains U+0000
   */
  static String name(String user) {
    if (user.isEmpty() || user.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "user: empty or with U+0000 (expected: such as user@gmail.com)");
    }
    return user;
  }
}
