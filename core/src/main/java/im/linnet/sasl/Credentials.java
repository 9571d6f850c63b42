package im.linnet.sasl;

import im.linnet.failure.AuthenticationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A user name and the source of its password.
 *
 * @param user the name, or null for the local part of the account
 * @param password returns a new array at each call, which is wiped after use
 */
record Credentials(@Nullable String user, Supplier<char[]> password) {

  /** The user name for a connection. */
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

  /** The password; the caller must wipe it. */
  char[] take() {
    char[] taken = password.get();
    // The source is user code, so it may return null despite its type.
    if (taken == null || taken.length == 0) {
      throw invalid("The password is empty");
    }
    return taken;
  }

  static AuthenticationException invalid(String message) {
    return new AuthenticationException(
        AuthenticationException.Reason.CREDENTIALS, null, message, null);
  }

  /** Shows neither name nor password. */
  @Override
  public String toString() {
    return "Credentials";
  }
}
