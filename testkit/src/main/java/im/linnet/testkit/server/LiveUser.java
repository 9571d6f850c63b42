package im.linnet.testkit.server;

/**
 * An account of a {@link LiveServer}.
 *
 * @param account the address to sign in with: of the user where there is a password, of the domain
 *     where the token says who it is
 * @param jid the bare address that the server binds
 * @param secret the password or the access token
 */
public record LiveUser(String account, String jid, String secret) {

  /** {@return the account without its secret} */
  @Override
  public String toString() {
    return "LiveUser[" + jid + "]";
  }
}
