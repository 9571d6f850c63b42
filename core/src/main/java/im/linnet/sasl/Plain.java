package im.linnet.sasl;

import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * PLAIN (RFC 4616): sends the password itself, so it is used only under TLS. User name and password
 * are sent unprepared; the server prepares them (RFC 4616, section 2).
 */
record Plain(Credentials credentials) implements SaslMechanism {

  @Override
  public String name() {
    return "PLAIN";
  }

  @Override
  public SaslExchange start(SaslChannel channel) {
    return () -> message(channel);
  }

  /** {@code [authzid] NUL authcid NUL passwd}, without authzid. */
  private CompletionStage<Optional<byte[]>> message(SaslChannel channel) {
    byte[] user = bytes(credentials.user(channel).toCharArray(), "user name");
    char[] password = credentials.take();
    byte[] secret = {};
    try {
      secret = bytes(password, "password");
      byte[] message = new byte[user.length + secret.length + 2];
      System.arraycopy(user, 0, message, 1, user.length);
      System.arraycopy(secret, 0, message, user.length + 2, secret.length);
      return CompletableFuture.completedStage(Optional.of(message));
    } finally {
      Arrays.fill(password, '\0');
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static byte[] bytes(char[] text, String what) {
    for (char c : text) {
      if (c == '\0') {
        throw Credentials.invalid("The " + what + " holds U+0000, which PLAIN can't carry");
      }
    }
    try {
      return Utf8.encode(text);
    } catch (CharacterCodingException e) {
      // Without the cause, which would reveal a position in the password.
      throw Credentials.invalid("The " + what + " holds a lone surrogate: it is no Unicode text");
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
