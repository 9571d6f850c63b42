package im.linnet.sasl.siblings;

import im.linnet.failure.AuthenticationException;
import org.jspecify.annotations.Nullable;

/** Checks that a token consists of visible ASCII (RFC 6750, section 2.1). */
final class VisibleToken {

  private VisibleToken() {}

  /** Checks a token. It comes from the user's code and may be null despite its type. */
  static String checked(@Nullable String token) {
    if (token == null || token.isEmpty()) {
      throw failure("The token is empty");
    }
    for (int i = 0; i < token.length(); i++) {
      if (token.charAt(i) <= ' ' || token.charAt(i) > '~') {
        throw failure(
            "The token holds U+%04X at index %d (expected: visible ASCII)"
                .formatted((int) token.charAt(i), i));
      }
    }
    return token;
  }

  private static AuthenticationException failure(String message) {
    return new AuthenticationException(
        AuthenticationException.Reason.CREDENTIALS, null, message, null);
  }
}
