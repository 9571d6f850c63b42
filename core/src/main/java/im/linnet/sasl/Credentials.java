package im.linnet.sasl;

import im.linnet.failure.AuthenticationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A user name and where its password comes from.
 *
 * @param user the name, or null for the local part of the account
 * @param password gives a new array each time, which is wiped after use
 */
record Credentials(@Nullable String user, Supplier<char[]> password) {

  /** The name to sign in with on a connection. */
  String user(SaslChannel channel) {
    String name = user == null ? channel.account().local() : user;
    if (name == null || name.isEmpty()) {
      throw invalid(
          "There is no user name: the account "
              + channel.account()
              + " has no local part; try user(name)");
    }
    return name;
  }

  /** The password, to be wiped by the caller. */
  char[] take() {
    char[] taken = password.get();
    // A source is the user's code, so it may return null whatever its type says.
    if (taken == null || taken.length == 0) {
      throw invalid("The password is empty");
    }
    return taken;
  }

  static AuthenticationException invalid(String message) {
    return new AuthenticationException(
        AuthenticationException.Reason.CREDENTIALS, null, message, null);
  }

  /** Shows neither. */
  @Override
  public String toString() {
    return "Credentials";
  }
}
