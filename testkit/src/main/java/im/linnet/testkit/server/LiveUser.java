package im.linnet.testkit.server;

/**
 * An account of a {@link LiveServer}.
 *
 * @param account the address to sign in with: that of the user if there is a password, that of the
 *     domain if a token identifies the user
 * @param jid the bare address that the server assigns
 * @param secret the password or the access token
 */
public record LiveUser(String account, String jid, String secret) {

  /** {@return the account without its secret} */
  @Override
  public String toString() {
    return "LiveUser[" + jid + "]";
  }
}
